from __future__ import annotations

from maslak_xblocks.dress import dress


def test_code_and_tables_are_reached_with_the_keyboard_to_scroll_them() -> None:
    html = dress("<p>a</p><pre><code>for x in y:\n    print(x)</code></pre><table><tr><td>1</td></tr></table>", "fr")
    assert '<pre tabindex="0"><code>for x in y:\n    print(x)</code></pre>' in html
    assert '<div class="mk-scroll" tabindex="0" role="region" aria-label="Tableau"><table>' in html


def test_a_callout_is_named_in_the_language_of_the_text() -> None:
    assert '<p class="mk-callout-name">انتبه</p>' in dress('<aside class="callout" data-kind="warning"><p>…</p></aside>', "ar")
