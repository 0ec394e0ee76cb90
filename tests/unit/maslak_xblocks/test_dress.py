from __future__ import annotations

from maslak_xblocks.dress import dress


def test_code_and_tables_are_reached_with_the_keyboard_to_scroll_them() -> None:
    html = dress('<p>a</p><pre dir="ltr"><code>for x in y:\n    print(x)</code></pre><table><tr><td>1</td></tr></table>', "fr")
    assert '<pre tabindex="0" dir="ltr"><code>for x in y:\n    print(x)</code></pre>' in html
    assert '<div class="mk-scroll" tabindex="0" role="region" aria-label="Tableau"><table>' in html


def test_a_line_that_stands_alone_may_wrap_and_needs_no_key() -> None:
    address = "<code>https://banque.example.verif.test/connexion</code></pre>"
    html = dress(f'<pre dir="ltr">{address}<pre>a\nb</pre>', "ar")
    assert html == f'<pre class="mk-wraps" dir="ltr">{address}<pre tabindex="0">a\nb</pre>'


def test_a_session_at_a_prompt_wraps_so_that_commands_are_read_whole() -> None:
    session = "<code>$ cut -d ' ' -f 2 gate.txt | sort | uniq -c\n      3 law</code></pre>"
    assert dress(f'<pre dir="ltr">{session}', "fr") == f'<pre class="mk-wraps" dir="ltr">{session}'


def test_a_callout_is_named_in_the_language_of_the_text() -> None:
    assert '<p class="mk-callout-name">انتبه</p>' in dress('<aside class="callout" data-kind="warning"><p>…</p></aside>', "ar")
