"""The words of a lab that do not stand in its element: what the data is, and what is wrong with a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maslak_xblocks.catalogue import Translator
from maslak_xblocks.lab.generators.writing import FormName


def name_form(translate: Translator, form: FormName) -> tuple[str, str]:
    """Give the name of a form of the file, and what opens it: an author of a question must know neither."""
    return {
        "spreadsheet": (
            translate("CSV for a spreadsheet"),
            translate("decimal comma (12,5), cells apart by semicolons: Excel and LibreOffice that write numbers so, as in French"),
        ),
        "plain": (
            translate("CSV for a program"),
            translate(
                "decimal point (12.5), cells apart by a comma: pandas, R, the shell, spreadsheets that write numbers so, as in English"
            ),
        ),
        "log": (translate("Log as the server wrote it"), translate("one request a line: grep, awk, sort")),
    }[form]


def say_remark(translate: Translator, code: str, values: Mapping[str, Any]) -> str:
    """Say what is different in a file, without what should stand there."""
    if code == "columns_missing":
        return translate("These columns are missing: {columns}. Found in your file: {found}.", **values)
    if code == "rows_too_many":
        return translate.count(
            "Your file has {number} row: too many.", "Your file has {number} rows: too many.", values["rows"]
        )  # fmt: skip
    if code == "rows_too_few":
        return translate.count("Your file has {number} row: too few.", "Your file has {number} rows: too few.", values["rows"])
    if code == "rows_unknown":
        return translate.count(
            "{number} row has a key that is not expected, or that stands there twice ({columns}).",
            "{number} rows have a key that is not expected, or that stands there twice ({columns}).",
            values["rows"],
            columns=values["columns"],
        )
    return translate.count(
        "In the column {column}, {number} row differs.", "In the column {column}, {number} rows differ.", values["rows"],
        column=values["column"],
    )  # fmt: skip


def say_refused_upload(translate: Translator, reason: str, found: Mapping[str, Any]) -> str:
    """Say why a file was not taken, and what to do."""
    sentences = {
        "too_large": translate("This file is larger than 256 kB. The table that is asked for is small: send that one alone."),
        "binary": translate("This is not a CSV file but another kind of file. In the spreadsheet, choose Save as, then CSV UTF-8."),
        "encoding": translate(
            "The letters of this file are written in {encoding}, not in UTF-8. In the spreadsheet, choose Save as, then CSV UTF-8.",
            encoding=found.get("found", "?"),
        ),
        "no_table": translate("This is not a table: a first row with the names of the columns, then one row for each line."),
        "too_many_rows": translate("This table has more than 10000 rows. Send the result that is asked for, not the whole data."),
        "formula": translate(
            "Row {row} holds a formula. Copy the cells, paste the values alone, then save as CSV again.", row=found.get("row", "?")
        ),
    }
    return f"{sentences[reason]} {translate('Nothing was counted.')}"
