"""Sanitised course text as it is shown: callouts named, sums kept whole, wide tables and long lines of code scrolling inside themselves."""

from __future__ import annotations

import re

from maslak_domain.language import Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.markup import Html, join, tag

# One line alone, or what was typed at a prompt and what came back.
_CODE = re.compile(r"<pre([^>]*>)(?=([^\n]*</pre>|(?:<code[^>]*>)?\$ )?)")
_CALLOUT = re.compile(r'<aside\b[^>]*\bdata-kind="(tip|warning|law|remember)"[^>]*>')
# Cut in two by the end of a line, a sum among Arabic words is read in the wrong order. 24 characters fit on the narrowest phone.
_SHORT_RUN = re.compile(r'<bdi\b([^>]*\bdir="ltr"[^>]*)>([^<]{1,24})</bdi>')


def dress(html: str, language: Language) -> Html:
    """Name callouts, keep short sums whole, let wide tables scroll inside themselves and code by key. Takes sanitised HTML."""
    translate = Translator(language)
    names = {
        "tip": translate("Tip"),
        "warning": translate("Take care"),
        "law": translate("What the law says"),
        "remember": translate("Remember"),
    }
    labelled = _CALLOUT.sub(lambda match: join(Html(match[0]), tag("p", {"class": "mk-callout-name"}, names[match[1]])), html)
    whole = _SHORT_RUN.sub(r'<bdi\1 class="mk-whole">\2</bdi>', labelled)
    # A line that wraps in a program looks like another line with another indentation, which in Python is another program: it scrolls.
    # An address or a row of numbers alone, and commands, are read whole instead, and nothing hangs on their indentation: they wrap.
    reached = _CODE.sub(lambda match: ('<pre class="mk-wraps"' if match[2] else '<pre tabindex="0"') + match[1], whole)
    scroll = tag("div", {"class": "mk-scroll", "tabindex": "0", "role": "region", "aria-label": translate("Table")})
    return Html(reached.replace("<table", f"{scroll.removesuffix('</div>')}<table").replace("</table>", "</table></div>"))
