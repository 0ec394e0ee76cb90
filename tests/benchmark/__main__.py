"""Prints each promised figure as a ratio measured in this run: `python -m tests.benchmark [--quick] [NAME…]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable

from tests.benchmark import block_requests, blocks, content_build, content_check, ingest
from tests.benchmark.block_samples import SAMPLES

Figures = Iterable[dict[str, object]]
RUNS: dict[str, Callable[[bool], Figures]] = {
    **{f"{kind}_{name}": blocks.run for name in SAMPLES for kind in ("view", "handler_json", "handler", "marking", "weight_kb")},
    **{f"request_json_{name}": block_requests.run for name in block_requests.MEASURED},
    "content_check": content_check.run,
    "content_build": content_build.run,
    "content_build_whole": content_build.run,
    "ingest_http_1": ingest.run,
}


def main(arguments: list[str]) -> int:
    """Run the named figures (all without names), print one JSON object a line, and return 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(RUNS)}")
    parser.add_argument("--quick", action="store_true", help="bound each figure to seconds")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(RUNS))
    if unknown:
        parser.error(f"unknown figure: {', '.join(unknown)}; there are {', '.join(RUNS)}")
    wanted = options.names or list(RUNS)
    missed = False
    for run in dict.fromkeys(RUNS[name] for name in wanted):
        for figure in run(options.quick):
            if figure["name"] in wanted:
                print(json.dumps(figure), flush=True)
                missed = missed or not meets_goal(figure)
    return int(missed)


def meets_goal(figure: dict[str, object]) -> bool:
    """Tell whether a figure's ratio is on the right side of its goal; one without a goal is for information."""
    if figure["goal"] is None:
        return True
    ratio, goal = float(str(figure["ratio"])), float(str(figure["goal"]))
    return ratio >= goal if figure["better"] == "higher" else ratio <= goal


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
