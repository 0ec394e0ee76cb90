"""Statements without a source: what is forbidden, required or punished, even without number or article; what studies are said to show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from maslak_content.course import Course
from maslak_content.findings import Finding, error, warning
from maslak_content.passages import list_block_passages
from maslak_content.rules.sources import KINDS_OF_LAW, read_named_sources
from maslak_domain.language import Language

CLAIM_UNSOURCED = error(
    "claim_unsourced",
    "“{text}” says what the law is, but the sources name no law in “{language}”.",
    "Name the text, its number and its article, and where to read it; or leave the statement out.",
)
STUDY_UNNAMED = warning(
    "study_unnamed",
    "“{text}” calls on somebody whom nobody can ask.",
    "Name who found it and when, in the sources too; or leave the statement out.",
)

_STUDIES: Final[Mapping[Language, re.Pattern[str]]] = {
    "fr": re.compile(
        r"(?:selon|d’après) (?:une étude|des études|certaines études|les experts|des experts|certains|spécialistes)\b(?! de\b| du\b| d’)"
        r"|(?:des|les|plusieurs|de nombreuses) études (?:récentes )?(?:montrent|prouvent|ont montré)|une étude récente|il est prouvé que",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"according to (?:a (?:recent )?study|(?:recent |some )?studies|(?:some )?experts|some)\b(?! by\b| of\b)"
        r"|(?:recent |many |several )?studies (?:show|prove|have shown)|a recent study|it is proven that|experts say",
        re.IGNORECASE,
    ),
    "ar": re.compile(
        "حسب دراسة|وفق دراسة|دراسة حديثة|دراسات حديثة|تشير (?:ال)?دراسات|أثبتت (?:ال)?دراسات|يقول الخبراء|حسب (?:بعض )?الخبراء"
    ),
}
_CLAIMS: Final[Mapping[Language, re.Pattern[str]]] = {
    "fr": re.compile(
        r"\bpuni(?:e|s|es|t)?\b(?: par| de| d’)|\bpassibles? d|\bpeines? (?:d’|de )|\b(?:d’|de )?(?:emprisonnement|prison)\b"
        r"|\bamendes? (?:de|d’|pouvant|peut|allant)|\b(?:est|sont|c’est) illéga(?:l|le|ux|les)\b|\bdélit pénal\b|\bcode pénal\b"
        r"|\bla loi (?:\w+ )?(?:interdit|oblige|impose|exige|punit|prévoit|sanctionne)\b|\bdahirs?\b"
        r"|\bdécrets? (?:\w+ )?(?:oblige|impose|interdit|fixe|n°)|\bRGPD\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\bpunish(?:es|ed|able)\b|\bimprisonment\b|\bin prison\b|\bprison (?:term|sentence)s?\b|\bfines? (?:of|up to)\b|\bfined\b"
        r"|\b(?:is|are|it’s) (?:illegal|unlawful|against the law)\b|\b(?:penal|criminal) code\b|\bcriminal offence\b"
        r"|\bthe law (?:\w+ )?(?:forbids|requires|obliges|punishes|prohibits|imposes)\b|\bdahirs?\b"
        r"|\bdecrees? (?:\w+ )?(?:obliges?|requires?|forbids?|sets?|no\.)|\bGDPR\b",
        re.IGNORECASE,
    ),
    "ar": re.compile(
        "[يت]ُ?عا?قَ?ِ?ب (?:القانون|عليها?|على)|[يت]ُعاقَب|(?:ال|ب|بال)?(?:حبس|سجن) (?:من|لمدة|مدة|سنة|سنتين|شهر|\\d)"
        "|غرامة (?:من|قدرها|مالية|تصل)"
        "|جريمة يعاقب|القانون الجنائي|غير قانوني|مخالف للقانون|(?:يمنع|يحظر|يفرض|يُ?لزم|يعاقب|يشترط) القانون"
        "|القانون (?:يمنع|يحظر|يفرض|يُ?لزم|يعاقب|يشترط)|(?<!\\w)[وبف]?(?:ال)?ظهير (?:ال)?شريف|(?:يُ?لزم|يفرض|يمنع) (?:ال)?مرسوم"
    ),
}


def check(course: Course) -> Iterator[Finding]:
    """Find studies that nobody names, and what the law forbids, requires or punishes in units whose sources name no law."""
    for unit, named in read_named_sources(course):
        for kind in ("maslak_lesson", "maslak_checkpoint", "maslak_lab", "maslak_diagnostic", "maslak_project"):
            for block in unit.list_blocks(kind):
                for passage in list_block_passages(block):
                    study = _STUDIES[passage.language].search(passage.plain)
                    if study and not passage.is_source:
                        yield STUDY_UNNAMED.at(passage.file, passage.element, text=study[0])
                    match = _CLAIMS[passage.language].search(passage.plain)
                    if match and not passage.is_source and not KINDS_OF_LAW.search(named[passage.language]):
                        yield CLAIM_UNSOURCED.at(passage.file, passage.element, text=match[0], language=passage.language)
