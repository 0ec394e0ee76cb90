"""What makes the data: one pure module for each kind, known here by name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from maslak_xblocks.lab.generators import access_log, classifier_predictions, cloud_bill, pipeline_runs, sales_table, test_runs
from maslak_xblocks.lab.generators.dataset import DataSet, Generator
from maslak_xblocks.lab.generators.shelf import Shelf

GENERATORS: Final[Mapping[str, Generator]] = {
    module.NAME: cast(Generator, module)
    for module in (sales_table, access_log, classifier_predictions, test_runs, cloud_bill, pipeline_runs)
}


def make_seed(generator: str, usage_key: str, learner_key: str, attempt: int, salt: str = "") -> str:
    """Give the seed of one attempt of one learner at one lab; a new salt gives everybody new data."""
    told = "\n".join(("maslak-lab/1", generator, salt, usage_key, learner_key, str(attempt)))
    return hashlib.sha256(told.encode()).hexdigest()


_shelf: Final = Shelf()


def make_data(generator: str, seed: str, rows: int) -> DataSet:
    """Give the data of a seed. It stays on a shelf: the page, the file and the marking of one attempt ask for the same."""
    return _shelf.get((generator, seed, rows), lambda: GENERATORS[generator].generate(seed, rows))


@dataclass(frozen=True)
class DataPlan:
    """Which data an attempt has: all that making it depends on, and nothing of it until somebody asks."""

    generator: str
    seed: str
    rows: int

    def make(self) -> DataSet:
        """Give the data."""
        return make_data(self.generator, self.seed, self.rows)
