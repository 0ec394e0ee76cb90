"""Sanitised course text as it is shown: names over callouts, wide tables and long lines of code that scroll inside themselves."""

from __future__ import annotations

import re

from maslak_domain.language import Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.markup import Html, join, tag

_CALLOUT = re.compile(r'<aside\b[^>]*\bdata-kind="(tip|warning|law|remember)"[^>]*>')


def dress(html: str, language: Language) -> Html:
    """Put a name over each callout, let wide tables scroll inside themselves and code be scrolled by key. Takes sanitised HTML."""
    translate = Translator(language)
    names = {
        "tip": translate("Tip"),
        "warning": translate("Take care"),
        "law": translate("What the law says"),
        "remember": translate("Remember"),
    }
    labelled = _CALLOUT.sub(lambda match: join(Html(match[0]), tag("p", {"class": "mk-callout-name"}, names[match[1]])), html)
    # A wrapped line would look like a line of its own with another indentation, which in Python is another program.
    reached = labelled.replace("<pre", '<pre tabindex="0"')
    scroll = tag("div", {"class": "mk-scroll", "tabindex": "0", "role": "region", "aria-label": translate("Table")})
    return Html(reached.replace("<table", f"{scroll.removesuffix('</div>')}<table").replace("</table>", "</table></div>"))
