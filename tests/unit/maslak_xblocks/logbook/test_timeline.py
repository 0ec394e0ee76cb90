"""The order of a logbook: nothing that was written disappears, whatever was corrected by what."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maslak_xblocks.logbook.port import Countersignature, Entry, Mission, Period, Placement, Rating, Review, Target
from maslak_xblocks.logbook.timeline import aimed_competencies, arrange, current_missions, is_bound_to_secrecy, thread_entries
from maslak_xblocks.logbook.wording import review_state
from maslak_xblocks.workbench.logbook_samples import TODAY, make_placement

AT = datetime(2026, 11, 12, tzinfo=UTC)


def entry(key: str, supersedes: str = "", superseded_by: str = "", period: str = "p") -> Entry:
    return Entry(key, TODAY, key, (), AT, period, supersedes=supersedes, superseded_by=superseded_by)


def placement(**changes: object) -> Placement:
    found = make_placement("running")
    assert found is not None
    return replace(found, **changes)  # type: ignore[arg-type]


def keys_of(whole: Placement, *, everything: bool = False) -> list[str]:
    return [each.period.key for each in arrange(whole, TODAY, everything=everything) if each.period]


@given(st.lists(st.lists(st.integers(), min_size=1, max_size=4), max_size=5), st.randoms())
def test_every_entry_stands_exactly_once_whatever_was_corrected(chains: list[list[int]], random: object) -> None:
    entries = []
    for number, chain in enumerate(chains):
        keys = [f"{number}-{place}" for place in range(len(chain))]
        for place, key in enumerate(keys):
            entries.append(entry(key, keys[place - 1] if place else "", keys[place + 1] if place + 1 < len(keys) else ""))
    random.shuffle(entries)  # type: ignore[attr-defined]
    threads = thread_entries(entries, ())
    shown = Counter(each.key for thread in threads for each in (thread.entry, *thread.earlier))
    assert shown == Counter(each.key for each in entries)
    assert all(not thread.entry.superseded_by for thread in threads)


def test_correction_shows_what_it_said_before_newest_first() -> None:
    (thread,) = thread_entries([entry("a", "", "b"), entry("b", "a", "c"), entry("c", "b")], ())
    assert (thread.entry.key, [each.key for each in thread.earlier]) == ("c", ["b", "a"])


def test_entry_whose_correction_is_not_given_stands_alone() -> None:
    assert [thread.entry.key for thread in thread_entries([entry("a", "", "elsewhere")], ())] == ["a"]


def test_circle_in_the_host_s_answer_ends() -> None:
    threads = thread_entries([entry("a", "b"), entry("b", "a")], ())
    assert {thread.entry.key for thread in threads} == {"a", "b"}


def test_review_of_an_earlier_text_stays_with_its_correction() -> None:
    review = Review("r", "MA-NUM.CYB.03", "N1", "S", AT, "p", "a")
    (thread,) = thread_entries([entry("a", "", "b"), entry("b", "a")], [review])
    assert thread.reviews == (review,)


def test_all_that_began_is_shown_newest_first_and_what_has_not_is_not() -> None:
    assert keys_of(placement(), everything=True) == ["p-now", "p-school", "p-first"]


def test_now_shows_the_newest_period_and_older_ones_only_where_something_is_open() -> None:
    whole = placement()
    assert keys_of(whole) == ["p-now"]
    due = tuple(replace(each, state="draft") for each in whole.syntheses)
    assert keys_of(replace(whole, syntheses=due)) == ["p-now", "p-first"]
    counter = Countersignature("K", AT, agrees=False, rating="N1")
    reviews = (Review("r", "MA-NUM.CYB.03", "N2", "S", AT, "p-first", countersignature=counter),)
    assert keys_of(replace(whole, reviews=reviews)) == ["p-now", "p-first"]


def test_entry_outside_every_period_is_not_lost() -> None:
    stays = arrange(placement(entries=(entry("loose", period=""),)), TODAY, everything=False)
    assert [thread.entry.key for stay in stays if stay.period is None for thread in stay.threads] == ["loose"]


def test_competencies_of_the_course_come_first_and_only_aimed_ones_are_offered() -> None:
    whole = placement()
    aims = aimed_competencies(whole)
    assert aimed_competencies(whole, ["MA-NUM.TST.01", aims[-1]]) == (aims[-1], *aims[:-1])


def test_missions_of_now_are_those_of_the_period_and_of_the_whole_contract() -> None:
    others = (Mission("m1", "p-now", "a"), Mission("m2", "", "b"), Mission("m3", "p-first", "c"))
    assert [each.key for each in current_missions(placement(missions=others))] == ["m1", "m2"]
    between = tuple(replace(each, is_current=False) for each in placement().periods)
    assert [each.key for each in current_missions(placement(missions=others[:1], periods=between))] == ["m1"]


def test_secrecy_binds_only_where_every_aiming_mission_is_confidential() -> None:
    secret = Mission("m", "p-now", "a", (Target("MA-NUM.CYB.03", "N1"),), is_confidential=True)
    assert is_bound_to_secrecy(placement(missions=(secret, Mission("n", "p-now", "b"))))
    assert not is_bound_to_secrecy(placement(missions=(secret, replace(secret, key="o", is_confidential=False))))
    assert not is_bound_to_secrecy(placement(missions=()))


def test_company_alone_never_makes_a_review_count() -> None:
    review = Review("r", "MA-NUM.CYB.03", "N4", "S", AT)
    agreed = Countersignature("K", AT, agrees=True, rating="N4")
    assert review_state(review) == "waiting"
    assert review_state(replace(review, countersignature=agreed)) == "signed"
    assert review_state(replace(review, countersignature=replace(agreed, agrees=False, rating="N2"))) == "disputed"
    assert review_state(replace(review, rating="not_observed")) == "unseen"


@pytest.mark.parametrize(
    ("said", "confirmed", "counted", "state"),
    [("N4", "N2", "N2", "signed"), ("N1", "N3", "N1", "signed"), ("N2", "not_observed", "not_observed", "unseen")],
)
def test_what_both_stand_for_counts_at_the_lower_of_their_ratings(said: Rating, confirmed: Rating, counted: str, state: str) -> None:
    review = Review("r", "MA-NUM.CYB.03", said, "S", AT, countersignature=Countersignature("K", AT, agrees=True, rating=confirmed))
    assert (review.counted, review_state(review), review.is_disputed) == (counted, state, False)


def test_period_of_today_is_found_by_its_mark() -> None:
    found = placement().current_period
    assert found == Period("p-now", "company", date(2026, 11, 2), date(2026, 11, 20), is_current=True, paper_url="/paper")
    assert placement(periods=()).current_period is None
