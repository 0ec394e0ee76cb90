"""Sanitised course text as it is shown: callouts named, sums and short code kept whole, tables and programs scrolling inside themselves."""

from __future__ import annotations

import re
from typing import Final

from maslak_domain.language import Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.markup import Html, join, tag

_DRESSED = re.compile(r"<(?:aside|table|pre|code|bdi)\b")
_CALLOUT = re.compile(r'<aside\b[^>]*\bdata-kind="(tip|warning|law|remember)"[^>]*>')
_CHARACTER = r"(?:&\w+;|[^<&])"
# A browser breaks after a hyphen: “git commit -” at the end of a line is another command. A phone has room for 16 characters.
_SHORT_CODE = re.compile(rf'(?<!<pre dir="ltr">)<code( dir="ltr">{_CHARACTER}{{1,16}}</code>)')
_SHORT_CELL = re.compile(rf"<td(>(?:<(?:code|bdi)\b[^>]*>)?{_CHARACTER}{{1,11}}(?:</(?:code|bdi)>)?</td>)")
_RUN = re.compile(r'<bdi\b([^>]*\bdir="ltr"[^>]*)>([^<]+)</bdi>')
_FITS: Final = 24  # Characters that the narrowest phone holds on one line.
# One line alone, or what was typed at a prompt and what came back.
_CODE = re.compile(r"<pre([^>]*>)(?=([^\n]*</pre>|(?:<code[^>]*>)?\$ )?)")


def dress(html: str, language: Language) -> Html:
    """Name callouts, keep together what must be read in one piece, and let what is too wide scroll. Takes sanitised HTML."""
    if not _DRESSED.search(html):
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
    whole = _RUN.sub(_hold, _SHORT_CODE.sub(r'<code class="mk-whole"\1', _SHORT_CELL.sub(r'<td class="mk-short"\1', labelled)))
    # A line that wraps in a program looks like another line with another indentation, which in Python is another program: it scrolls.
    # An address or a row of numbers alone, and commands, are read whole instead, and nothing hangs on their indentation: they wrap.
    reached = _CODE.sub(lambda match: ('<pre class="mk-wraps"' if match[2] else '<pre tabindex="0"') + match[1], whole)
    scroll = tag("div", {"class": "mk-scroll", "tabindex": "0", "role": "region", "aria-label": translate("Table")})
    return Html(reached.replace("<table", f"{scroll.removesuffix('</div>')}<table").replace("</table>", "</table></div>"))


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
