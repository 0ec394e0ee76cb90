"""The workbench's glossary: a few terms in three languages, one of them without English."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from maslak_domain.language import LocalizedText
from maslak_xblocks.lesson.glossary import Term

TERMS: Final[Mapping[str, Term]] = {
    "domain-name": Term(
        {"ar": "اسم النطاق", "fr": "nom de domaine", "en": "domain name"},
        {
            "ar": "الجزء المسجّل من عنوان الموقع، ويقع مباشرة قبل أول خط مائل مفرد.",
            "fr": "La partie enregistrée d’une adresse web, juste avant la première barre oblique simple.",
            "en": "The registered part of a web address, just before the first single slash.",
        },
    ),
    "encryption": Term(
        {"ar": "التشفير", "fr": "chiffrement"},
        {
            "ar": "تحويل نص إلى شكل لا يقرؤه إلا من يملك المفتاح.",
            "fr": "Transformer un texte pour que seule la personne qui a la clé puisse le lire.",
        },
    ),
    "phishing": Term(
        {"ar": "التصيّد الاحتيالي", "fr": "hameçonnage", "en": "phishing"},
        {
            "ar": "انتحال صفة جهة معروفة للحصول على كلمة سر أو رمز أو مال.",
            "fr": "Se faire passer pour un organisme connu afin d’obtenir un mot de passe, un code ou de l’argent.",
            "en": "Pretending to be an organisation that people know, to get a password, a code or money.",
        },
    ),
}


class WorkbenchGlossaryRoom:
    """Answers ``maslak_xblocks.lesson.glossary.GlossaryRoom``; a student called ``plain`` is in a course without a glossary."""

    def __init__(self, host: Any) -> None:
        self._terms = {} if host.learner().key == "plain" else TERMS

    def find(self, keys: Collection[str]) -> Mapping[str, Term]:
        """Give the terms that are known among those asked for."""
        return {key: self._terms[key] for key in keys if key in self._terms}

    def list_names(self) -> Mapping[str, LocalizedText]:
        """Give what every term is called."""
        return {key: term.names for key, term in self._terms.items()}
