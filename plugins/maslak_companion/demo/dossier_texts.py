"""What the invented teams wrote, and what was said to them: as first-year students and their teacher write."""

from __future__ import annotations

from typing import Final

QUESTIONS: Final = (
    "Les bus de la ligne 30 de Rabat sont-ils plus en retard le vendredi que les autres jours ?\n\n"
    "La réponse servira aux étudiants qui habitent à Témara et qui ont cours à 14 h 30.",
    "الماء في مدينة سلا.\n\nنريد أن نعرف كيف يُستهلك الماء في الأحياء.",
    "En quel mois les nuits de Kénitra se sont-elles le plus réchauffées entre 2000 et 2025 ?\n\n"
    "La réponse servira au service technique de la commune, qui règle l’éclairage et l’arrosage.",
)
LATER: Final = (
    "في أي شهر يرتفع استهلاك الماء للفرد في مدينة سلا أكثر من غيره، بين 2019 و2025؟\n\nيهم الجواب مكتب توزيع الماء حين يبرمج أشغال الصيانة."
)
DATA: Final = (
    "Producteur : portail national des données ouvertes, data.gov.ma\n"
    "Période : 2019 à 2025, par mois. Téléchargé le 2 novembre 2026. Licence : ODbL.\n\n"
    "Colonnes utiles : mois (texte AAAA-MM), commune (texte), volume (m³), abonnés (nombre).\n"
    "Valeurs manquantes : 3 mois sur 84 pour le volume, aucune pour les abonnés."
)
PLAN: Final = """# Plan

| Tâche | Responsable | Terminée quand | Durée |
|---|---|---|---|
| Télécharger et vérifier les fichiers | A | les totaux sont ceux du portail | 2 h |
| Calculer par mois | B | une autre personne retrouve les mêmes nombres | 4 h |
| Dessiner et écrire | C | le rapport tient sur une page | 5 h |
| Préparer l’exposé | tous | cinq minutes au chronomètre | 3 h |

Durée minimale : 11 h, car les deux premières tâches se suivent.

# Registre des risques

| Risque | Probabilité | Impact | Réponse | Responsable |
|---|---|---|---|---|
| Le fichier change pendant le projet | moyenne | fort | garder une copie datée | A |
| Des mois manquent | forte | moyen | le dire, ne rien inventer | B |
| Une machine tombe en panne | faible | fort | dépôt en ligne chaque soir | C |
| Un membre est absent | moyenne | moyen | deux personnes savent tout refaire | tous |
"""
REMARK: Final = (
    "Le sujet est bon, mais ce n’est pas encore une question : on ne sait pas quelle réponse la trancherait. "
    "Choisissez une mesure, une période et un lieu, et dites à qui la réponse servira."
)
SENTENCES: Final = (
    "La question est nette et les données existent : vous pouvez commencer.",
    "Citez la source, la date de téléchargement et la licence.",
    "Montrez le calcul, pas seulement le résultat.",
)
