"""Sanitised course text as it is shown: names over callouts, wide tables that scroll inside themselves, sums that stay whole."""

from __future__ import annotations

import re

from maslak_domain.language import Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.markup import Html, join, tag

_CALLOUT = re.compile(r'<aside\b[^>]*\bdata-kind="(tip|warning|law|remember)"[^>]*>')
# Cut in two by the end of a line, a sum among Arabic words is read in the wrong order. 24 characters fit on the narrowest phone.
_SHORT_RUN = re.compile(r'<bdi\b([^>]*\bdir="ltr"[^>]*)>([^<]{1,24})</bdi>')


def dress(html: str, language: Language) -> Html:
    """Put a name over each callout, let wide tables scroll inside themselves and keep short sums whole. Takes sanitised HTML."""
    translate = Translator(language)
    names = {
        "tip": translate("Tip"),
        "warning": translate("Take care"),
        "law": translate("What the law says"),
        "remember": translate("Remember"),
    }
    labelled = _CALLOUT.sub(lambda match: join(Html(match[0]), tag("p", {"class": "mk-callout-name"}, names[match[1]])), html)
    whole = _SHORT_RUN.sub(r'<bdi\1 class="mk-whole">\2</bdi>', labelled)
    scroll = tag("div", {"class": "mk-scroll", "tabindex": "0", "role": "region", "aria-label": translate("Table")})
    return Html(whole.replace("<table", f"{scroll.removesuffix('</div>')}<table").replace("</table>", "</table></div>"))
