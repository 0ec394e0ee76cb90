"""Write an Open Badges 3.0 AchievementCredential.

Language maps pass the official schema and are signed by nobody, so a badge carries one language per string: the name in
`inLanguage`, the sentences that matter (what it is, that it is no university result, how it is earned) in all three languages one
under the other, and `related` links to the definition in the other languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from maslak_domain.achievement import Achievement
from maslak_domain.competency import LEVELS, Alignment, Competency
from maslak_domain.credential.context_store import CREDENTIAL_CONTEXTS
from maslak_domain.credential.issuer import Issuer
from maslak_domain.credential.timestamps import write_instant
from maslak_domain.language import LANGUAGES, Language, LocalizedText, pick

# The names under which the schemes of the framework's alignments are published.
SCHEMES = {"esco": "ESCO", "nice": "NICE", "ecf": "e-CF"}


@dataclass(frozen=True, slots=True)
class Award:
    """One award to be signed: who it is about is a random `subject`, never a person's number or a hash of one."""

    uuid: UUID
    subject: UUID
    awarded_at: datetime
    status_list: int
    status_index: int
    language: Language = "fr"


def compose_credential(
    award: Award,
    achievement: Achievement,
    issuer: Issuer,
    *,
    issued_at: datetime,
    competency: Competency | None = None,
) -> dict[str, Any]:
    """Return the unsigned credential of `award`; addresses start with the issuer's `url`."""
    address = f"{issuer.url}/badges/{award.uuid}"
    name, _ = pick(achievement.name, award.language)
    return {
        "@context": list(CREDENTIAL_CONTEXTS),
        "id": address,
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": name,
        "description": _three_languages(achievement.description),
        "image": {"id": f"{address}/image.svg", "type": "Image"},
        "issuer": compose_profile(issuer, award.language),
        "validFrom": write_instant(issued_at),
        "awardedDate": write_instant(award.awarded_at),
        "credentialSubject": _compose_subject(award, achievement, issuer, competency),
        "credentialStatus": {
            "id": f"{status_address(issuer, award.status_list)}#{award.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(award.status_index),
            "statusListCredential": status_address(issuer, award.status_list),
        },
    }


def compose_profile(issuer: Issuer, language: Language) -> dict[str, Any]:
    """Write the issuer's profile: one name in the badge's language, all three in the description."""
    name, _ = pick(issuer.names, language)
    return {"id": issuer.did, "type": ["Profile"], "name": name, "description": _three_languages(issuer.names), "url": issuer.url}


def compose_achievement(
    achievement: Achievement, issuer: Issuer, language: Language, competency: Competency | None = None
) -> dict[str, Any]:
    """Write an achievement's definition in one language, with links to the same definition in the others."""
    address = achievement_address(issuer, achievement.key)
    name, name_language = pick(achievement.name, language)
    definition: dict[str, Any] = {
        "id": address,
        "type": ["Achievement"],
        "achievementType": "Competency" if achievement.kind == "competency" else "Achievement",
        "inLanguage": name_language,
        "name": name,
        "description": _three_languages(achievement.description),
        "criteria": {"id": f"{address}#criteria", "narrative": _three_languages(achievement.criteria)},
        "humanCode": achievement.key,
        "image": {"id": f"{address}/image.svg", "type": "Image"},
        "related": [
            {"id": f"{address}?lang={other}", "type": ["Related"], "inLanguage": other} for other in LANGUAGES if other != name_language
        ],
    }
    if achievement.level is not None:
        definition["resultDescription"] = [_compose_levels(address, language)]
    alignments = compose_alignments(competency, language) if competency else []
    return {**definition, "alignment": alignments} if alignments else definition


def compose_alignments(competency: Competency, language: Language) -> list[dict[str, Any]]:
    """Point to the national framework, and to foreign items that a named reviewer has confirmed; proposals are not signed."""
    own = _compose_alignment(competency.title, f"urn:uuid:{competency.uuid}", competency.id, competency.id.split(".")[0], language)
    reviewed: Sequence[Alignment] = [each for each in competency.alignments if each.status == "reviewed" and each.id.startswith("http")]
    return [own] + [_compose_alignment(each.label, each.id, each.id.rsplit("/", 1)[-1], _scheme(each), language) for each in reviewed]


def achievement_address(issuer: Issuer, key: str) -> str:
    """Return the address at which an achievement is defined."""
    return f"{issuer.url}/achievements/{quote(key)}"


def status_address(issuer: Issuer, number: int) -> str:
    """Return the address of one of the issuer's status lists."""
    return f"{issuer.url}/status/{number}"


def _compose_subject(award: Award, achievement: Achievement, issuer: Issuer, competency: Competency | None) -> dict[str, Any]:
    subject: dict[str, Any] = {
        "id": f"urn:uuid:{award.subject}",
        "type": ["AchievementSubject"],
        "achievement": compose_achievement(achievement, issuer, award.language, competency),
    }
    if achievement.level is not None:
        scale = f"{achievement_address(issuer, achievement.key)}#level"
        subject["result"] = [{"type": ["Result"], "resultDescription": scale, "achievedLevel": f"{scale}-{achievement.level}"}]
    return subject


def _compose_levels(address: str, language: Language) -> dict[str, Any]:
    return {
        "id": f"{address}#level",
        "type": ["ResultDescription"],
        "name": {"ar": "المستوى", "fr": "Niveau", "en": "Level"}[language],
        "resultType": "RubricCriterionLevel",
        "rubricCriterionLevel": [
            {"id": f"{address}#level-{level}", "type": ["RubricCriterionLevel"], "name": names[language], "level": level}
            for level, names in LEVELS.items()
        ],
    }


def _scheme(alignment: Alignment) -> str:
    return f"{SCHEMES.get(alignment.scheme, alignment.scheme)} {alignment.version}"


def _compose_alignment(label: LocalizedText, url: str, code: str, framework: str, language: Language) -> dict[str, Any]:
    name, _ = pick(label, language)
    return {"type": ["Alignment"], "targetName": name, "targetUrl": url, "targetCode": code, "targetFramework": framework}


def _three_languages(text: LocalizedText) -> str:
    """Put the languages one under the other: one string is signed whole, a language map is not signed at all."""
    return "\n\n".join(text[language] for language in LANGUAGES if text.get(language))
