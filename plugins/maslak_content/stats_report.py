"""The numbers of a course as a table with bars for the terminal, and as a drawing."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from maslak_content.stats import ACTIVITIES, STATUSES, Stats, list_bars
from maslak_content.wording import N_, align, isolate, say
from maslak_domain.competency import Framework
from maslak_domain.language import LANGUAGES, Language, direction, format_decimal
from maslak_xblocks.olx import escape_text

COVERAGE_HEADS: Final = (N_("Competency"), N_("Hours"), N_("Objectives"), N_("Practice"), N_("Bank"))
ACTIVITY_NAMES: Final = {
    "lesson": N_("Lessons"),
    "checkpoint": N_("Practice and checkpoints"),
    "workshop": N_("Workshops"),
    "lab": N_("Labs"),
    "project": N_("Projects"),
    "diagnostic": N_("Diagnostic"),
}
LANGUAGE_HEADS: Final = (N_("Language"), N_("Words"))
LANGUAGE_NAMES: Final[dict[Language, str]] = {"ar": N_("Arabic"), "fr": N_("French"), "en": N_("English")}
HOURS: Final = N_("{hours} h")
STATUS_NAMES: Final = {
    "source": N_("source"),
    "reviewed": N_("reviewed"),
    "translated": N_("translated"),
    "stale": N_("stale"),
    "missing": N_("missing"),
}

# Terminals begin with eighty columns.
_BAR: Final = 20
_WIDTH, _ROW, _NAMES = 720, 34, 330


def report_stats(stats: Stats, language: Language) -> str:
    """Write hours and questions by competency with bars, then hours by activity, then texts by language and status."""
    return "\n".join([*_list_competencies(stats, language), "", *_list_activities(stats, language), "", *_list_languages(stats, language)])


def _list_competencies(stats: Stats, language: Language) -> list[str]:
    heads = [say(head, language) for head in COVERAGE_HEADS]
    widths = [14, -6, _BAR, *(-max(4, len(head)) for head in heads[2:])]
    lines = [align([*heads[:2], "", *heads[2:]], widths, language)]
    for key, hours, share in list_bars(stats):
        each = stats.coverage[key]
        counts = [str(each.objectives), str(each.practice), str(each.bank)]
        bar = "█" * round(share * _BAR)
        lines.append(align([isolate(key, language), _write_hours(hours, language), bar, *counts], widths, language))
    minutes = sum(each.minutes for each in stats.coverage.values())
    return [*lines, align([say(N_("Together"), language), _write_hours(minutes / 60, language)], widths[:2], language)]


def _list_activities(stats: Stats, language: Language) -> list[str]:
    rows = [(say(ACTIVITY_NAMES[name], language), stats.time[name]) for name in ACTIVITIES if stats.time[name]]
    rows.append((say(N_("All activities"), language), stats.minutes))
    widths = [max(26, *(len(name) for name, _ in rows)), -6]
    heads = align([say(N_("Activity"), language), say(N_("Hours"), language)], widths, language)
    return [heads, *(align([name, _write_hours(minutes / 60, language)], widths, language) for name, minutes in rows)]


def _list_languages(stats: Stats, language: Language) -> list[str]:
    heads = [say(head, language) for head in LANGUAGE_HEADS]
    statuses = [say(STATUS_NAMES[status], language) for status in STATUSES]
    widths = [12, -8, *(-max(8, len(name)) for name in statuses)]
    lines = [align([*heads, *statuses], widths, language)]
    for each in LANGUAGES:
        counts = [str(stats.translation[each][status]) for status in STATUSES]
        lines.append(align([say(LANGUAGE_NAMES[each], language), str(stats.words[each]), *counts], widths, language))
    return lines


def _write_hours(hours: float, language: Language) -> str:
    return format_decimal(Decimal(f"{hours:.1f}"), language)


def draw_stats(stats: Stats, framework: Framework | None, language: Language) -> str:
    """Return a bar chart of the hours by competency as SVG, with a description for those who cannot see it."""
    bars = list(list_bars(stats))
    height = _ROW * len(bars) + 40
    rtl = direction(language) == "rtl"
    rows = [
        _draw_bar(_name(key, framework, language), _say_hours(hours, language), share, number, rtl=rtl)
        for number, (key, hours, share) in enumerate(bars)
    ]
    words = "; ".join(f"{_name(key, framework, language)}: {_say_hours(hours, language)}" for key, hours, _ in bars)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" lang="{language}" '
        f'font-family="IBM Plex Sans Arabic, sans-serif" font-size="14">'
        f'<desc>{escape_text(words)}</desc><rect width="{_WIDTH}" height="{height}" fill="#fff"/>{"".join(rows)}</svg>\n'
    )


def _draw_bar(name: str, hours: str, share: float, number: int, *, rtl: bool) -> str:
    length = round(share * (_WIDTH - _NAMES - 80))
    y = 20 + number * _ROW
    start = _WIDTH - _NAMES - length if rtl else _NAMES
    names_at, anchor, direct = (_WIDTH - 12, "start", "rtl") if rtl else (12, "start", "ltr")
    value_at = start - 46 if rtl else start + length + 8
    return (
        f'<text x="{names_at}" y="{y + 16}" text-anchor="{anchor}" direction="{direct}" fill="#1f2933">{escape_text(name)}</text>'
        f'<rect x="{start}" y="{y}" width="{length}" height="22" fill="#1d5c63"/>'
        f'<text x="{value_at}" y="{y + 16}" fill="#1f2933">{escape_text(hours)}</text>'
    )


def _say_hours(hours: float, language: Language) -> str:
    return say(HOURS, language).format(hours=_write_hours(hours, language))


def _name(key: str, framework: Framework | None, language: Language) -> str:
    known = framework.competencies.get(key) if framework else None
    title = known.title[language] if known else key
    return title if len(title) <= 44 else title[:43] + "…"
