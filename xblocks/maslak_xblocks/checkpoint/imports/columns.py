"""The words of a spreadsheet of questions. They are part of a file format, so a better translation never changes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.checkpoint.items.item import ItemType

Words = Mapping[Language, str]


def _words(ar: str, fr: str, en: str) -> Words:
    return {"ar": ar, "fr": fr, "en": en}


_IN: Final[Mapping[Language, Words]] = {
    "ar": _words("بالعربية", "en arabe", "in Arabic"),
    "fr": _words("بالفرنسية", "en français", "in French"),
    "en": _words("بالإنجليزية", "en anglais", "in English"),
}


def _in_three(name: str, words: Words) -> dict[str, Words]:
    return {f"{name}_{language}": {each: f"{words[each]} {_IN[language][each]}" for each in LANGUAGES} for language in LANGUAGES}


# What a column holds, in the order of the template, and what it is called.
COLUMNS: Final[Mapping[str, Words]] = {
    "type": _words("النوع", "Type", "Type"),
    **_in_three("text", _words("النص", "Texte", "Text")),
    "right": _words("صحيح", "Juste", "Right"),
    "tolerance": _words("هامش التسامح", "Tolérance", "Tolerance"),
    **_in_three("pair", _words("المقابل", "Correspondance", "Counterpart")),
    **_in_three("feedback", _words("التغذية الراجعة", "Retour", "Feedback")),
}

TYPES: Final[Mapping[ItemType, Words]] = {
    "single": _words("اختيار واحد", "choix unique", "one choice"),
    "multiple": _words("اختيارات متعددة", "choix multiples", "several choices"),
    "numeric": _words("عدد", "nombre", "number"),
    "text": _words("جواب قصير", "réponse courte", "short answer"),
    "ordering": _words("ترتيب", "mise en ordre", "ordering"),
    "matching": _words("مطابقة", "appariement", "matching"),
}

YES: Final[Words] = _words("نعم", "oui", "yes")
_TICKS: Final = frozenset({*YES.values(), "x", "✓", "✔", "1", "true", "vrai", "صحيح"})
_NOT: Final = frozenset({"", "0", "لا", "non", "no", "false", "faux", "خطأ"})


def fold(word: str) -> str:
    """Give a word as it is compared: without case, and with one space wherever there are any."""
    return " ".join(word.casefold().split())


NAMED_COLUMNS: Final = {fold(word): key for key, words in COLUMNS.items() for word in (key, *words.values())}
NAMED_TYPES: Final[Mapping[str, ItemType]] = {fold(word): key for key, words in TYPES.items() for word in (key, *words.values())}


def read_tick(word: str) -> bool | None:
    """Say whether a cell means yes; None where it means neither yes nor no."""
    word = fold(word)
    return True if word in _TICKS else False if word in _NOT else None
