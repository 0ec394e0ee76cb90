"""Attempts and advice: which question is open, when it ends, what it found, and what is advised."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.factories.diagnostic import make_diagnostic_olx, make_item

from maslak_xblocks.diagnostic.advice import give_advice
from maslak_xblocks.diagnostic.attempt import (
    Answer,
    Attempt,
    check_may_begin,
    check_open,
    count_left,
    find_question,
    finish,
    hear_attempt,
    next_begins_at,
)
from maslak_xblocks.diagnostic.document import DiagnosticDocument, load_diagnostic
from maslak_xblocks.diagnostic.engine import Outcome
from maslak_xblocks.diagnostic.port import Unit, is_safe
from maslak_xblocks.errors import AttemptRunningError, CoolingDownError, NotOpenError
from maslak_xblocks.host import HostArrangement

AT = datetime(2026, 11, 29, 9, tzinfo=UTC)
DOCUMENT = load_diagnostic(make_diagnostic_olx())


def take(known: set[str], document: DiagnosticDocument = DOCUMENT, history: tuple[Attempt, ...] = (), seed: str = "s") -> Attempt:
    """Answer every question right where the topic is known, else say that it is not."""
    attempt = Attempt(len(history) + 1, AT, "k")
    while (item := find_question(document, (*history, attempt), seed)) is not None:
        outcome: Outcome = "right" if item.topic in known else "unknown"
        attempt = replace(attempt, answers=(*attempt.answers, Answer(item.id, item.topic, outcome, "b", item.id, AT)))
    return finish(document, attempt, AT)


def test_attempt_finds_what_is_known_and_never_asks_twice() -> None:
    attempt = take({"files", "safe"})
    assert attempt.places == {"files": "known", "net": "missing", "safe": "known"}
    assert len({each.item for each in attempt.answers}) == len(attempt.answers) <= 8
    assert Attempt.from_json(attempt.to_json()) == attempt


def test_cap_ends_an_attempt_and_leaves_the_rest_undecided() -> None:
    short = load_diagnostic(make_diagnostic_olx(most=2))
    attempt = take({"files", "safe"}, short)
    assert len(attempt.answers) == 2
    assert "nearly" in attempt.places.values()


def test_next_time_other_questions_come_first() -> None:
    first = take({"files", "net", "safe"})
    second = take({"files", "net", "safe"}, history=(first,), seed="t")
    assert not {each.item for each in first.answers} & {each.item for each in second.answers}


def test_same_seed_gives_the_same_questions() -> None:
    runs = {seed: [each.item for each in take({"safe"}, seed=seed).answers] for seed in ("a", "b", "c", "d")}
    assert all([each.item for each in take({"safe"}, seed=seed).answers] == items for seed, items in runs.items())
    assert len({tuple(items) for items in runs.values()}) > 1


def test_about_so_many_are_left_never_more_than_the_cap() -> None:
    fresh = Attempt(1, AT, "k")
    assert 3 <= count_left(DOCUMENT, fresh) <= 12
    assert count_left(load_diagnostic(make_diagnostic_olx(most=2)), fresh) == 2
    assert count_left(DOCUMENT, take({"files"})) == 0


def test_answers_to_questions_that_a_new_release_dropped_no_longer_speak() -> None:
    attempt = take(set())
    smaller = load_diagnostic(make_diagnostic_olx(items=make_item("x1", "files") + make_item("x2", "net") + make_item("x3", "safe")))
    assert hear_attempt(smaller, attempt) == hear_attempt(smaller, Attempt(1, AT, "k"))
    assert attempt.places["safe"] == "missing", "what was found stays"


def test_pause_and_opening_times_are_kept() -> None:
    attempt = take({"safe"})
    assert next_begins_at(DOCUMENT, [attempt]) == AT + timedelta(minutes=60)
    with pytest.raises(CoolingDownError) as refused:
        check_may_begin(DOCUMENT, [attempt], None, AT)
    assert refused.value.params["available_at"].startswith("2026-11-29T10:00")
    check_may_begin(DOCUMENT, [attempt], None, AT + timedelta(minutes=60))
    with pytest.raises(AttemptRunningError):
        check_may_begin(DOCUMENT, [Attempt(1, AT, "k")], DOCUMENT.items[0], AT)
    for arrangement in (HostArrangement(opens_at=AT + timedelta(1)), HostArrangement(closes_at=AT - timedelta(1))):
        with pytest.raises(NotOpenError):
            check_open(arrangement, AT)


def make_units(*done: str) -> dict[str, Unit]:
    return {name: Unit(name, {"fr": name}, f"/{name}", name in done) for name in ("u-files", "u-net", "u-web")}


def test_units_stand_in_the_order_in_which_topics_build_on_one_another() -> None:
    advice = give_advice(DOCUMENT, [take({"safe"})], make_units("u-files"))
    assert advice is not None
    assert [step.unit.name for step in advice.steps] == ["u-files", "u-net", "u-web"]
    assert advice.next_step is not None
    assert advice.next_step.unit.name == "u-net", "the first is done already"
    assert (advice.count("known"), advice.count("missing"), advice.moved) == (1, 2, ())


def test_known_topics_send_nobody_to_their_units() -> None:
    advice = give_advice(DOCUMENT, [take({"safe", "files"})], make_units())
    assert advice is not None
    assert [step.unit.name for step in advice.steps] == ["u-net", "u-web"]
    everything = give_advice(DOCUMENT, [take({"safe", "files", "net"})], make_units())
    assert everything is not None
    assert (everything.steps, everything.next_step) == ((), None)


def test_change_is_told_against_the_time_before() -> None:
    first = take({"safe"})
    second = take({"files"}, history=(first,), seed="t")
    advice = give_advice(DOCUMENT, [first, second], {})
    assert advice is not None
    assert {line.node.id: line.change for line in advice.topics} == {"files": "better", "net": "same", "safe": "worse"}
    assert give_advice(DOCUMENT, [], {}) is None


@pytest.mark.parametrize(
    ("url", "safe"), [("/learn/x", True), ("https://x.ma/", True), ("//evil", False), ("/\\evil", False), ("javascript:alert(1)", False)]
)
def test_advice_leads_only_to_addresses_of_the_web_or_of_the_host(url: str, safe: bool) -> None:
    assert is_safe(url) is safe
