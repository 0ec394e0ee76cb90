"""Course text as it is shown."""

from __future__ import annotations

import pytest

from maslak_xblocks.dress import dress
from maslak_xblocks.sanitise import sanitise


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


def test_short_sum_stays_on_one_line_among_arabic_words() -> None:
    shown = dress('<p>تنتهي عند <bdi dir="ltr">2 + 4 = 6</bdi>.</p>', "ar")
    assert shown == '<p>تنتهي عند <bdi dir="ltr" class="mk-whole">2 + 4 = 6</bdi>.</p>'


def test_sum_that_a_phone_cannot_hold_breaks_before_an_equals_sign_alone() -> None:
    shown = dress('<p><bdi dir="ltr">(10 + 20) × 5 × 2 = 300 Wh = 0,3 kWh</bdi>.</p>', "ar")
    parts = '<span class="mk-whole">(10 + 20) × 5 × 2</span> <span class="mk-whole">= 300 Wh</span> <span class="mk-whole">= 0,3 kWh</span>'
    assert shown == f'<p><bdi dir="ltr">{parts}</bdi>.</p>'


def test_part_of_a_sum_that_a_phone_cannot_hold_may_break() -> None:
    shown = dress('<p><bdi dir="ltr">(190 + 57 + 80 + 36) ÷ 400 = 90,75%</bdi></p>', "ar")
    assert shown == '<p><bdi dir="ltr">(190 + 57 + 80 + 36) ÷ 400 <span class="mk-whole">= 90,75%</span></bdi></p>'


def test_long_title_flows_with_the_words_around_it() -> None:
    title = '<p><bdi dir="ltr">Critical-Path Planning and Scheduling</bdi></p>'
    assert dress(title, "ar") == title


def test_words_of_the_reading_direction_may_break() -> None:
    arabic = '<p><bdi lang="ar" dir="rtl">تمتلئ القاعة</bdi></p>'
    assert dress(arabic, "fr") == arabic


def test_marked_up_run_is_left_as_it_is() -> None:
    marked = '<p><bdi dir="ltr">a <em>b</em></bdi></p>'
    assert dress(marked, "ar") == marked


@pytest.mark.parametrize("command", ["git commit -am", "--no-edit", "left &lt;= 300", "2&gt;"])
def test_short_command_in_a_sentence_is_kept_on_one_line(command: str) -> None:
    assert (
        dress(sanitise(f"<p>Tapez <code>{command}</code>.</p>"), "fr") == f'<p>Tapez <code class="mk-whole" dir="ltr">{command}</code>.</p>'
    )


@pytest.mark.parametrize(
    "html", ["<p><code>git log --oneline --graph --all</code></p>", "<pre><code>git commit -am</code></pre>", "<p>git commit -am</p>"]
)
def test_long_code_and_listings_may_still_wrap(html: str) -> None:
    assert "mk-whole" not in dress(sanitise(html), "fr")


@pytest.mark.parametrize("cell", ["125", "–", "<code>False</code>", '<bdi dir="ltr">1493 − 14</bdi>'])
def test_cell_with_one_short_value_needs_no_width_of_its_own(cell: str) -> None:
    assert '<td class="mk-short">' in dress(sanitise(f"<table><tbody><tr><td>{cell}</td></tr></tbody></table>"), "ar")


@pytest.mark.parametrize(
    "cell", ["Ne dit rien : tout commit met à jour.", "<code>git log --oneline</code>", "de <code>a</code> à <code>b</code>"]
)
def test_cell_with_a_sentence_keeps_its_width(cell: str) -> None:
    assert "<td>" in dress(sanitise(f"<table><tbody><tr><td>{cell}</td></tr></tbody></table>"), "fr")
