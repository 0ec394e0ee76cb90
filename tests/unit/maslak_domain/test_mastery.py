from __future__ import annotations

from decimal import Decimal

import pytest
from tests.factories.evidence import make_evidence

from maslak_domain.mastery import InvalidRequirementError, Rating, Requirement, UnknownPolicyError, is_lowering, rate

CHECKPOINT = Requirement("tc06-checkpoint", Decimal("0.7"), decides=True)
OTHER = Requirement("tc06-final", Decimal("0.5"), decides=True)
PRACTICE = Requirement("tc06-u1-practice", Decimal("0.9"), decides=False)


def rating(evidence, requirements=(CHECKPOINT,)):
    return rate(evidence, requirements, "threshold/1").rating


def test_nothing_observed_means_not_assessed():
    outcome = rate([], [CHECKPOINT], "threshold/1")
    assert (outcome.rating, outcome.policy) == (Rating.NOT_ASSESSED, "threshold/1")
    assert [reason.code for reason in outcome.explanation] == ["no_evidence"]


def test_reaching_the_pass_mark_exactly_is_enough():
    assert rating([make_evidence("0.7")]) is Rating.ACQUIRED
    assert rating([make_evidence("0.6999")]) is Rating.IN_PROGRESS


def test_later_worse_attempt_never_lowers():
    assert rating([make_evidence("0.9"), make_evidence("0.1", attempt=2)]) is Rating.ACQUIRED


def test_single_right_answers_decide_nothing():
    assert rating([make_evidence("1", item="q1")]) is Rating.IN_PROGRESS


def test_practice_decides_nothing():
    assert rating([make_evidence("1", usage_key="tc06-u1-practice")], (CHECKPOINT, PRACTICE)) is Rating.IN_PROGRESS
    assert rating([make_evidence("1", usage_key="tc06-u1-practice")], (PRACTICE,)) is Rating.IN_PROGRESS


def test_some_but_not_all_deciding_checkpoints_mean_partly():
    assert rating([make_evidence("0.8")], (CHECKPOINT, OTHER)) is Rating.PARTLY
    assert rating([make_evidence("0.8"), make_evidence("0.5", usage_key="tc06-final")], (CHECKPOINT, OTHER)) is Rating.ACQUIRED


def test_pass_mark_of_zero_still_needs_an_attempt():
    free = Requirement("tc06-final", Decimal(0), decides=True)
    assert rating([make_evidence("0.8")], (CHECKPOINT, free)) is Rating.PARTLY


def test_explanation_says_what_was_met_missed_and_not_tried():
    requirements = (CHECKPOINT, OTHER, Requirement("z", Decimal("0.5"), decides=True))
    outcome = rate([make_evidence("0.8"), make_evidence("0.2", usage_key="tc06-final")], requirements, "threshold/1")
    assert [(reason.code, reason.params.get("best")) for reason in outcome.explanation] == [
        ("requirement_met", "0.8"),
        ("requirement_not_met", "0.2"),
        ("requirement_not_attempted", None),
    ]


def test_unknown_policy_is_refused():
    with pytest.raises(UnknownPolicyError):
        rate([], [], "threshold/99")


def test_impossible_pass_mark_is_refused():
    with pytest.raises(InvalidRequirementError):
        Requirement("x", Decimal("70"), decides=True)


def test_only_a_step_down_is_a_lowering():
    assert is_lowering(Rating.ACQUIRED, Rating.PARTLY)
    assert not is_lowering(Rating.PARTLY, Rating.PARTLY)
    assert not is_lowering(Rating.NOT_ASSESSED, Rating.ACQUIRED)


def at_work(score="1", **changes):
    return make_evidence(score, conditions="workplace", usage_key="workplace/p1", **changes)


LAB = Requirement("tc06-lab", Decimal("0.6"), decides=True, replaceable=True)
EXAM = Requirement("tc06-exam", Decimal("0.6"), decides=True)


def work_rating(evidence, requirements):
    return rate(evidence, requirements, "threshold/2").rating


def test_work_that_both_tutors_signed_stands_for_a_lab_but_not_for_a_checkpoint():
    assert work_rating([at_work(level="N2")], (LAB,)) is Rating.ACQUIRED
    assert work_rating([at_work(level="N3")], ()) is Rating.ACQUIRED
    assert work_rating([at_work(level="N2")], (LAB, EXAM)) is Rating.PARTLY
    assert work_rating([at_work(level="N2"), make_evidence("0.7", usage_key="tc06-exam", level="N2")], (LAB, EXAM)) is Rating.ACQUIRED


def test_work_below_the_agreed_level_stands_for_nothing():
    assert work_rating([at_work("0", level="N2")], (LAB,)) is Rating.IN_PROGRESS
    assert work_rating([at_work("0", level="N2"), make_evidence("0.6", usage_key="tc06-lab", level="N2")], (LAB,)) is Rating.ACQUIRED


def test_introductory_level_is_not_reached_at_work_alone():
    assert work_rating([at_work(level="N1")], (CHECKPOINT,)) is Rating.IN_PROGRESS


def test_expert_level_is_never_reached_without_work():
    exam = make_evidence("1", usage_key="tc06-exam", level="N4")
    assert work_rating([exam], (EXAM,)) is Rating.PARTLY
    assert work_rating([exam, at_work("0", level="N4")], (EXAM,)) is Rating.PARTLY
    assert work_rating([exam, at_work(level="N4")], (EXAM,)) is Rating.ACQUIRED


def test_without_work_the_second_policy_rates_as_the_first():
    for evidence in ([], [make_evidence("0.7")], [make_evidence("0.2")], [make_evidence("1", item="q1")]):
        assert rate(evidence, [CHECKPOINT, OTHER], "threshold/2").rating is rate(evidence, [CHECKPOINT, OTHER], "threshold/1").rating
