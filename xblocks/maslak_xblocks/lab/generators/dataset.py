"""What a generator gives: a table for the learner, and what is true of it for the server alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, Protocol, TypeAlias

FactKind = Literal["number", "text", "table"]
ColumnKind = Literal["text", "code", "number"]
Cell: TypeAlias = str | int | Decimal

MAX_ROWS: Final = 2000


def mark(message: str) -> str:
    """Mark a text for the catalogues; the page translates it. Gives the text as it is."""
    return message


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, what its cells are, and what they mean, as a message in English."""

    name: str
    kind: ColumnKind
    about: str


@dataclass(frozen=True)
class Table:
    """Rows of text, whole numbers and decimals; an empty text is a missing value."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class TableFact:
    """A table that an answer is compared with: rows are found by ``keys``, of which each may be written in several ways."""

    columns: tuple[str, ...]
    keys: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by the cell's own writing


# A number; every way in which a text may be written, the first being the one that is shown; or a table.
Fact: TypeAlias = Decimal | tuple[str, ...] | TableFact


@dataclass(frozen=True)
class FactSpec:
    """What is promised of a fact before any data is made.

    ``about`` is its meaning, as a message in English. ``personal`` says that two learners hardly ever share it: a count of a
    few or one city of six is not.
    """

    kind: FactKind
    about: str
    personal: bool = True


@dataclass(frozen=True)
class DataSet:
    """One learner's data. ``log`` is the same table as lines that a server would write, where there is such a form."""

    table: Table
    facts: Mapping[str, Fact]
    log: tuple[str, ...] = ()


class Generator(Protocol):
    """A module that makes data."""

    NAME: str
    TITLE: str  # what the data is, as a message in English
    STEM: str  # the name of the file, without its ending
    LEAST_ROWS: int
    COLUMNS: tuple[Column, ...]
    FACTS: Mapping[str, FactSpec]
    HAS_LOG: bool  # whether the table can be had as lines of a log

    def generate(self, seed: str, rows: int) -> DataSet:
        """Make the data of a seed: the same bytes for ever. ``rows`` lies between LEAST_ROWS and MAX_ROWS."""
        ...
