"""Keeping a question of another system: what its points and its feedback become here, and a word about what they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from maslak_domain.language import Language
from maslak_xblocks.checkpoint.editing.item_draft import ItemDraft
from maslak_xblocks.checkpoint.imports.given import Given, Sorted, sort_given
from maslak_xblocks.checkpoint.imports.result import Answer, Imported, add_general, make_choice, make_number, make_text
from maslak_xblocks.olx import plain_text
from maslak_xblocks.sanitise import sanitise


@dataclass(frozen=True)
class Place:
    """Where a question stands in its file, in which language it is, and where it goes."""

    line: int
    language: Language
    found: Imported

    def note(self, code: str, detail: str = "") -> None:
        """Keep a problem of this question."""
        self.found.note(code, self.line, detail)


def read_plain(html: str) -> str:
    """Give the words of HTML that nobody has cleaned yet."""
    return plain_text(sanitise(html))


def judge_choice(place: Place, stem: str, answers: Sequence[Answer], *, single: bool | None) -> ItemDraft:
    """Give a choice among answers, and note what its points meant beyond right and wrong."""
    full = [answer for answer in answers if answer.fraction >= 100]
    if any(answer.fraction not in (0, 100) for answer in answers):
        place.note("weights", read_plain(stem))
    if single and len(full) > 1:
        place.note("several_right", " · ".join(read_plain(each.html) for each in full))
    return make_choice(stem, answers, place.language, single=single)


def judge_words(place: Place, stem: str, given: Sequence[Given], *, exact: bool = False) -> ItemDraft:
    """Give a question for a word."""
    return make_text(stem, _sort(place, given, with_wildcards=True), place.language, exact=exact)


def judge_number(place: Place, stem: str, given: Sequence[Given], unit: str = "") -> ItemDraft | None:
    """Give a question for a number, or note that none is right."""
    found = _sort(place, given)
    if not found.right:
        place.note("number", read_plain(stem))
        return None
    if len(found.right) > 1:
        place.note("more_numbers", " · ".join(each.text for each in found.right[1:]))
    return make_number(stem, found, place.language, unit)


def keep(place: Place, item: ItemDraft | None, general: str = "") -> None:
    """Keep a question with what is said whatever was answered; what finds no place is noted."""
    fuller = add_general(item, general, place.language) if item and general else item
    if general and fuller is None:
        place.note("general_feedback", read_plain(general))
    if item:
        place.found.add(fuller or item, place.line)


def _sort(place: Place, given: Sequence[Given], *, with_wildcards: bool = False) -> Sorted:
    found = sort_given(given, with_wildcards=with_wildcards)
    for code, detail in found.problems:
        place.note(code, detail)
    return found
