"""Weeks of a team's pipeline: one stage breaks often, another fails only now and then, and main is red for a while."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from maslak_xblocks.lab.generators.dataset import Cell, Column, DataSet, FactSpec, Table, mark
from maslak_xblocks.lab.generators.pipeline_facts import STAGES, Run, find_facts, has_one_answer
from maslak_xblocks.lab.generators.setting import make_person
from maslak_xblocks.lab.generators.stream import Stream, draw_until

NAME: Final = "pipeline_runs"
TITLE: Final = mark("Runs of a team’s pipeline, several weeks")
STEM: Final = "pipeline"
HAS_LOG: Final = False
LEAST_ROWS: Final = 60
COLUMNS: Final = (
    Column("execution", "code", mark("Number of the run")),
    Column("commit", "code", mark("The commit that was built; a run that is started again has the same one")),
    Column("branche", "code", mark("Branch of the commit; main is the one that is put in service")),
    Column("auteur", "text", mark("Author of the commit")),
    Column("enregistre", "code", mark("Moment of the commit, in UTC")),
    Column("demande", "code", mark("Moment when the run was asked for, in UTC")),
    Column("essai", "number", mark("1 for the first run of a commit, 2 or 3 when it was started again")),
    Column("attente_s", "number", mark("Seconds in the queue before the run began")),
    Column("duree_s", "number", mark("Seconds that the run took, the queue left out")),
    Column("resultat", "code", mark("ok passed, echec failed, annule stopped by somebody")),
    Column("etape", "code", mark("Stage that failed: style, compilation, tests or paquet; empty when none did")),
    Column("en_service", "code", mark("Moment when the commit was put in service, in UTC; empty when it was not")),
)
FACTS: Final[Mapping[str, FactSpec]] = {
    "runs": FactSpec("number", mark("runs in the file"), personal=False),
    "commits": FactSpec("number", mark("commits, each counted once"), personal=False),
    "reruns": FactSpec("number", mark("runs that were started again"), personal=False),
    "failures": FactSpec("number", mark("failed runs"), personal=False),
    "cancelled": FactSpec("number", mark("runs that somebody stopped"), personal=False),
    "main_failures": FactSpec("number", mark("failed runs of main"), personal=False),
    "deployments": FactSpec("number", mark("commits put in service"), personal=False),
    "failure_rate": FactSpec("number", mark("share of failed runs among those that ended by themselves, in percent"), personal=False),
    "failure_rate_of_all": FactSpec("number", mark("share of failed runs among all, in percent"), personal=False),
    "first_try_rate": FactSpec("number", mark("share of commits that passed at the first try, in percent"), personal=False),
    "main_failure_rate": FactSpec("number", mark("share of failed runs among those of main that ended, in percent"), personal=False),
    "failing_stage": FactSpec("text", mark("stage with the most failures"), personal=False),
    "failing_stage_failures": FactSpec("number", mark("failures of the stage that fails most"), personal=False),
    "failing_stage_share": FactSpec("number", mark("share of the failures that the stage that fails most has, in percent"), personal=False),
    "flaky_stage": FactSpec("text", mark("stage that most often failed and then passed on the same commit"), personal=False),
    "flaky_failures": FactSpec("number", mark("failures after which the same commit passed"), personal=False),
    "flaky_time": FactSpec("number", mark("time of the failures after which the same commit passed, in seconds")),
    "failed_time": FactSpec("number", mark("time of all failed runs, in seconds")),
    "total_duration": FactSpec("number", mark("time of all runs, in seconds")),
    "median_duration": FactSpec("number", mark("median time of a run that passed, in seconds")),
    "mean_duration": FactSpec("number", mark("mean time of a run that passed, in seconds")),
    "median_of_all": FactSpec("number", mark("median time of all runs, failed and stopped ones included, in seconds")),
    "longest_queue": FactSpec("number", mark("longest time in the queue, in seconds"), personal=False),
    "median_queue": FactSpec("number", mark("median time in the queue, in seconds"), personal=False),
    "lead_time": FactSpec("number", mark("median time from commit to service, in minutes")),
    "lead_time_mean": FactSpec("number", mark("mean time from commit to service, in minutes")),
    "lead_time_from_request": FactSpec("number", mark("median time from request of the run to service, in minutes")),
    "red_periods": FactSpec("number", mark("times that main turned from passing to failing and back"), personal=False),
    "restore_longest": FactSpec("number", mark("longest time that main was red, from request to request, in minutes")),
    "restore_mean": FactSpec("number", mark("mean time that main was red, from request to request, in minutes")),
    "failures_by_stage": FactSpec("table", mark("failures of each stage and their share (etape, echecs, part)")),
}  # fmt: skip

_TOPICS: Final = ("paiement", "recherche", "profil", "export", "langue", "accueil")
# How long each stage takes, from least to most, in seconds.
_TIMES: Final = {"style": (15, 40), "compilation": (60, 160), "tests": (150, 400), "paquet": (40, 120)}
_FIRST: Final = datetime(2026, 10, 5, 8, 30, tzinfo=UTC)
_MORNING, _EVENING = timedelta(hours=8), timedelta(hours=18)


@dataclass(frozen=True)
class _Habits:
    """What one team's pipeline is like: its usual times, the stage that breaks, the stage that is moody, the people."""

    times: Mapping[str, int]
    broken: str
    moody: str
    people: tuple[str, ...]


