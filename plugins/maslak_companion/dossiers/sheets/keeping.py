"""A sheet that came back: kept until its marker says yes, then taken over whole in one transaction, once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.dossiers.double_marking.errors import SeatsTakenError
from maslak_companion.dossiers.double_marking.seats import save_own, take_seat
from maslak_companion.dossiers.marking import drafts
from maslak_companion.dossiers.marking.errors import HeldByOtherError, MarkingStateError, StaleMarkingError
from maslak_companion.dossiers.marking.models import Marking
from maslak_companion.dossiers.sheets.columns import list_input_codes
from maslak_companion.dossiers.sheets.errors import SheetFaultyError, SheetMovedError, SheetNotFoundError
from maslak_companion.dossiers.sheets.models import MarkSheet
from maslak_companion.dossiers.sheets.plan import Plan, PlannedRow
from maslak_companion.dossiers.sheets.sheet_table import SheetTable, read_table
from maslak_companion.dossiers.sheets.standing import Place
from maslak_xblocks.workbook import Cell


def keep_sheet(session: Session, account: Account, place: Place, raw: bytes, *, name: str, at: datetime) -> UUID:
    """Keep what a file says until its marker looked at it; the sheet before it is forgotten. Raises SheetFileError."""
    table = read_table(raw, list_input_codes(place.stage.criteria))
    rows = [[number, {code: [cell.text, cell.fault] for code, cell in cells.items()}] for number, cells in table.rows]
    session.execute(
        delete(MarkSheet).where(
            MarkSheet.account_id == account.id, MarkSheet.offering_id == place.offering.id,
            MarkSheet.usage_key == place.project.usage_key, MarkSheet.stage == place.stage.id,
        )
    )  # fmt: skip
    sheet = MarkSheet(
        account_id=account.id, offering_id=place.offering.id, usage_key=place.project.usage_key, stage=place.stage.id,
        file_name=name[:120], cells={"columns": dict(table.columns), "rows": rows}, received_at=at,
    )  # fmt: skip
    session.add(sheet)
    session.flush()
    return sheet.id


def get_sheet(session: Session, account: Account, offering_id: UUID, sheet_id: UUID) -> MarkSheet:
    """Return a sheet of this marker, locked where the request writes; raises SheetNotFoundError, for another's as for none."""
    query = select(MarkSheet).where(MarkSheet.id == sheet_id, MarkSheet.account_id == account.id, MarkSheet.offering_id == offering_id)
    sheet = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if sheet is None:
        raise SheetNotFoundError("there is no such sheet")
    return sheet


def read_kept(sheet: MarkSheet) -> SheetTable:
    """Return what a kept sheet says."""
    rows = [(int(number), {code: Cell(text, fault) for code, (text, fault) in cells.items()}) for number, cells in sheet.cells["rows"]]
    return SheetTable(dict(sheet.cells["columns"]), rows)


def take_over(session: Session, sheet: MarkSheet, plan: Plan, act: drafts.Act, *, seen: str, call_ready: bool) -> int:
    """Write what the plan changes as this marker's drafts and return how many; twice is once.

    `seen` is the plan that the page showed; `call_ready` calls complete rows ready to be published. Raises SheetFaultyError,
    SheetMovedError; then the request takes back what it wrote.
    """
    if sheet.taken_over_at is not None:
        return 0
    if plan.faults:
        raise SheetFaultyError("a cell cannot be taken over", faults=len(plan.faults))
    if plan.seen != seen:
        raise SheetMovedError("a mark changed since the page was opened")
    rows = plan.list_rows("change")
    try:
        # In the order of their rounds, so that two sheets never wait for one another.
        for row in sorted(rows, key=lambda each: each.identity.round_id):
            _write(session, row, act, call_ready=call_ready)
    except (HeldByOtherError, MarkingStateError, SeatsTakenError, StaleMarkingError) as error:
        raise SheetMovedError("a mark changed since the page was opened") from error
    sheet.taken_over_at = act.at
    session.flush()
    return len(rows)


def _write(session: Session, row: PlannedRow, act: drafts.Act, *, call_ready: bool) -> None:
    work = row.standing.work
    if work.rule.is_double:
        _write_own(session, row, act, is_done=call_ready and row.is_complete)
        return
    known = session.scalar(
        select(Marking.version).where(Marking.round_id == work.round.id).with_for_update().execution_options(populate_existing=True)
    )
    taken = drafts.take(session, work, act)
    # A first taking makes version 1; whoever came in between left another one, or words of their own.
    if (known or 0) != row.standing.version or (known is None and (taken.version != 1 or taken.body)):
        raise StaleMarkingError("the marking changed since the page was opened")
    own = drafts.Act(act.account_id, act.name, act.at, taken.version)
    if call_ready and row.is_complete:
        drafts.call_ready(session, work, own, row.body)
    else:
        drafts.save(session, work, own, row.body)


def _write_own(session: Session, row: PlannedRow, act: drafts.Act, *, is_done: bool) -> None:
    """Write the marker's own mark of a round between two."""
    work, expected = row.standing.work, row.standing.version
    own = take_seat(session, work, act)
    if own.version != max(expected, 1) or (not expected and own.body):
        raise StaleMarkingError("the marking changed since the page was opened")
    save_own(session, work, drafts.Act(act.account_id, act.name, act.at, own.version), row.body, is_done=is_done)
