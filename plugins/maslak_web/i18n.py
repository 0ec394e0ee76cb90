"""Which language a page is in, and how it writes text, dates and numbers.

Arabic pages use Moroccan conventions: the digits 0-9, the decimal comma, and the month names of ``ar_MA``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel import dates
from flask import Flask, Response, g, request
from flask_babel import Babel, get_locale, refresh
from markupsafe import Markup, escape

from maslak_domain.language import LANGUAGES, Language, direction, format_decimal, pick
from maslak_web.bearer import find_token
from maslak_web.viewer import load_viewer

COOKIE = "maslak_lang"
COOKIE_SECONDS = 365 * 24 * 3600
LOCALES: Final[Mapping[Language, str]] = {"ar": "ar_MA", "fr": "fr_MA", "en": "en"}
LANGUAGE_NAMES: Final[Mapping[Language, str]] = {"ar": "العربية", "fr": "Français", "en": "English"}
TIME_ZONE: Final = ZoneInfo("Africa/Casablanca")


def init_i18n(app: Flask, translations: Sequence[Path]) -> None:
    """Choose each request's language and give templates their language tools.

    `translations` are directories of catalogues (``<dir>/ar/LC_MESSAGES/messages.mo``); maslak_web's own comes on top.
    """
    directories = [Path(__file__).parent / "translations", *translations]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(path) for path in directories)
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", TIME_ZONE.key)
    Babel(app, locale_selector=select_locale)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.filters.update(
        localized=localized,
        localized_text=localized_text,
        day=format_day,
        moment=format_moment,
        clock_time=format_clock_time,
        number=format_number,
    )
    app.context_processor(
        lambda: {"language": current_language(), "direction": direction(current_language()), "language_links": list_language_links()}
    )
    app.after_request(_remember_choice)


def find_translation_directories(package_root: Path) -> list[Path]:
    """Return every ``translations`` directory under `package_root`: one for each feature that speaks to people."""
    return sorted(path for path in package_root.rglob("translations") if path.is_dir())


def current_language() -> Language:
    """Return the language of the page being made; Arabic outside a request."""
    locale = get_locale()
    return cast(Language, locale.language) if locale is not None and locale.language in LANGUAGES else "ar"


def select_locale() -> str:
    """Return the locale of this request: asked for in the address, chosen before, set in the account, or preferred by the browser."""
    return LOCALES[_select_language()]


def prefer_language(language: str | None) -> None:
    """Make this page in the language of a known person without an account, unless they chose another one before."""
    g.maslak_language = language
    refresh()


def _select_language() -> Language:
    viewer = load_viewer()
    known = g.get("maslak_language") or (viewer.language if viewer else None)
    wishes = (request.args.get("lang"), request.cookies.get(COOKIE), known)
    chosen = next((wish for wish in wishes if wish in LANGUAGES), None)
    return cast(Language, chosen or request.accept_languages.best_match(LANGUAGES, default="ar"))


def _remember_choice(response: Response) -> Response:
    wish = request.args.get("lang")
    # An application that shows a token asks anew each time: a cookie would follow it into what it does not ask for.
    is_page = request.method == "GET" and find_token() is None
    if wish in LANGUAGES and request.cookies.get(COOKIE) != wish and is_page:
        secure = request.is_secure
        response.set_cookie(COOKIE, str(wish), max_age=COOKIE_SECONDS, samesite="Lax", httponly=True, secure=secure)
    return response


def list_language_links() -> list[dict[str, object]]:
    """Return one entry for each language: its code, its own name, the address of this page in it, and whether it is the current one."""
    current = current_language()
    return [
        {"code": code, "name": LANGUAGE_NAMES[code], "url": _address_in(code), "current": code == current, "dir": direction(code)}
        for code in LANGUAGES
    ]


def _address_in(code: Language) -> str:
    rule = request.url_rule
    if rule is None or "GET" not in (rule.methods or ()):
        return f"{request.script_root}/?lang={code}"
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{request.script_root}{request.path}?{urlencode([*kept, ('lang', code)])}"


def localized_text(text: Mapping[Language, str]) -> str:
    """Return the text in the page's language, or in the nearest one there is."""
    return pick(text, current_language())[0]


def localized(text: Mapping[Language, str]) -> Markup:
    """Return the text as HTML, marked with its language and direction where it differs from the page's."""
    words, language = pick(text, current_language())
    if language == current_language():
        return escape(words)
    return Markup('<span lang="{}" dir="{}">{}</span>').format(language, direction(language), words)


def format_day(value: date | datetime | None, style: str = "long") -> str:
    """Return a date in words (``12 mars 2026``); a moment is taken in Moroccan time."""
    if value is None:
        return ""
    day = value.astimezone(TIME_ZONE).date() if isinstance(value, datetime) else value
    if current_language() == "ar" and style == "medium":
        # The medium form of Arabic is three numbers in an order that Moroccans do not write; the month stays a word.
        style = "long"
    return dates.format_date(day, format=style, locale=LOCALES[current_language()])


def format_moment(value: datetime | None, style: str = "long") -> str:
    """Return date and time of day in Moroccan time, without seconds."""
    if value is None:
        return ""
    joined: Mapping[Language, str] = {"ar": "{}، {}", "fr": "{} à {}", "en": "{}, {}"}
    return joined[current_language()].format(format_day(value, style), format_clock_time(value))


def format_clock_time(value: datetime) -> str:
    """Return the time of day in Moroccan time as ``10:42``, in every language."""
    return value.astimezone(TIME_ZONE).strftime("%H:%M")


def format_number(value: Decimal | int | None) -> str:
    """Return a number with the decimal sign of the page's language and the digits 0-9."""
    return "" if value is None else format_decimal(Decimal(value), current_language())
