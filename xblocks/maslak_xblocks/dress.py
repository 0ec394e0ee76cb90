"""Sanitised course text as it is shown: names over callouts, wide tables that scroll, short code and values in one piece."""

from __future__ import annotations

import re

from maslak_domain.language import Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.markup import Html, join, tag

_CALLOUT = re.compile(r'<aside\b[^>]*\bdata-kind="(tip|warning|law|remember)"[^>]*>')
_CHARACTER = r"(?:&\w+;|[^<&])"
# A browser breaks after a hyphen: “git commit -” at the end of a line is another command. A phone has room for 16 characters.
_SHORT_CODE = re.compile(rf'(?<!<pre dir="ltr">)<code( dir="ltr">{_CHARACTER}{{1,16}}</code>)')
_SHORT_CELL = re.compile(rf"<td(>(?:<(?:code|bdi)\b[^>]*>)?{_CHARACTER}{{1,11}}(?:</(?:code|bdi)>)?</td>)")


def dress(html: str, language: Language) -> Html:
    """Put a name over each callout, let wide tables scroll inside themselves and keep short code whole. Takes sanitised HTML."""
    translate = Translator(language)
    names = {
        "tip": translate("Tip"),
        "warning": translate("Take care"),
        "law": translate("What the law says"),
        "remember": translate("Remember"),
    }
    labelled = _CALLOUT.sub(lambda match: join(Html(match[0]), tag("p", {"class": "mk-callout-name"}, names[match[1]])), html)
    scroll = tag("div", {"class": "mk-scroll", "tabindex": "0", "role": "region", "aria-label": translate("Table")})
    whole = _SHORT_CODE.sub(r'<code class="mk-whole"\1', _SHORT_CELL.sub(r'<td class="mk-short"\1', labelled))
    return Html(whole.replace("<table", f"{scroll.removesuffix('</div>')}<table").replace("</table>", "</table></div>"))
