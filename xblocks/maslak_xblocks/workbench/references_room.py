"""The workbench's references: a few competencies of the shared core and the objectives of one chapter, in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from maslak_domain.language import LocalizedText

COMPETENCIES: Final[Mapping[str, LocalizedText]] = {
    "MA-NUM.TC.05": {"ar": "البيانات والإحصاء", "fr": "Données et statistiques", "en": "Data and statistics"},
    "MA-NUM.TC.06": {"ar": "الأمن الرقمي اليومي", "fr": "Hygiène numérique et sécurité", "en": "Everyday digital security"},
    "MA-NUM.CYB.03": {"ar": "كشف الحوادث", "fr": "Détection d’incidents", "en": "Incident detection"},
}
OBJECTIVES: Final[Mapping[str, LocalizedText]] = {
    "tc06-u2-o1": {
        "ar": "أن تتعرّف إلى رسالة تصيّد.",
        "fr": "Reconnaître un message d’hameçonnage.",
        "en": "Recognise a phishing message.",
    },
    "tc06-u2-o2": {"fr": "Choisir un mot de passe qui résiste."},
}


class WorkbenchReferencesRoom:
    """Answers ``maslak_xblocks.references.ReferencesRoom``; staff called ``staff_plain`` work where nothing is listed."""

    def __init__(self, host: Any) -> None:
        self._is_plain = host.learner().key == "staff_plain"

    def list_competencies(self) -> Mapping[str, LocalizedText]:
        """Give the names of competencies by id."""
        return {} if self._is_plain else COMPETENCIES

    def list_objectives(self, usage: str) -> Mapping[str, LocalizedText]:
        """Give the same objectives to every block."""
        return {} if self._is_plain else OBJECTIVES
