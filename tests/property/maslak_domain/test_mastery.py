"""A rating depends on the set of evidence, never on how it arrived; more evidence never lowers it."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from tests.factories.evidence import make_evidence

from maslak_domain.mastery import Requirement, is_lowering, rate

blocks = st.sampled_from(["a", "b", "c"])
marks = st.decimals(0, 1, places=2)
evidence_lists = st.lists(
    st.builds(
        lambda block, attempt, item, score, number: make_evidence(
            score, usage_key=block, attempt=attempt, item=item, uuid=UUID(int=number)
        ),
        blocks,
        st.integers(1, 4),
        st.sampled_from(["*", "q1"]),
        marks,
        st.integers(0, 2**64),
    ),
    max_size=12,
)
requirement_lists = st.lists(st.builds(Requirement, blocks, marks, st.booleans()), max_size=4)


@given(evidence_lists, requirement_lists, st.randoms(use_true_random=False))
def test_order_and_repetition_change_neither_rating_nor_reasons(evidence, requirements, random):
    shuffled, mixed = [*evidence, *evidence], list(requirements)
    random.shuffle(shuffled)
    random.shuffle(mixed)
    assert rate(shuffled, mixed, "threshold/1") == rate(evidence, requirements, "threshold/1")


@given(evidence_lists, requirement_lists, evidence_lists)
def test_more_evidence_never_lowers_a_rating(evidence, requirements, more):
    before = rate(evidence, requirements, "threshold/1").rating
    after = rate([*evidence, *more], requirements, "threshold/1").rating
    assert not is_lowering(before, after)


@given(evidence_lists, requirement_lists)
def test_acquired_means_that_every_deciding_mark_was_reached_in_a_whole_attempt(evidence, requirements):
    deciding = [each for each in requirements if each.decides]
    reached = [
        any(each.item == "*" and each.usage_key == one.usage_key and each.score >= one.pass_mark for each in evidence) for one in deciding
    ]
    expected = "not_assessed" if not evidence else "acquired" if deciding and all(reached) else "partly" if any(reached) else "in_progress"
    assert rate(evidence, requirements, "threshold/1").rating == expected


@given(marks)
def test_pass_mark_is_compared_exactly(mark):
    assert rate([make_evidence(mark, usage_key="a")], [Requirement("a", mark, True)], "threshold/1").rating == "acquired"
    if mark < 1:
        harder = Requirement("a", mark + Decimal("0.001"), True)
        assert rate([make_evidence(mark, usage_key="a")], [harder], "threshold/1").rating == "in_progress"
