"""Course text as it is shown."""

from __future__ import annotations

from maslak_xblocks.dress import dress


def test_short_sum_stays_on_one_line_among_arabic_words() -> None:
    shown = dress('<p>تنتهي عند <bdi dir="ltr">2 + 4 = 6</bdi>.</p>', "ar")
    assert shown == '<p>تنتهي عند <bdi dir="ltr" class="mk-whole">2 + 4 = 6</bdi>.</p>'


def test_sum_that_a_phone_cannot_hold_may_break() -> None:
    long = '<p><bdi dir="ltr">(190 + 57 + 80 + 36) ÷ 400 = 363 ÷ 400</bdi></p>'
    assert dress(long, "ar") == long


def test_words_of_the_reading_direction_may_break() -> None:
    arabic = '<p><bdi lang="ar" dir="rtl">تمتلئ القاعة</bdi></p>'
    assert dress(arabic, "fr") == arabic


def test_marked_up_run_is_left_as_it_is() -> None:
    marked = '<p><bdi dir="ltr">a <em>b</em></bdi></p>'
    assert dress(marked, "ar") == marked
