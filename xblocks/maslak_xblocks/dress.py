"""Sanitised course text as it is shown: names over callouts, wide tables that scroll inside themselves."""

from __future__ import annotations

import re

from maslak_domain.language import Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.markup import Html, join, tag

_CALLOUT = re.compile(r'<aside\b[^>]*\bdata-kind="(tip|warning|law|remember)"[^>]*>')


def dress(html: str, language: Language) -> Html:
    """Put a name over each callout and let wide tables scroll inside themselves. Takes sanitised HTML."""
    if "<aside" not in html and "<table" not in html:
        # Nearly every text is an option or a line of feedback.
        return Html(html)
    translate = Translator(language)
    names = {
        "tip": translate("Tip"),
        "warning": translate("Take care"),
        "law": translate("What the law says"),
        "remember": translate("Remember"),
    }
    labelled = _CALLOUT.sub(lambda match: join(Html(match[0]), tag("p", {"class": "mk-callout-name"}, names[match[1]])), html)
    scroll = tag("div", {"class": "mk-scroll", "tabindex": "0", "role": "region", "aria-label": translate("Table")})
    return Html(labelled.replace("<table", f"{scroll.removesuffix('</div>')}<table").replace("</table>", "</table></div>"))
