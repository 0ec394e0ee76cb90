"""What an author names by an id and finds by its name: competencies of the framework, objectives of the pages around a block.

A host answers under the name ``references`` (:func:`maslak_xblocks.host.find_room`). Where it has none, as in Studio, the id is
typed, and the editor says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Protocol, cast

from maslak_domain.language import Language, LocalizedText, pick
from maslak_xblocks.host import find_room
from maslak_xblocks.markup import Html, join, tag
from maslak_xblocks.studio_form import line

if TYPE_CHECKING:
    from maslak_xblocks.base import MaslakBlock
    from maslak_xblocks.catalogue import Translator

_COMPETENCIES: Final = "mk-competencies"
_OBJECTIVES: Final = "mk-objectives"


class ReferencesRoom(Protocol):
    """What can be referred to from the course in which a block stands."""

    def list_competencies(self) -> Mapping[str, LocalizedText]:
        """Give the names of the framework's competencies by id, in the framework's order."""
        ...

    def list_objectives(self, usage: str) -> Mapping[str, LocalizedText]:
        """Give the objectives that a question of this block may ask for, by id, the nearest pages first."""
        ...


def offer_references(block: MaslakBlock, *, with_objectives: bool = False) -> Html:
    """Give the lists from which the fields of :func:`refer_to_competency` and :func:`refer_to_objective` are chosen.

    ``studio_form.js`` writes beside each field what its id is called, and what stands here for an id that the list lacks, or for a
    field in which nothing is written.
    """
    translate, room = block.translator, cast("ReferencesRoom | None", find_room(block.host, "references"))
    competencies = room.list_competencies() if room is not None else {}
    objectives = room.list_objectives(block.usage) if room is not None and with_objectives else {}
    search = translate("Write a part of the name or of the id, then choose.")
    typed = {
        _COMPETENCIES: translate("There is no list to choose from here: write the id, such as MA-NUM.TC.06."),
        _OBJECTIVES: translate("There is no list to choose from here: write the id as it stands in the lesson, such as tc06-u2-o1."),
    }
    unknown = {
        _COMPETENCIES: translate("The framework has no competency of this id."),
        _OBJECTIVES: translate("No lesson of this chapter has an objective of this id."),
    }
    lists = {_COMPETENCIES: competencies} | ({_OBJECTIVES: objectives} if with_objectives else {})
    return join(
        *(
            tag(
                "datalist",
                {"id": name, "data-hint": search if names else typed[name], "data-unknown": unknown[name] if names else ""},
                *(_offer(key, words, translate.language) for key, words in names.items()),
            )
            for name, names in lists.items()
        )
    )


def refer_to_competency(translate: Translator, value: str) -> Html:
    """Give the field that names a competency."""
    return _refer(translate("Competency"), "competency", value, _COMPETENCIES)


def refer_to_objective(translate: Translator, value: str) -> Html:
    """Give the field that names the objective which a question asks for."""
    return _refer(translate("Objective"), "objective", value, _OBJECTIVES)


def _refer(label: str, name: str, value: str, offered: str) -> Html:
    # What stands beside the field is inside its label, but no part of its name.
    told = {"list": offered, "autocomplete": "off", "spellcheck": "false", "aria-label": label}
    return line(label, name, value, dir="auto", **told)


def _offer(key: str, words: LocalizedText, language: Language) -> Html:
    text, spoken = pick(words, language) if words else (key, language)
    return tag("option", {"value": key, "lang": spoken if spoken != language else None}, text)
