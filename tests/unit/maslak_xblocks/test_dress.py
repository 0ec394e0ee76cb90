"""Course text as it is shown."""

from __future__ import annotations

from maslak_xblocks.dress import dress


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
