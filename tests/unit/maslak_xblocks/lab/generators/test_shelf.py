"""What was made stays a while, within bounds, and is what would be made again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from maslak_xblocks.lab.generators import GENERATORS, DataPlan, make_data
from maslak_xblocks.lab.generators.dataset import Column, DataSet, Table
from maslak_xblocks.lab.generators.shelf import Shelf


def make_set(rows: int, name: str = "a") -> DataSet:
    return DataSet(Table((Column("n", "number", ""),), tuple((at,) for at in range(rows))), {}, (name,) if name == "log" else ())


def counting(made: list[str], name: str, rows: int) -> Callable[[], DataSet]:
    def make() -> DataSet:
        made.append(name)
        return make_set(rows)

    return make


def test_data_is_made_once_and_again_only_after_it_left() -> None:
    shelf, made = Shelf(most_sets=2), list[str]()
    for name in ("a", "b", "a", "c", "a", "b"):
        shelf.get(name, counting(made, name, 3))
    assert made == ["a", "b", "c", "b"]
    assert len(shelf) == 2


def test_large_sets_make_room_for_one_another() -> None:
    shelf = Shelf(most_cells=10)
    for name in "abcde":
        shelf.get(name, lambda: make_set(4))
        assert shelf.cells <= 10
    assert (len(shelf), shelf.cells) == (2, 8)
    assert shelf.get("too large", lambda: make_set(11)).table.rows[10] == (10,)
    assert (len(shelf), shelf.cells) == (0, 0)


def test_lines_of_a_log_weigh_too() -> None:
    shelf = Shelf()
    shelf.get("log", lambda: make_set(1, "log"))
    assert shelf.cells == 5


def test_threads_that_ask_at_once_leave_the_count_right() -> None:
    shelf = Shelf(most_sets=8)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda at: shelf.get(at % 20, lambda: make_set(at % 20)), range(2000)))
    assert shelf.cells == sum(len(data.table.rows) for data in shelf._kept.values())
    assert len(shelf) <= 8


@pytest.mark.parametrize("name", GENERATORS)
def test_what_is_kept_is_what_its_generator_makes(name: str) -> None:
    rows, maker = GENERATORS[name].LEAST_ROWS, GENERATORS[name]
    assert DataPlan(name, "s", rows).make() is make_data(name, "s", rows)
    assert make_data(name, "s", rows) == maker.generate("s", rows)
    assert make_data(name, "other", rows) != make_data(name, "s", rows) != make_data(name, "s", rows + 1)
    assert bool(make_data(name, "s", rows).log) is maker.HAS_LOG
