"""What is wrong with a placement on a day, the stays that a rhythm makes, and what comes next for the learner."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from maslak_companion.logbooks.steps import choose_step
from maslak_companion.placements.alerts import list_alerts
from maslak_companion.placements.missions import MissionFacts
from maslak_companion.placements.models import Placement, PlacementPeriod
from maslak_companion.placements.periods import alternate, find_period_on
from maslak_xblocks.logbook import port
from maslak_xblocks.logbook.port import Alert, Target

FIRST = date(2027, 2, 1)
AT = datetime(2027, 2, 1, 9, tzinfo=UTC)


def make_placement(**values: Any) -> Placement:
    defaults = {"starts_on": FIRST, "ends_on": FIRST + timedelta(weeks=12), "academic_weeks": 2, "company_weeks": 2, "broken_on": None}
    return Placement(**(defaults | values))


def make_period(start: int, days: int, kind: str = "company") -> PlacementPeriod:
    first = FIRST + timedelta(days=start)
    return PlacementPeriod(id=uuid.uuid4(), kind=kind, starts_on=first, ends_on=first + timedelta(days=days - 1))


def make_mission(period_id: uuid.UUID | None = None, *, targets: tuple[Target, ...] = (Target("MA-NUM.CYB.02", "N2"),)) -> MissionFacts:
    return MissionFacts(uuid.uuid4(), uuid.uuid4(), period_id, 1, uuid.uuid4(), "…", targets, False, {})


def alerts(today: int, periods: list[PlacementPeriod], missions: list[MissionFacts] | None = None, **values: Any) -> list[Alert]:
    options = {"last_entry_on": None, "reviewed": set()} | values
    placement = options.pop("placement", make_placement())
    found = [make_mission()] if missions is None else missions
    return list_alerts(placement, periods, found, today=FIRST + timedelta(days=today), **options)


def test_fourteen_days_at_the_company_without_an_entry_are_silence() -> None:
    periods = [make_period(0, 14, "academic"), make_period(14, 14)]
    assert alerts(26, periods) == []
    (alert,) = alerts(27, periods)
    assert (alert.kind, alert.days, alert.period) == ("no_entry", 14, periods[1].id.hex)


def test_days_at_school_are_no_silence_and_days_of_two_stays_add_up() -> None:
    periods = [make_period(0, 7), make_period(7, 60, "academic"), make_period(67, 14)]
    assert [each.kind for each in alerts(60, periods, [])] == []
    assert alerts(72, periods, []) == []
    assert [each.days for each in alerts(73, periods, [])] == [14]


def test_entry_begins_the_count_again() -> None:
    periods = [make_period(0, 40)]
    assert alerts(20, periods, last_entry_on=FIRST + timedelta(days=7)) == []
    (alert,) = alerts(21, periods, last_entry_on=FIRST + timedelta(days=7))
    assert (alert.since, alert.days) == (FIRST + timedelta(days=7), 14)


def test_without_periods_every_day_of_the_contract_counts() -> None:
    assert alerts(12, []) == []
    assert [each.kind for each in alerts(13, [])] == ["no_entry"]


def test_review_is_missed_from_the_tenth_day_after_the_stay() -> None:
    period = make_period(0, 5)
    assert alerts(13, [period], last_entry_on=FIRST) == []
    (alert,) = alerts(14, [period], last_entry_on=FIRST)
    assert (alert.kind, alert.days) == ("no_review", 10)
    assert alerts(14, [period], last_entry_on=FIRST, reviewed={period.id}) == []
    assert alerts(14, [period], [make_mission(uuid.uuid4())], last_entry_on=FIRST) == []


def test_mission_without_a_competency_is_told() -> None:
    assert [each.kind for each in alerts(0, [], [make_mission(targets=())])] == ["mission_without_competency"]


def test_broken_contract_is_left_in_peace() -> None:
    placement = make_placement(broken_on=FIRST)
    assert alerts(80, [make_period(0, 5)], [make_mission(targets=())], placement=placement) == []


def test_rhythm_lays_out_whole_stays_and_cuts_the_last() -> None:
    stays = list(alternate(make_placement(academic_weeks=2, company_weeks=3, ends_on=FIRST + timedelta(days=40))))
    assert [(kind, (last - first).days + 1) for kind, first, last in stays] == [("academic", 14), ("company", 21), ("academic", 6)]
    assert [kind for kind, *_ in alternate(make_placement(academic_weeks=0, company_weeks=6))] == ["company", "company", "company"]
    assert list(alternate(make_placement(academic_weeks=0, company_weeks=0))) == []


def test_every_day_of_the_contract_lies_in_exactly_one_stay() -> None:
    placement = make_placement(academic_weeks=1, company_weeks=3)
    periods = [PlacementPeriod(kind=kind, starts_on=first, ends_on=last) for kind, first, last in alternate(placement)]
    day = placement.starts_on
    while day <= placement.ends_on:
        assert find_period_on(periods, day) is not None
        assert sum(each.starts_on <= day <= each.ends_on for each in periods) == 1
        day += timedelta(days=1)


def test_learner_agrees_before_anything_else_and_writes_the_synthesis_once_the_stay_is_over() -> None:
    waiting = port.Mission("m", "", "…", agreements=(port.Agreement("learner", "Salma"),))
    due_on = FIRST + timedelta(days=24)
    synthesis = port.Synthesis("p", due_on=due_on)

    def step(today: int, missions: tuple[port.Mission, ...] = (), **values: Any) -> str:
        known = {"syntheses": (synthesis,), "reviews": (), "alerts": ()} | values
        return choose_step(make_placement(), missions, today=FIRST + timedelta(days=today), last_entry_on=FIRST, **known).kind

    assert step(3, (waiting,)) == "agree_mission"
    assert step(14) == "write_entry"
    assert step(15) == "write_synthesis"
    assert step(15, syntheses=(port.Synthesis("p", "…", "draft", 1, due_on=due_on),)) == "submit_synthesis"
    assert step(15, alerts=(Alert("no_entry"),)) == "write_entry"


@pytest.mark.parametrize(
    ("days", "is_at_company", "expected"), [(3, True, "write_entry"), (0, True, "wait_for_tutors"), (3, False, "wait_for_tutors")]
)
def test_a_day_at_the_company_asks_for_an_entry_while_the_tutors_are_waited_for(days: int, is_at_company: bool, expected: str) -> None:
    agreements = (port.Agreement("learner", "Salma", AT), port.Agreement("company_tutor", "Rachid"))
    mission = port.Mission("m", "", "…", agreements=agreements)
    today = FIRST + timedelta(days=days)
    step = choose_step(make_placement(), (mission,), (), (), (), today, FIRST, is_at_company=is_at_company)
    assert step.kind == expected


def test_competency_of_the_diploma_that_no_mission_aims_at_is_named_from_the_middle_of_the_contract() -> None:
    placement = make_placement(expected=["MA-NUM.CYB.02", "MA-NUM.CLD.01", "MA-NUM.DAT.03"])
    periods = [make_period(0, 84, "academic")]
    assert alerts(41, periods, placement=placement) == []
    found = alerts(42, periods, placement=placement, observed={"MA-NUM.DAT.03"})
    assert [(each.kind, each.competency, each.since) for each in found] == [
        ("competency_uncovered", "MA-NUM.CLD.01", FIRST + timedelta(weeks=6))
    ]
    assert alerts(42, periods, placement=make_placement(expected=["MA-NUM.CLD.01"], broken_on=FIRST)) == []
