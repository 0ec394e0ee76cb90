"""Findings for people, as lines and a table of totals, and for programs, as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from maslak_content.findings import Finding
from maslak_content.wording import N_, align, describe, isolate, say
from maslak_domain.language import Language

CLEAN = N_("No fault was found in {files} files.")
TOTALS = N_("Errors: {errors}. Warnings: {warnings}.")
SEVERITIES = {"error": N_("error"), "warning": N_("warning")}
_ARROWS = {"ar": "←"}


def report_for_people(findings: Sequence[Finding], files: int, language: Language) -> str:
    """Write each finding with its advice, then a table of how often each code was met."""
    if not findings:
        return say(CLEAN, language, {"files": files})
    lines = [line for finding in findings for line in _write_finding(finding, language)]
    counts = Counter((finding.severity, finding.code) for finding in findings)
    names = {severity: say(name, language) for severity, name in SEVERITIES.items()}
    widths = [-6, max(8, *map(len, names.values())), 0]
    for (severity, code), number in sorted(counts.items()):
        lines.append(align([str(number), names[severity], isolate(code, language)], widths, language))
    totals = Counter(finding.severity for finding in findings)
    lines += ["", say(TOTALS, language, {"errors": totals["error"], "warnings": totals["warning"]})]
    return "\n".join(lines)


def report_as_json(findings: Sequence[Finding], files: int, language: Language) -> str:
    """Write one JSON object: the number of files read and every finding, in words and in parts."""
    document = {"files": files, "findings": [_as_object(finding, language) for finding in findings]}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _write_finding(finding: Finding, language: Language) -> list[str]:
    message, advice = describe(finding, language)
    place = f"{finding.file}:{finding.line}" if finding.line else finding.file
    first = f"{isolate(place, language)}: {say(SEVERITIES[finding.severity], language)} {isolate(f'[{finding.code}]', language)}"
    return [first, f"    {message}", f"    {_ARROWS.get(language, '→')} {advice}", ""]


def _as_object(finding: Finding, language: Language) -> dict[str, Any]:
    message, advice = describe(finding, language)
    return {
        "code": finding.code,
        "severity": finding.severity,
        "file": finding.file,
        "line": finding.line,
        "message": message,
        "params": dict(finding.params),
        "advice": advice,
    }
