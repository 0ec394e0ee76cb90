"""What an import did, in words and as JSON."""

from __future__ import annotations

from typing import Any, Final

from maslak_content.importer import ImportReport
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
    return {"version": report.version, "signed": report.is_signed, "files": dict(report.files), "notes": notes}


def import_as_text(report: ImportReport, language: Language) -> str:
    """Return the report for people: the notes by code, then what became of the files."""
    lines = []
    for note in sorted(report.notes, key=lambda each: (each.code, each.path)):
        said = say(note.message, language, note.params)
        lines.append(f"{isolate(note.path, language)}: {said} {isolate(f'[{note.code}]', language)}")
    counts = "; ".join(say(FATES[fate], language, {"count": number}) for fate, number in report.files.items())
    lines.append(say(N_("Files: {counts}."), language, {"counts": counts or say(N_("none"), language)}))
    if report.version:
        signed = N_("Release {version}, signed.") if report.is_signed else N_("Release {version}, not signed.")
        lines.append(say(signed, language, {"version": report.version}))
    return "\n".join(lines)
