"""Reading a table or a log: choosing the rows that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maslak_domain.language import Language
from maslak_xblocks.attributes import refuse_repeats
from maslak_xblocks.checkpoint.items.choice import Option, mark_options
from maslak_xblocks.checkpoint.items.reading import is_partial, take_names
from maslak_xblocks.checkpoint.items.task import Shuffle
from maslak_xblocks.checkpoint.items.verdict import Response, Verdict
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, inner_html, line_of, require
from maslak_xblocks.sanitise import sanitise


@dataclass(frozen=True)
class TableTask:
    """Rows in the order of their source, of which any number is right. ``cells`` are those that are the same in every language."""

    rows: tuple[Option, ...]
    cells: Mapping[str, tuple[str, ...]]
    partial: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of the rows, from the top."""
        return tuple(row.id for row in self.rows)

    @property
    def is_code(self) -> bool:
        """Whether the rows are the same in every language, as the lines of a log are."""
        return len(self.cells) == len(self.rows)

    def show(self, shuffle: Shuffle) -> Sequence[str]:
        """Give the rows as they stand: the order of a log is part of what it says."""
        return self.names

    def read_response(self, given: object, known: Mapping[str, str], language: Language) -> Response:
        """Give the chosen rows, sorted. Raises InvalidPayloadError and EmptyAnswerError."""
        return sorted(set(take_names(given, known, len(self.rows))))

    def mark(self, response: Response) -> Verdict:
        """Give all or nothing; with partial scoring, right rows less wrong ones, over the number of right rows."""
        return mark_options(self.rows, response, self.partial)

    def right_response(self) -> Response:
        """Give the right rows."""
        return sorted(row.id for row in self.rows if row.correct)


def read_table(node: Element) -> TableTask:
    """Read the rows of a table and which of them are right. Raises OLXError."""
    nodes = node.findall("row")
    rows = tuple(Option(require(child, "id"), child.get("correct") == "true", child.get("misconception", "")) for child in nodes)
    refuse_repeats([row.id for row in rows], "row", node)
    if len(rows) < 2 or not any(row.correct for row in rows) or all(row.correct for row in rows):
        raise OLXError(f'the item "{node.get("id")}" needs right rows (correct="true") and others', line_of(node))
    shared = {row.id: read_cells(child) for row, child in zip(rows, nodes, strict=True)}
    return TableTask(rows, {name: cells for name, cells in shared.items() if cells}, is_partial(node))


def read_cells(node: Element) -> tuple[str, ...]:
    """Give the cells of a row, sanitised."""
    return tuple(sanitise(inner_html(cell)) for cell in node.findall("cell"))


def read_table_text(node: Element, task: TableTask) -> tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]:
    """Give a variant's column heads, and the cells of every row: its own, else those of all languages. Raises OLXError."""
    heads = tuple(sanitise(inner_html(head)) for head in node.findall("column"))
    own = {require(child, "option"): read_cells(child) for child in node.findall("cells")}
    cells = {name: own.get(name) or task.cells.get(name, ()) for name in task.names}
    width = len(heads) or max(map(len, cells.values()))
    for name, row in cells.items():
        if not row or len(row) != width:
            raise OLXError(f'the row "{name}" has {len(row)} cells in this variant, not {width or "any"}', line_of(node))
    return heads, cells
