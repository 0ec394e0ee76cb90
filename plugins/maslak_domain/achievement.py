"""Achievements: definitions of what can be earned, and by which criteria. A credential is a signed instance of one.

A definition is frozen once somebody has earned it. A competency achievement may be awarded by a program and says, in three
languages, that it is not a university result; anything that names a course or credits needs a final completion record.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from maslak_domain.competency import LEVELS, Competency, Level
from maslak_domain.errors import InvalidError
from maslak_domain.language import LANGUAGES, Language, LocalizedText

Kind = Literal["competency", "course", "programme"]

# These sentences are signed into credentials and are therefore rules, not interface text in a catalogue.
_DESCRIPTION: Final[LocalizedText] = {
    "ar": "كفاية «{title}»، المستوى: {level}. هذه الشارة تشهد باكتساب كفاية، وليست نتيجة جامعية ولا تمنح أرصدة قياسية.",
    "fr": (
        "Compétence «\u202f{title}\u202f», niveau\u202f: {level}. Ce badge atteste une compétence acquise\u202f; "
        "il n’est pas un résultat universitaire et ne donne pas de crédits."
    ),
    "en": (
        "Competency “{title}”, level: {level}. This badge attests an acquired competency; "
        "it is not a university result and gives no credits."
    ),
}
_CRITERIA: Final[LocalizedText] = {
    "ar": "بلوغ عتبة النجاح في كل اختبارات التقييم المقررة لهذه الكفاية في هذا المستوى.",
    "fr": "Avoir atteint le seuil de réussite à chacune des évaluations prévues pour cette compétence à ce niveau.",
    "en": "Reached the pass mark in every checkpoint set for this competency at this level.",
}


class LevelNotOfferedError(InvalidError):
    """Raised when a competency cannot be shown at the level asked for."""

    code = "level_not_offered"


@dataclass(frozen=True, slots=True)
class Achievement:
    """A definition of what can be earned; ``key`` names it in addresses and never changes meaning."""

    key: str
    kind: Kind
    competency: str | None
    level: Level | None
    name: LocalizedText
    description: LocalizedText
    criteria: LocalizedText
    credits: Decimal | None = None


def requires_final_record(achievement: Achievement) -> bool:
    """Say whether a jury must have decided before this may be awarded."""
    return achievement.kind != "competency" or achievement.credits is not None


def competency_achievement(competency: Competency, level: Level) -> Achievement:
    """Define the achievement of a competency at a level, in the three languages.

    Raises LevelNotOfferedError.
    """
    if level not in competency.levels:
        raise LevelNotOfferedError("the competency is not shown at this level", competency=competency.id, level=level)
    names: dict[Language, str] = {each: f"{competency.title[each]} – {LEVELS[level][each]}" for each in LANGUAGES}
    descriptions: dict[Language, str] = {
        each: _DESCRIPTION[each].format(title=competency.title[each], level=LEVELS[level][each]) for each in LANGUAGES
    }
    return Achievement(
        key=f"{competency.id}-{level}",
        kind="competency",
        competency=competency.id,
        level=level,
        name=names,
        description=descriptions,
        criteria=dict(_CRITERIA),
    )
