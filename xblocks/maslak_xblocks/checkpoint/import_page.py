"""Bringing in questions from a file: what it gave is shown with what is wrong in it, and nothing is kept yet."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from webob import Response

from maslak_domain.language import direction
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.checkpoint.editing.draft import read_draft
from maslak_xblocks.checkpoint.editing.findings import check_item
from maslak_xblocks.checkpoint.editing.panels import name_kinds, render_item
from maslak_xblocks.checkpoint.imports.gift import read_gift
from maslak_xblocks.checkpoint.imports.moodle_xml import read_moodle_xml
from maslak_xblocks.checkpoint.imports.result import Imported, Problem
from maslak_xblocks.checkpoint.imports.spreadsheet import read_spreadsheet
from maslak_xblocks.checkpoint.imports.template import XLSX, make_template
from maslak_xblocks.errors import InvalidPayloadError, NotAuthorError, PayloadTooLargeError
from maslak_xblocks.markup import Html, join, tag
from maslak_xblocks.olx import parse_source, plain_text
from maslak_xblocks.payload import refuse, take_text
from maslak_xblocks.studio_form import take_language
from maslak_xblocks.workbook import is_workbook

if TYPE_CHECKING:
    from maslak_domain.language import Language
    from maslak_xblocks.checkpoint.block import CheckpointBlock

LARGEST_FILE: Final = 2 * 1024 * 1024
IMPORT_CAP: Final = 3 * 1024 * 1024  # base64 makes a third more of a file


def read_file(block: CheckpointBlock, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give what a file holds: a list to choose from, and the fields of each question. Nothing is kept.

    The payload holds name, content (base64) and language, in which the file's texts are. Raises InvalidPayloadError and
    PayloadTooLargeError.
    """
    language, translate = take_language(payload), block.translator
    take_text(payload, "name", 255)
    try:
        raw = base64.b64decode(take_text(payload, "content", IMPORT_CAP), validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidPayloadError("content must be base64", field="content") from error
    if len(raw) > LARGEST_FILE:
        raise PayloadTooLargeError("the file is too large", limit=LARGEST_FILE)
    found = detect_and_read(raw, language)
    draft = read_draft(parse_source(block.effective_source))
    names = {each.id: each.name.get(translate.language) or next(iter(each.name.values()), each.id) for each in draft.misconceptions}
    groups = [render_item(translate, item, names) for item in found.items]
    html = _listing(translate, found, draft, language)
    return {"groups": groups, "html": html, "number": len(groups), "pictures": found.pictures}


def give_template(block: CheckpointBlock) -> Response:
    """Answer with the template in the author's language, or with why not."""
    try:
        block.require_author()
    except NotAuthorError as error:
        return refuse(block, error)
    language = block.translator.language
    return Response(
        make_template(language),
        content_type=XLSX,
        content_disposition=f'attachment; filename="maslak-questions-{language}.xlsx"',
    )


def detect_and_read(raw: bytes, language: Language) -> Imported:
    """Read a file by what it is, whatever it is called."""
    if is_workbook(raw):
        return read_spreadsheet(raw)
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    found = Imported()
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        if raw.lstrip()[:1] == b"<":  # XML says its own encoding
            return read_moodle_xml(raw, language)
        found.note("encoding", 1)
        return found
    if text.lstrip()[:1] == "<":
        return read_moodle_xml(raw, language)
    if "\x00" in text:
        found.note("encoding", 1)
        return found
    found = read_gift(text, language)
    if not found.items and not found.problems:
        found.note("empty", 1)
    return found


def _listing(translate: Translator, found: Imported, draft: Any, language: Language) -> Html:
    offers = []
    for number, item in enumerate(found.items):
        notes = check_item(item, replace(draft, source=language, title={language: "…"}, intro={}), "", translate)
        grave = [tag("p", {"class": f"mk-finding mk-finding-{note.severity}"}, note.text) for note in notes if note.severity == "error"]
        box = tag("input", {"type": "checkbox", "data-offer": str(number), "checked": True})
        shown = next((each for each in (translate.language, language, *item.languages) if item.stem.get(each)), language)
        words = tag("bdi", {"lang": shown, "dir": direction(shown)}, plain_text(item.stem.get(shown, ""))[:160])
        label = tag("label", {"class": "mk-correct"}, box, tag("span", {}, name_kinds(translate)[item.type], " · ", words))
        offers.append(tag("li", {}, label, *grave))
    title = translate.count("{number} question found", "{number} questions found", len(offers))
    problems = [tag("li", {}, tell_problem(translate, problem)) for problem in found.problems]
    return join(
        tag("h4", {"tabindex": "-1"}, title),
        join(tag("h4", {}, translate("What could not be taken over as it is")), tag("ul", {}, *problems)) if problems else None,
        tag("ol", {"class": "mk-offers", "tabindex": "0"}, *offers) if offers else None,
        tag("p", {}, tag("button", {"type": "button", "class": "mk-button", "data-accept": True}, translate("Add the ticked questions")))
        if offers
        else None,
    )


def tell_problem(translate: Translator, problem: Problem) -> Html:
    """Say a problem with its place, in the author's language."""
    text = (_tell_sheet(translate) if problem.in_sheet else {}).get(problem.code) or _tell(translate)[problem.code]
    detail = join(" — ", tag("bdi", {}, plain_text(problem.detail) or problem.detail)) if problem.detail else None
    place = _name_place(translate, problem)
    return tag("span", {}, join(tag("strong", {}, place), " · ") if place else None, text, detail)


def _name_place(translate: Translator, problem: Problem) -> str:
    if problem.in_sheet and problem.column:
        return translate("Row {row}, column {column}", row=problem.place, column=problem.column)
    if problem.in_sheet:
        return translate("Row {row}", row=problem.place)
    return translate("Line {line}", line=problem.place) if problem.place else ""


def _tell(translate: Translator) -> Mapping[str, str]:
    return {
        "category": translate("The category is not taken over"),
        "description": translate("A text that asks nothing is not taken over"),
        "essay": translate("Not imported: an open question, which no program can mark"),
        "kind": translate("Not imported: this type of question is not known here"),
        "general_feedback": translate("The general feedback has no place here; put it into the feedback of the answers"),
        "weights": translate("Parts of points were simplified; look at which answers are right"),
        "several_right": translate("Several answers were right, each by itself; only the first is marked as right"),
        "more_numbers": translate("Only the first right number was taken over"),
        "units": translate("Only the unit of the right number was taken over"),
        "wildcard": translate("An answer with * stands for many; it is not taken over"),
        "feedback_first": translate("The right answers had feedback of their own; only the first is taken over"),
        "combined_feedback": translate("This feedback has no place here; put it into the feedback of the answers"),
        "pair_feedback": translate("The feedback of a pair has no place here; put it into the feedback of a wrong answer"),
        "pair_missing": translate("An entry without a counterpart is not taken over"),
        "hints": translate("The hints are not taken over"),
        "points": translate("It was worth no points; here it is worth one"),
        "gaps": translate("Not imported: a text with several gaps; write a question for each"),
        "markdown": translate("The signs of Markdown stay as they are written; set them with the tools of the editor"),
        "formula": translate("A formula in LaTeX is shown as it is written"),
        "lost": translate("A part of the text has no place here and is left out"),
        "picture": translate("A picture is not taken over; add it to the text"),
        "more_problems": translate("There is more to look at from here on than is listed"),
        "number": translate("Not imported: the right number cannot be read"),
        "file": translate("A file inside the question is not taken over"),
        "unreadable": translate("Not imported: this cannot be read"),
        "too_many": translate("There are more questions than can be taken over at once"),
        "not_xml": translate("The file is not well-formed XML"),
        "encoding": translate("The file is not text in UTF-8; save it again as UTF-8"),
        "empty": translate("There are no questions in this file"),
        "not_workbook": translate("The file is not an Excel workbook, or it is damaged"),
        "open_document": translate("The file is in the form of LibreOffice; save it as .xlsx"),
        "old_workbook": translate("The file is in Excel’s old form or has a password; save it as .xlsx without one"),
        "workbook_too_large": translate("Unpacked, the workbook is larger than a bank of questions can be"),
    }


def _tell_sheet(translate: Translator) -> Mapping[str, str]:
    """Give what only a spreadsheet can have; all of it but the first three keeps a question from being taken over."""
    return {
        "column_unknown": translate("This column is not taken over: its head is none of the template’s"),
        "column_twice": translate("This column is not taken over: another one has the same head"),
        "not_used": translate("This row is not taken over: a number has no answers to choose from"),
        "columns": translate("The heads of the columns are missing; begin from the template"),
        "no_question": translate("This row belongs to no question: no type stands above it"),
        "type": translate("Not imported: the type is none of the template’s"),
        "no_stem": translate("Not imported: the question has no text"),
        "no_text": translate("Not imported: this answer has no text"),
        "no_answers": translate("Not imported: the rows below the question hold too few answers"),
        "no_pair": translate("Not imported: this row has no counterpart"),
        "none_right": translate("Not imported: no answer is marked as right"),
        "more_right": translate("Not imported: one choice, but several answers are marked as right"),
        "tick": translate("Not imported: write yes where the answer is right, and nothing elsewhere"),
        "cell_formula": translate("Not imported: a formula; put its result into the cell as a value"),
        "cell_date": translate("Not imported: Excel made a date of this; make the cell text and write it again"),
        "cell_broken": translate("Not imported: Excel shows an error in this cell"),
        "cell_long": translate("Not imported: the text is too long"),
        "too_many_rows": translate("The rows below this one were not read"),
    }
