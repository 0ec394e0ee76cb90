"""The words of a mark sheet: headings, the sheet that explains, and what is wrong with a file or a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import force_locale, gettext

from maslak_companion.dossiers.marking.wording import band_words, criterion_titles
from maslak_companion.dossiers.projects import Criterion
from maslak_companion.dossiers.sheets.columns import DOSSIER, ID, MARK, REMARK, band_code, comment_code
from maslak_companion.dossiers.sheets.plan import Fault
from maslak_companion.dossiers.sheets.standing import Place
from maslak_domain.language import LANGUAGES, fold_answer
from maslak_web.i18n import LOCALES, format_number, localized_text


def list_band_choices() -> list[str]:
    """Return the four choices of a band as the lists of the sheet offer them."""
    return [f"{number} · {word}" for number, word in enumerate(band_words(), 1)]


def known_band_words() -> dict[str, int]:
    """Return the bands by their folded word in every language: a sheet may be filled in one and sent back in another."""
    found: dict[str, int] = {}
    for language in LANGUAGES:
        with force_locale(LOCALES[language]):
            found |= {fold_answer(word): number for number, word in enumerate(band_words(), 1)}
    return found


def list_headings(place: Place, *, with_names: bool) -> dict[str, str]:
    """Return the headings by code, in the order of the sheet."""
    criteria = place.project.criteria_of(place.stage)
    names = {"team": gettext("Learners"), "students": gettext("Student numbers")} if with_names else {}
    judged: dict[str, str] = {}
    for each in criteria:
        title = localized_text(criterion_titles(each))
        judged |= {band_code(each.id): title, comment_code(each.id): gettext("Comment: %(title)s", title=title)}
    return {
        ID: gettext("Do not change"), DOSSIER: gettext("Dossier"), **names,
        "round": gettext("Round"), "handed_in": gettext("Handed in"), "late": gettext("Late"), **judged,
        REMARK: gettext("To the team, on the whole"),
        MARK: gettext("Mark on %(scale)s", scale=format_number(place.offering.scale)),
    }  # fmt: skip


def list_guide(place: Place) -> list[tuple[str, str]]:
    """Return the lines of the sheet that explains, each a title or a line."""
    lines = [
        (gettext("How to fill this file"), ""),
        ("", gettext("Choose a band from the list in each coloured cell, and write a comment where it helps the team.")),
        ("", gettext("A dossier with a band for each criterion can be published; one with gaps stays a draft.")),
        ("", gettext("The mark follows from the bands; nobody types it.")),
        ("", gettext("Columns may change places and rows may be deleted. The first row and the first column are hidden: leave them.")),
        ("", gettext("Send the file back on the page where you found it. You see every change before anything is kept.")),
        ("", gettext("What somebody else marked meanwhile is never overwritten.")),
    ]
    for each in place.project.criteria_of(place.stage):
        title = gettext("%(title)s, weight %(weight)d", title=localized_text(criterion_titles(each)), weight=each.weight)
        lines += [("", ""), (title, ""), *(("", line) for line in _list_bands(each))]
    return lines


def _list_bands(criterion: Criterion) -> list[str]:
    choices = list_band_choices()
    sentences = [localized_text(band) if band else "" for band in criterion.bands]
    return [f"{choice}: {sentence}" if sentence else choice for choice, sentence in zip(choices, sentences, strict=False)]


def say_file_fault(reason: str, detail: str = "") -> str:
    """Say why a file cannot be read, and what to try."""
    words: Mapping[str, str] = {
        "empty": gettext("The file is empty."),
        "no_file": gettext("Choose a file first."),
        "not_workbook": gettext("This file cannot be read as a workbook. Save it as .xlsx or as CSV UTF-8."),
        "old_workbook": gettext("This file is in the old Excel format or protected by a password. Save it as .xlsx without a password."),
        "workbook_too_large": gettext("This file holds far more than marks, so it was not opened."),
        "macros": gettext("This file holds macros, so it was not opened. Save it as .xlsx."),
        "not_text": gettext("This file cannot be read. Save it as .xlsx or as CSV UTF-8."),
        "no_codes": gettext("This is not the file that was downloaded here: its hidden first row is missing. Download it again."),
        "column_twice": gettext("A column stands there twice: %(detail)s.", detail=detail),
        "column_missing": gettext(
            "A column is missing: %(detail)s. Download the file again; it may belong to another stage.", detail=detail
        ),
        "too_many_rows": gettext("The file has more rows than a stage can have dossiers."),
    }
    return words.get(reason, words["not_text"])


def say_fault(fault: Fault) -> str:
    """Say what is wrong with a cell or a row, and what to write instead."""
    detail = "\u2068" + fault.detail + "\u2069"
    words: Mapping[str, str] = {
        "no_identity": gettext("The hidden first cell of this row is missing or changed. Copy your entries into a fresh file."),
        "row_twice": gettext("This dossier stands in the file twice. Keep one of the rows."),
        "row_unknown": gettext("This dossier does not belong to this stage."),
        "row_mixed": gettext(
            "The hidden cell speaks of another dossier than the row shows: only some of the columns were sorted or moved."
        ),
        "band_unknown": gettext("“%(detail)s” is none of the four bands. Choose one from the list, or write 1 to 4.", detail=detail),
        "cell_formula": gettext("There is a formula in this cell. Write what it says as text."),
        "cell_broken": gettext("Your spreadsheet shows an error in this cell."),
        "cell_date": gettext("Your spreadsheet made a date of this cell. Write it as text."),
        "cell_long": gettext("This is too long: write at most %(limit)s characters.", limit=5000),
        "mark_differs": gettext(
            "The mark “%(detail)s” does not follow from the bands. Change the bands, or empty the cell.", detail=detail
        ),
    }
    return words[fault.reason]


def name_columns(place: Place) -> Mapping[str, str]:
    """Return what the columns that a marker fills are called."""
    return list_headings(place, with_names=False)


def say_cell(code: str, text: str, choices: Sequence[str]) -> str:
    """Return a cell as the page shows it: a band with its word."""
    return choices[int(text) - 1] if code.startswith(band_code("")) and text else text
