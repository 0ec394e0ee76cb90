"""The dry run: what a sheet would change, row by row, and what stands in its way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.dossiers.marking.access import Work
from maslak_companion.dossiers.marking.drafts import list_unmarked, score_stage
from maslak_companion.dossiers.sheets.cells import contradicts, read_band, read_words
from maslak_companion.dossiers.sheets.columns import (
    DOSSIER,
    ID,
    MARK,
    Identity,
    band_code,
    build_body,
    digest_cells,
    flatten_body,
    list_input_codes,
    read_identity,
)
from maslak_companion.dossiers.sheets.sheet_table import SheetTable
from maslak_companion.dossiers.sheets.standing import Place, Standing, find_standings
from maslak_domain.language import to_western_digits
from maslak_xblocks.workbook import Cell

_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell or a row: `reference` is B7 where a cell is meant, else the row's number."""

    reference: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that differs from what is kept."""

    reference: str
    code: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row of the sheet. `outcome` is same, change, moved (the mark changed meanwhile), held or published."""

    number: int
    outcome: str
    identity: Identity
    standing: Standing
    changes: tuple[Change, ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict)
    mark_before: Decimal | None = None
    mark_after: Decimal | None = None
    is_complete: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen to every row, and every fault; with one fault nothing is taken over."""

    rows: Sequence[PlannedRow]
    faults: Sequence[Fault]

    def list_rows(self, outcome: str) -> list[PlannedRow]:
        """Return the rows to which this would happen."""
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def seen(self) -> str:
        """A digest of all that would be written: what a person said yes to is what is written, or nothing is."""
        said = [[str(row.identity), row.standing.version, digest_cells(_flatten(row))] for row in self.list_rows("change")]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:24]


def make_plan(
    session: Session, account: Account, place: Place, table: SheetTable, *, words: Mapping[str, int], at: datetime
) -> Plan:  # fmt: skip
    """Hold a sheet against the marks as they stand now."""
    named = [(number, cells, read_identity(cells[ID].text) if ID in cells else None) for number, cells in table.rows]
    standings = find_standings(session, account, place, {each.round_id for _, _, each in named if each}, at)
    faults: list[Fault] = []
    rows: list[PlannedRow] = []
    met: set[UUID] = set()
    for number, cells, identity in named:
        reader = _RowReader(number, cells, table.columns, place)
        reader.check_identity(identity, standings, met)
        entered = reader.read_inputs(words)
        if not reader.faults and identity is not None:
            rows.append(_plan_row(number, identity, standings[identity.round_id], entered, table.columns, place))
            reader.check_mark(rows[-1].mark_after)
        faults += reader.faults
    return Plan(rows, faults)


class _RowReader:
    """Reads the cells of one row and notes every fault with its reference."""

    def __init__(self, number: int, cells: Mapping[str, Cell], columns: Mapping[str, str], place: Place) -> None:
        self._number, self._cells, self._columns, self._place = number, cells, columns, place
        self.faults: list[Fault] = []

    def check_identity(self, identity: Identity | None, standings: Mapping[UUID, Standing], met: set[UUID]) -> None:
        """Note a row that is nobody's, that is there twice, or whose hidden cell was sorted away from the others."""
        if identity is None:
            self.faults.append(Fault(str(self._number), "no_identity"))
            return
        if identity.round_id in met:
            self.faults.append(Fault(str(self._number), "row_twice"))
        elif identity.round_id not in standings:
            self.faults.append(Fault(str(self._number), "row_unknown"))
        elif not self._says_dossier(standings[identity.round_id].work, identity):
            self._note(DOSSIER, "row_mixed", self._cells[DOSSIER].text if DOSSIER in self._cells else "")
        met.add(identity.round_id)

    def read_inputs(self, words: Mapping[str, int]) -> dict[str, str]:
        """Return what the marker entered."""
        entered = {}
        for code in list_input_codes(self._place.stage.criteria):
            cell = self._cells.get(code)
            if cell is None:
                continue
            text, fault = read_band(cell, words) if code.startswith(band_code("")) else read_words(cell)
            if fault:
                self._note(code, fault, cell.text[:40])
            elif text:
                entered[code] = text
        return entered

    def check_mark(self, mark: Decimal | None) -> None:
        """Note a mark that somebody wrote over the one that the bands make."""
        if MARK in self._cells and contradicts(self._cells[MARK], mark):
            self._note(MARK, "mark_differs", self._cells[MARK].text[:40])

    def _says_dossier(self, work: Work, identity: Identity) -> bool:
        # A sheet may have been written while names were hidden, and come back when they no longer are.
        shown = to_western_digits(self._cells[DOSSIER].text).strip() if DOSSIER in self._cells else ""
        return identity.dossier in work.numbers and shown.partition(".")[0] == str(identity.dossier)

    def _note(self, code: str, reason: str, detail: str = "") -> None:
        self.faults.append(Fault(f"{self._columns.get(code, '')}{self._number}", reason, detail))


def _plan_row(
    number: int, identity: Identity, standing: Standing, entered: Mapping[str, str], columns: Mapping[str, str], place: Place
) -> PlannedRow:
    criteria = place.stage.criteria
    kept = flatten_body(standing.body, criteria)
    changes = tuple(
        Change(f"{columns[code]}{number}", code, kept.get(code, ""), entered.get(code, ""))
        for code in list_input_codes(criteria)
        if kept.get(code, "") != entered.get(code, "")
    )
    body = build_body(entered, criteria, standing.body)
    return PlannedRow(
        number=number,
        outcome=_decide(identity, standing, entered, is_changed=bool(changes)),
        identity=identity,
        standing=standing,
        changes=changes,
        body=body,
        mark_before=_mark(standing.body, place),
        mark_after=_mark(body, place),
        is_complete=not list_unmarked(place.stage, body),
    )


def _decide(identity: Identity, standing: Standing, entered: Mapping[str, str], *, is_changed: bool) -> str:
    if not is_changed or digest_cells(entered) == identity.digest:
        # What nobody touched in the sheet says nothing, even where the mark moved on meanwhile.
        return "same"
    if standing.state == "published":
        return "published"
    if standing.state == "settled":
        return "moved"
    if standing.held_by:
        return "held"
    return "change" if standing.version == identity.version else "moved"


def _mark(body: Mapping[str, Any], place: Place) -> Decimal | None:
    score = score_stage(place.project, place.stage, body)
    return None if score is None else (score * place.offering.scale).quantize(_CENT)


def _flatten(row: PlannedRow) -> dict[str, str]:
    work = row.standing.work
    return flatten_body(row.body, work.stage.criteria if work.stage else ())
