"""The numbers of a course as a table with bars for the terminal, and as a drawing."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from maslak_content.stats import STATUSES, Stats, list_bars
from maslak_domain.competency import Framework
from maslak_domain.language import LANGUAGES, Language, direction

_BAR: Final = 24
_WIDTH, _ROW, _NAMES = 720, 34, 330


def report_stats(stats: Stats) -> str:
    """Write hours and questions by competency with bars, then texts by language and status."""
    lines = [f"{'Competency':16} {'Hours':>6}  {'':{_BAR}}  Objectives  Practice  Bank"]
    for key, hours, share in list_bars(stats):
        each = stats.coverage[key]
        bar = "█" * round(share * _BAR)
        lines.append(f"{key:16} {hours:6.1f}  {bar:{_BAR}}  {each.objectives:10}  {each.practice:8}  {each.bank:4}")
    lines += [f"{'Together':16} {stats.minutes / 60:6.1f}", ""]
    lines.append(f"{'Language':16} {'Words':>8}  " + "  ".join(f"{status:>10}" for status in STATUSES))
    for language in LANGUAGES:
        counts = "  ".join(f"{stats.translation[language][status]:10}" for status in STATUSES)
        lines.append(f"{language:16} {stats.words[language]:8}  {counts}")
    return "\n".join(lines)


def draw_stats(stats: Stats, framework: Framework | None, language: Language) -> str:
    """Return a bar chart of the hours by competency as SVG, with a description for those who cannot see it."""
    bars = list(list_bars(stats))
    height = _ROW * len(bars) + 40
    rtl = direction(language) == "rtl"
    rows = [_draw_bar(_name(key, framework, language), hours, share, number, rtl=rtl) for number, (key, hours, share) in enumerate(bars)]
    words = "; ".join(f"{_name(key, framework, language)}: {hours:.1f} h" for key, hours, _ in bars)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" lang="{language}" '
        f'font-family="IBM Plex Sans Arabic, sans-serif" font-size="14">'
        f'<desc>{escape(words)}</desc><rect width="{_WIDTH}" height="{height}" fill="#fff"/>{"".join(rows)}</svg>\n'
    )


def _draw_bar(name: str, hours: float, share: float, number: int, *, rtl: bool) -> str:
    length = round(share * (_WIDTH - _NAMES - 80))
    y = 20 + number * _ROW
    start = _WIDTH - _NAMES - length if rtl else _NAMES
    names_at, anchor, direct = (_WIDTH - 12, "start", "rtl") if rtl else (12, "start", "ltr")
    value_at = start - 46 if rtl else start + length + 8
    return (
        f'<text x="{names_at}" y="{y + 16}" text-anchor="{anchor}" direction="{direct}" fill="#1f2933">{escape(name)}</text>'
        f'<rect x="{start}" y="{y}" width="{length}" height="22" fill="#1d5c63"/>'
        f'<text x="{value_at}" y="{y + 16}" fill="#1f2933">{hours:.1f} h</text>'
    )


def _name(key: str, framework: Framework | None, language: Language) -> str:
    known = framework.competencies.get(key) if framework else None
    title = known.title[language] if known else key
    return title if len(title) <= 44 else title[:43] + "…"
