"""The results of a team's automatic tests, night after night: some fail each time, some only now and then, one is far too slow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from maslak_xblocks.lab.generators.adding import add_up, find_first, is_first_alone, median, percent, rounded
from maslak_xblocks.lab.generators.dataset import Column, DataSet, Fact, FactSpec, Table, TableFact, mark
from maslak_xblocks.lab.generators.stream import Stream, draw_until

NAME: Final = "test_runs"
TITLE: Final = mark("Results of automatic tests, night after night")
STEM: Final = "tests"
HAS_LOG: Final = False
LEAST_ROWS: Final = 60
COLUMNS: Final = (
    Column("nuit", "code", mark("Number of the nightly run")),
    Column("test", "code", mark("Name of the test")),
    Column("resultat", "code", mark("ok passed, echec failed, ignore skipped")),
    Column("duree_ms", "number", mark("Time in milliseconds; 0 when it was skipped")),
)
FACTS: Final[Mapping[str, FactSpec]] = {
    "results": FactSpec("number", mark("results in the file"), personal=False),
    "failures": FactSpec("number", mark("failed results"), personal=False),
    "skipped": FactSpec("number", mark("skipped results"), personal=False),
    "pass_rate": FactSpec("number", mark("share of passed results among those that ran, in percent"), personal=False),
    "pass_rate_of_all": FactSpec("number", mark("share of passed results among all, in percent"), personal=False),
    "flaky_tests": FactSpec("number", mark("tests that both passed and failed"), personal=False),
    "broken_tests": FactSpec("number", mark("tests that failed each time they ran"), personal=False),
    "failing_tests": FactSpec("number", mark("tests that failed at least once"), personal=False),
    "total_duration": FactSpec("number", mark("time of all results, in milliseconds")),
    "median_duration": FactSpec("number", mark("median time of a result that ran, in milliseconds")),
    "median_with_skipped": FactSpec("number", mark("median time where skipped results count as 0, in milliseconds")),
    "slowest_test": FactSpec("text", mark("test with the largest time in all"), personal=False),
    "slowest_duration": FactSpec("number", mark("time of the slowest test in all, in milliseconds")),
    "longest_result": FactSpec("number", mark("time of the longest result, in milliseconds")),
    "failures_by_test": FactSpec("table", mark("failed results by test (test, echecs)")),
}

_TESTS: Final = (
    "connexion", "inscription", "mot_de_passe", "panier", "paiement", "facture",
    "recherche", "export_csv", "langue_arabe", "profil", "accueil", "envoi_courriel",
)  # fmt: skip


@dataclass(frozen=True)
class _Result:
    night: int
    test: str
    outcome: str
    duration: int

    def row(self) -> tuple[int | str, ...]:
        return f"N{self.night:03d}", f"test_{self.test}", self.outcome, self.duration


def generate(seed: str, rows: int) -> DataSet:
    """Make the results of a seed. What was drawn is thrown away until each kind of test occurs and one is the slowest."""
    results = draw_until(lambda stream: _draw(stream, rows), _has_one_answer, name=NAME, seed=seed)
    return DataSet(Table(COLUMNS, tuple(result.row() for result in results)), _find_facts(results))


def _has_one_answer(results: Sequence[_Result]) -> bool:
    facts = _find_facts(results)
    return all(facts[name] for name in ("flaky_tests", "broken_tests", "skipped")) and is_first_alone(_times(results).values())


def _draw(stream: Stream, rows: int) -> list[_Result]:
    names = stream.shuffled(_TESTS)
    usual = {name: stream.between(40, 900) for name in names} | {names[0]: stream.between(4000, 7000)}
    # Out of a hundred: one test is broken, two fail now and then, the others hardly ever.
    failing = dict.fromkeys(names, 1) | {names[1]: 100, names[2]: stream.between(15, 40), names[3]: stream.between(10, 30)}
    first = stream.between(100, 700)
    return [_draw_result(stream, first + place // len(names), names[place % len(names)], usual, failing) for place in range(rows)]


def _draw_result(stream: Stream, night: int, name: str, usual: Mapping[str, int], failing: Mapping[str, int]) -> _Result:
    if stream.chance(1, 16):
        return _Result(night, name, "ignore", 0)
    outcome = "echec" if stream.chance(failing[name], 100) else "ok"
    return _Result(night, name, outcome, usual[name] * stream.between(80, 130) // 100)


def _times(results: Sequence[_Result]) -> dict[str, int]:
    return add_up(results, lambda result: result.test, lambda result: result.duration)


def _find_facts(results: Sequence[_Result]) -> Mapping[str, Fact]:
    ran = [result for result in results if result.outcome != "ignore"]
    passed = {result.test for result in ran if result.outcome == "ok"}
    failures, times = Counter(result.test for result in ran if result.outcome == "echec"), _times(results)
    slowest, right = find_first(times), sum(result.outcome == "ok" for result in ran)
    return {
        "results": Decimal(len(results)),
        "failures": Decimal(sum(failures.values())),
        "skipped": Decimal(len(results) - len(ran)),
        "pass_rate": percent(right, len(ran)),
        "pass_rate_of_all": percent(right, len(results)),
        "flaky_tests": Decimal(len(failures.keys() & passed)),
        "broken_tests": Decimal(len(failures.keys() - passed)),
        "failing_tests": Decimal(len(failures)),
        "total_duration": Decimal(sum(times.values())),
        "median_duration": rounded(median([result.duration for result in ran]), 1),
        "median_with_skipped": rounded(median([result.duration for result in results]), 1),
        "longest_result": Decimal(max(result.duration for result in results)),
        "slowest_test": (f"test_{slowest}", slowest),
        "slowest_duration": Decimal(times[slowest]),
        "failures_by_test": TableFact(
            ("test", "echecs"), ("test",), tuple((f"test_{name}", number) for name, number in sorted(failures.items()))
        ),
    }
