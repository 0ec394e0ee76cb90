"""Where data that was made stays a while: one attempt's page, file and marks ask for the same, and making it is most of the work.

What is kept is a pure function of its key, so a process may give it to whoever asks for that key. At most 256 sets with 200,000
cells between them are kept, the least lately asked for leaving first: about twenty megabytes in a process.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final

from maslak_xblocks.lab.generators.dataset import DataSet

MOST_SETS: Final = 256
MOST_CELLS: Final = 200_000


class Shelf:
    """Sets of data by their key; threads may share it. Two that ask for the same new key at once both make it."""

    def __init__(self, most_sets: int = MOST_SETS, most_cells: int = MOST_CELLS) -> None:
        self._most_sets, self._most_cells = most_sets, most_cells
        self._kept: OrderedDict[Hashable, DataSet] = OrderedDict()
        self._cells, self._lock = 0, Lock()

    def get(self, key: Hashable, make: Callable[[], DataSet]) -> DataSet:
        """Give the data of a key, made now where it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._cells += _count_cells(made)
                while self._kept and (len(self._kept) > self._most_sets or self._cells > self._most_cells):
                    _, left = self._kept.popitem(last=False)
                    self._cells -= _count_cells(left)
        return made

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def cells(self) -> int:
        """How many cells are kept."""
        return self._cells


def _count_cells(data: DataSet) -> int:
    """Count the cells of a set; a line of a log weighs as much as some cells."""
    return len(data.table.rows) * len(data.table.columns) + 4 * len(data.log)
