"""Sanitised course text as it is shown: names over callouts, wide tables that scroll inside themselves, sums that stay together."""

from __future__ import annotations

import re
from typing import Final

from maslak_domain.language import Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.markup import Html, join, tag

_CALLOUT = re.compile(r'<aside\b[^>]*\bdata-kind="(tip|warning|law|remember)"[^>]*>')
_RUN = re.compile(r'<bdi\b([^>]*\bdir="ltr"[^>]*)>([^<]+)</bdi>')
_FITS: Final = 24  # Characters that the narrowest phone holds on one line.


def dress(html: str, language: Language) -> Html:
    """Put a name over each callout, let wide tables scroll inside themselves and keep sums together. Takes sanitised HTML."""
    translate = Translator(language)
    names = {
        "tip": translate("Tip"),
        "warning": translate("Take care"),
        "law": translate("What the law says"),
        "remember": translate("Remember"),
    }
    labelled = _CALLOUT.sub(lambda match: join(Html(match[0]), tag("p", {"class": "mk-callout-name"}, names[match[1]])), html)
    whole = _RUN.sub(_hold, labelled)
    scroll = tag("div", {"class": "mk-scroll", "tabindex": "0", "role": "region", "aria-label": translate("Table")})
    return Html(whole.replace("<table", f"{scroll.removesuffix('</div>')}<table").replace("</table>", "</table></div>"))


def _hold(match: re.Match[str]) -> str:
    """Keep a run from left to right together: cut in two by the end of a line, it is read in the wrong order among Arabic words.

    A long sum may break before an equals sign, where its next line says what it goes on with; other long runs break as words do.
    """
    attributes, text = match.groups()
    if len(text) <= _FITS:
        return f'<bdi{attributes} class="mk-whole">{text}</bdi>'
    parts = text.replace(" = ", "\n= ").split("\n")
    return f"<bdi{attributes}>{' '.join(_keep_whole(part) for part in parts)}</bdi>" if len(parts) > 1 else match[0]


def _keep_whole(part: str) -> str:
    return f'<span class="mk-whole">{part}</span>' if len(part) <= _FITS else part
