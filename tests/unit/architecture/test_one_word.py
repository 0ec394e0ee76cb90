"""One word for one thing, and signs that stay whole: what catalogues written feature by feature lose without anybody seeing it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[3]
SERVICES = [ROOT / "plugins" / name for name in ("maslak_web", "maslak_companion", "maslak_registry")]
# A word that was used beside the one for its thing, and the one that stayed.
RETIRED = {
    "ar": {
        "كلمة مرور": "كلمة سر",
        "كلمة المرور": "كلمة السر",
        "تاريخ ميلاد": "تاريخ ازدياد",
        "المختبرات": "الأعمال التطبيقية",
        "تقويم": "اختبار",
        "مجموعته": "فوجه",
        "إخراجه": "إنهاء الجلسة",
    },
    "fr": {
        "Aucune évaluation ni TP": "Aucun contrôle ni TP",
        "Carnet de suivi": "Carnet d’alternance",
        "responsable d’un cours": "responsable d’un enseignement",
        "saisie plus ancienne": "entrée plus ancienne",
    },
}
# After an Arabic word a hyphen between numbers turns them round, and the dot of a file's ending goes to its other side.
TURNS = re.compile(r"\d-\d|(?<![\w.])\.[a-z]")
ISOLATED = re.compile("[\u2066-\u2068][^\u2069]*\u2069")


def texts(language: str) -> Iterator[tuple[str, str]]:
    for root in SERVICES:
        for path in sorted(root.rglob(f"translations/{language}/LC_MESSAGES/*.po")):
            for message in read_po(io.BytesIO(path.read_bytes()), locale=language):
                if message.id:
                    forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
                    yield from ((path.relative_to(ROOT).parts[-5], form) for form in forms)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_no_text_goes_back_to_a_word_that_was_given_up(language: str) -> None:
    found = [(room, form, RETIRED[language][word]) for room, form in texts(language) for word in RETIRED[language] if word in form]
    assert found == []


def test_arabic_keeps_numbers_with_hyphens_and_endings_of_files_whole() -> None:
    assert [(room, form) for room, form in texts("ar") if TURNS.search(ISOLATED.sub("", form))] == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_english_has_one_apostrophe(language: str) -> None:
    # The English is the name of each entry, and is what English readers see.
    straight = []
    for root in SERVICES:
        for path in root.rglob(f"translations/{language}/LC_MESSAGES/*.po"):
            names = [message.id for message in read_po(io.BytesIO(path.read_bytes())) if message.id]
            straight += [name for each in names for name in ([each] if isinstance(each, str) else each) if re.search(r"\w'\w", name)]
    assert straight == []
