"""Each figure is a line of the promised form, and the exit status follows the goals. Nothing here asserts a speed."""

from __future__ import annotations

import json

import pytest
from tests.benchmark import __main__ as benchmark
from tests.benchmark import block_requests, blocks, ingest

FIELDS = {"name", "ratio", "goal", "better", "baseline", "detail"}


def make_figure(**changes: object) -> dict[str, object]:
    return {"name": "a", "ratio": 0.5, "goal": 0.45, "better": "higher", "baseline": "b", "detail": {}} | changes


@pytest.mark.parametrize("measured", [blocks, block_requests])
def test_lines_of_the_blocks_have_the_promised_form(measured) -> None:
    figures = list(measured.run(True))
    assert {figure["name"] for figure in figures} == {name for name, run in benchmark.RUNS.items() if run is measured.run}
    assert all(set(figure) == FIELDS and figure["better"] == "lower" and figure["ratio"] > 0 for figure in figures)


def test_line_of_the_ingest_is_the_median_of_its_rounds() -> None:
    rounds = [ingest.Round(posted=4.0, copied=copied, copied_at_once=1.0) for copied in (1.0, 2.0, 3.6)]
    figure = ingest.describe(rounds, ingest.QUICK, {"fsync": "on"})
    assert set(figure) == FIELDS
    assert (figure["name"], figure["ratio"], figure["goal"], figure["better"]) == ("ingest_http_1", 0.5, 0.45, "higher")
    assert figure["detail"]["fsync"] == "on"
    assert (figure["detail"]["lowest"], figure["detail"]["highest"], figure["detail"]["of_one_big_copy"]) == (0.25, 0.9, 0.25)


@pytest.mark.parametrize(
    ("changes", "met"),
    [
        ({}, True),
        ({"ratio": 0.44}, False),
        ({"ratio": 13, "goal": 12, "better": "lower"}, False),
        ({"ratio": 11, "goal": 12, "better": "lower"}, True),
        ({"ratio": 99, "goal": None, "better": "lower"}, True),
    ],
)
def test_goal_is_met_on_its_right_side_only(changes, met) -> None:
    assert benchmark.meets_goal(make_figure(**changes)) is met


@pytest.mark.parametrize(("ratio", "status"), [(0.5, 0), (0.4, 1)])
def test_named_figures_are_printed_a_line_each_and_a_missed_goal_is_the_status(monkeypatch, capsys, ratio, status) -> None:
    figures = [make_figure(name="a", ratio=ratio), make_figure(name="b", ratio=0)]
    monkeypatch.setattr(benchmark, "RUNS", {"a": lambda quick: figures, "b": lambda quick: figures})
    assert benchmark.main(["--quick", "a"]) == status
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [figures[0]]


def test_unknown_figure_is_refused_with_the_known_ones(capsys) -> None:
    with pytest.raises(SystemExit):
        benchmark.main(["ingest_by_hand"])
    assert "ingest_http_1" in capsys.readouterr().err
