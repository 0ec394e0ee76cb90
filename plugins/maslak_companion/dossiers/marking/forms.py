"""What a marker typed: read it whole, keep it word for word, and add a sentence that they reuse where they asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from maslak_companion.dossiers.marking.access import Work

LONGEST: Final = 5_000


@dataclass(slots=True)
class MarkForm:
    """The texts of the page's fields by name, the code of what is wrong with each, and the body that they make."""

    texts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)


def list_places(work: Work) -> list[str]:
    """Return what a remark may stand beside: each text or link that was handed in, and each file."""
    return [*work.round.texts, *work.round.files]


def fill_form(body: Mapping[str, Any]) -> MarkForm:
    """Return the form as it shows what is kept."""
    texts = {"remark": str(body.get("remark", ""))}
    texts |= {f"band-{name}": str(band) for name, band in body.get("bands", {}).items()}
    texts |= {f"comment-{name}": text for name, text in body.get("comments", {}).items()}
    texts |= {f"on-{place}": text for place, text in body.get("remarks", {}).items()}
    return MarkForm(texts=texts, body=dict(body))


def read_form(typed: Mapping[str, str], work: Work) -> MarkForm:
    """Read the form. Names that the round or its rubric does not have are left alone; `errors` says what cannot be kept."""
    form = MarkForm()
    criteria, places = (work.stage.criteria if work.stage else ()), list_places(work)
    form.body = {
        "bands": {name: band for name in criteria if (band := _read_band(form, typed, name))},
        "comments": {name: text for name in criteria if (text := _read_text(form, typed, f"comment-{name}"))},
        "remarks": {place: text for place in places if (text := _read_text(form, typed, f"on-{place}"))},
        "remark": _read_text(form, typed, "remark"),
    }
    # Why a published mark is corrected; it is no part of the mark.
    _read_text(form, typed, "reason")
    return form


def insert_sentence(form: MarkForm, place: str, sentence: str, work: Work) -> bool:
    """Add a sentence at the end of a field; tell whether there is such a field."""
    criteria = work.stage.criteria if work.stage else ()
    known = {"remark", *(f"comment-{name}" for name in criteria), *(f"on-{each}" for each in list_places(work))}
    if place not in known:
        return False
    joined = "\n".join(text for text in (form.texts.get(place, "").rstrip(), sentence) if text)
    form.texts[place] = joined
    again = read_form(form.texts, work)
    form.body, form.errors = again.body, again.errors
    return True


def read_chosen(typed: Mapping[str, str]) -> dict[UUID, int]:
    """Return the markings that were chosen to be published, with the version that the page showed; what is no id is left out."""
    chosen: dict[UUID, int] = {}
    for name, value in typed.items():
        if name.startswith("mark-") and value.isascii() and value.isdigit() and len(value) < 10:
            try:
                chosen[UUID(name.removeprefix("mark-"))] = int(value)
            except ValueError:
                continue
    return chosen


def _read_band(form: MarkForm, typed: Mapping[str, str], criterion: str) -> int | None:
    text = typed.get(f"band-{criterion}", "")
    if text not in ("", "1", "2", "3", "4"):
        form.errors[f"band-{criterion}"] = "unknown_band"
        return None
    form.texts[f"band-{criterion}"] = text
    return int(text) if text else None


def _read_text(form: MarkForm, typed: Mapping[str, str], name: str) -> str:
    # A browser ends lines with two characters, and counts them as one.
    text = typed.get(name, "").replace("\r\n", "\n").strip()
    form.texts[name] = text[: 2 * LONGEST]
    if len(text) > LONGEST:
        form.errors[name] = "too_long"
    return text
