"""What an import did, in words and as JSON."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

from maslak_content.importing.importer import ImportReport
from maslak_content.importing.placement import Note
from maslak_content.wording import N_, isolate, say
from maslak_domain.language import Language

# What may have become of a file.
FATES: Final = {
    "new": N_("new: {count}"),
    "changed": N_("changed: {count}"),
    "unchanged": N_("unchanged: {count}"),
    "line_ends_mended": N_("line ends mended: {count}"),
}


def import_as_object(report: ImportReport, language: Language) -> dict[str, Any]:
    """Return the report as one JSON object."""
    notes = [{"code": note.code, "path": note.path, "detail": say(note.message, language, note.params)} for note in report.notes]
    counts = {"files": dict(report.files), "changed": report.changed}
    return {"version": report.version, "signed": report.is_signed, **counts, "notes": notes}


def import_as_text(report: ImportReport, language: Language) -> str:
    """Return the report for people: the notes by code, the files that changed, then what became of all of them."""
    lines = []
    notes = sorted(report.notes, key=lambda each: (each.code, each.message, each.path))
    for _, alike in groupby(notes, key=lambda each: (each.code, say(each.message, language, each.params))):
        lines += _write_notes(list(alike), language)
    if report.changed:
        lines += [say(N_("These files of the folder say something else now:"), language)]
        lines += [f"    {isolate(path, language)}" for path in report.changed]
    counts = "; ".join(say(FATES[fate], language, {"count": number}) for fate, number in report.files.items())
    lines.append(say(N_("Files: {counts}."), language, {"counts": counts or say(N_("none"), language)}))
    if report.version:
        signed = N_("Release {version}, signed.") if report.is_signed else N_("Release {version}, not signed.")
        lines.append(say(signed, language, {"version": report.version}))
    return "\n".join(lines)


def _write_notes(notes: list[Note], language: Language) -> list[str]:
    said, code = say(notes[0].message, language, notes[0].params), isolate(f"[{notes[0].code}]", language)
    paths = [isolate(note.path, language) for note in notes]
    return [f"{code} {said}", *(f"    {path}" for path in paths)] if len(notes) > 2 else [f"{path}: {said} {code}" for path in paths]
