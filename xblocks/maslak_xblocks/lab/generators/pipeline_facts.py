"""One run of a pipeline, and what is true of weeks of runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from maslak_xblocks.lab.generators.adding import find_first, is_first_alone, mean, median, percent, rounded
from maslak_xblocks.lab.generators.dataset import Fact, TableFact

STAGES: Final = ("style", "compilation", "tests", "paquet")


@dataclass(frozen=True)
class Run:
    """One run. ``is_moody`` says that nothing was wrong with the commit: it fails and then passes; the file does not tell."""

    key: str
    commit: str
    branch: str
    author: str
    committed_at: datetime
    asked_at: datetime
    attempt: int
    queue: int  # seconds
    duration: int  # seconds
    result: str  # ok, echec, annule
    stage: str
    served_at: datetime | None
    is_moody: bool

    @property
    def ended_at(self) -> datetime:
        """When the run was over."""
        return self.asked_at + timedelta(seconds=self.queue + self.duration)

    def again(self, key: str, asked_at: datetime, *, queue: int, duration: int, stage: str) -> Run:
        """Give the next run of the same commit: it passes where no stage fails."""
        run = replace(self, key=key, asked_at=asked_at, attempt=self.attempt + 1, queue=queue, duration=duration)
        return replace(run, result="echec" if stage else "ok", stage=stage)

    def served_after(self, seconds: int) -> Run:
        """Give the run with the moment when its commit went into service: on main only, and only when it passed."""
        if self.branch != "main" or self.result != "ok":
            return self
        return replace(self, served_at=self.ended_at + timedelta(seconds=seconds))


def has_one_answer(runs: Sequence[Run]) -> bool:
    """Say whether every fact of some runs exists, and whether the detours lead elsewhere."""
    failed, flaky = _by_stage(_failed(runs)), _by_stage(_find_flaky(runs))
    if len(failed) < 3 or not flaky or not all(map(is_first_alone, (failed.values(), flaky.values()))):
        return False
    whole = len(_find_red(runs)) >= 2 and len(_served(runs)) >= 5 and any(run.result == "annule" for run in runs)
    hidden = sum(run.attempt > 1 for run in runs) > len(_find_flaky(runs))
    return whole and hidden and find_first(failed) != find_first(flaky)


def find_facts(runs: Sequence[Run]) -> Mapping[str, Fact]:
    """Give every fact of some runs, which are in the order in which they were asked for."""
    return {**_count_facts(runs), **_stage_facts(runs), **_time_facts(runs), **_service_facts(runs)}


def _failed(runs: Sequence[Run]) -> list[Run]:
    return [run for run in runs if run.result == "echec"]


def _served(runs: Sequence[Run]) -> list[Run]:
    return [run for run in runs if run.served_at]


def _by_stage(runs: Sequence[Run]) -> Counter[str]:
    return Counter(run.stage for run in runs)


def _find_flaky(runs: Sequence[Run]) -> list[Run]:
    """Give the failures after which the same commit passed, nothing changed."""
    passed = {run.commit for run in runs if run.result == "ok"}
    return [run for run in _failed(runs) if run.commit in passed]


def _find_red(runs: Sequence[Run]) -> list[int]:
    """Give the seconds of each time that main was red: from the request of its first failure to that of the next run that passed."""
    periods, since = list[int](), None
    for run in (each for each in runs if each.branch == "main"):
        if run.result == "echec":
            since = since or run.asked_at
        elif run.result == "ok" and since:
            periods.append(_seconds(run.asked_at - since))
            since = None
    return periods


def _seconds(span: timedelta) -> int:
    return span // timedelta(seconds=1)


def _count_facts(runs: Sequence[Run]) -> Mapping[str, Fact]:
    ended = [run for run in runs if run.result != "annule"]
    own = [run for run in ended if run.branch == "main"]
    commits = {run.commit for run in runs}
    return {
        "runs": Decimal(len(runs)),
        "commits": Decimal(len(commits)),
        "reruns": Decimal(sum(run.attempt > 1 for run in runs)),
        "failures": Decimal(len(_failed(runs))),
        "cancelled": Decimal(len(runs) - len(ended)),
        "main_failures": Decimal(len(_failed(own))),
        "deployments": Decimal(len(_served(runs))),
        "failure_rate": percent(len(_failed(runs)), len(ended)),
        "failure_rate_of_all": percent(len(_failed(runs)), len(runs)),
        "first_try_rate": percent(sum(run.attempt == 1 and run.result == "ok" for run in runs), len(commits)),
        "main_failure_rate": percent(len(_failed(own)), len(own)),
    }


def _stage_facts(runs: Sequence[Run]) -> Mapping[str, Fact]:
    failed, flaky = _by_stage(_failed(runs)), _find_flaky(runs)
    most, total = find_first(failed), sum(failed.values())
    return {
        "failing_stage": (most,),
        "failing_stage_failures": Decimal(failed[most]),
        "failing_stage_share": percent(failed[most], total),
        "flaky_stage": (find_first(_by_stage(flaky)),),
        "flaky_failures": Decimal(len(flaky)),
        "flaky_time": Decimal(sum(run.duration for run in flaky)),
        "failures_by_stage": TableFact(
            ("etape", "echecs", "part"),
            ("etape",),
            tuple((stage, failed[stage], percent(failed[stage], total)) for stage in STAGES if failed[stage]),
        ),
    }


def _time_facts(runs: Sequence[Run]) -> Mapping[str, Fact]:
    passed, queues = [run.duration for run in runs if run.result == "ok"], [run.queue for run in runs]
    return {
        "failed_time": Decimal(sum(run.duration for run in _failed(runs))),
        "total_duration": Decimal(sum(run.duration for run in runs)),
        "median_duration": rounded(median(passed), 1),
        "mean_duration": rounded(mean(passed), 1),
        "median_of_all": rounded(median([run.duration for run in runs]), 1),
        "longest_queue": Decimal(max(queues)),
        "median_queue": rounded(median(queues), 1),
    }


def _service_facts(runs: Sequence[Run]) -> Mapping[str, Fact]:
    whole = [_seconds(run.served_at - run.committed_at) for run in runs if run.served_at]
    asked = [_seconds(run.served_at - run.asked_at) for run in runs if run.served_at]
    red = _find_red(runs)
    return {
        "lead_time": _minutes(median(whole)),
        "lead_time_mean": _minutes(mean(whole)),
        "lead_time_from_request": _minutes(median(asked)),
        "red_periods": Decimal(len(red)),
        "restore_longest": _minutes(Fraction(max(red))),
        "restore_mean": _minutes(mean(red)),
    }


def _minutes(seconds: Fraction) -> Decimal:
    return rounded(seconds / 60, 1)