def generate(seed: str, rows: int) -> DataSet:
    """Make the runs of a seed.

    What was drawn is thrown away until *the most* has one answer, the moody stage is another than the one that fails most, and
    main was red and restored, so that each detour leads to a wrong value.
    """
    runs = draw_until(lambda stream: _draw(stream, rows), has_one_answer, name=NAME, seed=seed)
    return DataSet(Table(COLUMNS, tuple(_write_row(run) for run in runs)), find_facts(runs))


def _write_row(run: Run) -> tuple[Cell, ...]:
    moments = _write_moment(run.committed_at), _write_moment(run.asked_at)
    served = _write_moment(run.served_at) if run.served_at else ""
    return run.key, run.commit, run.branch, run.author, *moments, run.attempt, run.queue, run.duration, run.result, run.stage, served


def _write_moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _draw(stream: Stream, rows: int) -> list[Run]:
    habits = _draw_habits(stream)
    number, clock, runs = stream.between(200, 8000), _FIRST, list[Run]()
    while len(runs) < rows:
        clock = _skip_night(clock + timedelta(seconds=stream.between(120, 5400)))
        run = _draw_run(stream, habits, f"E-{number + len(runs):05d}", clock)
        runs.append(run)
        # A commit that failed is often run again as it is; only a moody stage then changes its mind.
        while run.result == "echec" and run.attempt < 3 and stream.chance(9 if run.is_moody else 4, 12):
            clock = run.ended_at + timedelta(seconds=stream.between(60, 900))
            run = _draw_again(stream, habits, f"E-{number + len(runs):05d}", run, clock)
            runs.append(run)
        clock = run.ended_at
    return runs[:rows]


def _draw_habits(stream: Stream) -> _Habits:
    broken, moody = stream.shuffled(STAGES)[:2]
    times = {stage: stream.between(least, most) for stage, (least, most) in _TIMES.items()}
    return _Habits(times, broken, moody, tuple(make_person(stream) for _ in range(5)))


def _draw_run(stream: Stream, habits: _Habits, key: str, asked_at: datetime) -> Run:
    branch = "main" if stream.chance(11, 20) else f"{stream.pick(_TOPICS)}-{stream.between(1, 60)}"
    # A letter first: a spreadsheet would read 12e4567 as a number.
    commit = f"{stream.pick('abcdf')}{stream.below(16**6):06x}"
    committed_at = asked_at - timedelta(seconds=stream.between(60, 7200))
    person, kind = stream.pick(habits.people), stream.weigh((13, 4, 2, 1))
    result, stage = ("ok", "echec", "echec", "annule")[kind], ""
    if kind == 1:
        stage = STAGES[stream.weigh([7 if name == habits.broken else 1 for name in STAGES])]
    elif kind == 2:
        stage = habits.moody
    queue, duration = _draw_queue(stream), _draw_duration(stream, habits, stage or ("" if kind == 0 else stream.pick(STAGES)))
    run = Run(key, commit, branch, person, committed_at, asked_at, 1, queue, duration, result, stage, None, kind == 2)
    return run.served_after(stream.between(60, 1800))


def _draw_again(stream: Stream, habits: _Habits, key: str, before: Run, asked_at: datetime) -> Run:
    stage = "" if before.is_moody else before.stage
    run = before.again(key, asked_at, queue=_draw_queue(stream), duration=_draw_duration(stream, habits, stage), stage=stage)
    return run.served_after(stream.between(60, 1800))


def _draw_queue(stream: Stream) -> int:
    return stream.between(2, 40) if stream.chance(3, 4) else stream.between(60, 900)


def _draw_duration(stream: Stream, habits: _Habits, last: str) -> int:
    """Give the seconds of a run that ends within a stage; all stages when ``last`` is empty."""
    until = STAGES.index(last) + 1 if last else len(STAGES)
    return sum(habits.times[stage] * stream.between(85, 130) // 100 for stage in STAGES[:until])


def _skip_night(moment: datetime) -> datetime:
    """Give the same moment in working hours, else the next working morning a little later than it opens."""
    since = moment - moment.replace(hour=0, minute=0, second=0)
    if since > _EVENING:
        moment = moment.replace(hour=0, minute=0, second=0) + timedelta(days=1) + _MORNING + timedelta(seconds=moment.second * 40)
    while moment.weekday() > 4:
        moment += timedelta(days=1)
    return moment
