"""A round between two markers as values: what the reader may see of it, and what is theirs to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.dossiers.double_marking.agreeing import find_agreement
from maslak_companion.dossiers.double_marking.comparing import ComparedRow, compare, measure, propose_body
from maslak_companion.dossiers.double_marking.models import Agreement, IndependentMark
from maslak_companion.dossiers.double_marking.seats import are_done, list_marks
from maslak_companion.dossiers.double_marking.services import SEATS
from maslak_companion.dossiers.marking.access import Work
from maslak_companion.dossiers.marking.drafts import score_stage
from maslak_companion.dossiers.marking.page import MarkPage, describe_work

_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class SeatView:
    """One of the two; `mark` lies on the offering's scale and is there only once both are done."""

    account_id: UUID
    name: str
    is_mine: bool
    is_done: bool
    mark: Decimal | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class OwnMark:
    """What the reader thinks."""

    body: Mapping[str, Any]
    version: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class SettlingView:
    """What is proposed or settled; `settled_by` is empty while it is a proposal, `reason` where the two agreed."""

    outcome: str
    body: Mapping[str, Any]
    mark: Decimal | None
    proposed_by: str
    is_mine: bool
    settled_by: str
    reason: str
    version: int


@dataclass(frozen=True, slots=True)
class DoublePage:
    """Everything that the page of a round between two shows to one reader.

    `duty` is what is theirs to do: sit (a seat is free), mark, wait, propose, agree, decide, or nothing.
    """

    page: MarkPage
    seats: Sequence[SeatView]
    own: OwnMark | None
    rows: Sequence[ComparedRow]
    gap: Decimal | None
    settling: SettlingView | None
    beginning: Mapping[str, Any]
    duty: str
    can_reopen: bool


def describe_double(session: Session, account: Account, work: Work, at: datetime) -> DoublePage:
    """Return the page of a round between two."""
    marks, agreement = list_marks(session, work.round.id), find_agreement(session, work.round.id)
    names = _name(session, marks, agreement)
    both = are_done(marks)
    own = next((each for each in marks if each.account_id == account.id), None)
    bodies = (marks[0].body, marks[1].body) if both else ({}, {})
    rows = compare(work.stage, bodies, work.rule.tolerance) if both else []
    page = describe_work(session, account, work, at)
    gap = measure(work.project, rows)
    return DoublePage(
        page=page,
        seats=[_describe_seat(each, account, work, names, is_open=both) for each in marks],
        own=OwnMark(own.body, own.version, own.state == "done") if own else None,
        rows=rows,
        gap=None if gap is None else (gap * work.offering.scale).quantize(_CENT),
        settling=_describe_settling(agreement, account, work, names) if agreement and both else None,
        beginning=agreement.body if agreement else propose_body(rows, bodies),
        duty=_find_duty(work, own, marks, agreement, is_told=page.round.told is not None),
        can_reopen=page.round.told is None and agreement is not None and agreement.settled_by is not None,
    )


def _find_duty(work: Work, own: IndependentMark | None, marks: list[IndependentMark], agreement: Agreement | None, *, is_told: bool) -> str:
    if is_told or (agreement is not None and agreement.settled_by is not None):
        return "nothing"
    if are_done(marks):
        if own is None:
            return "decide"
        return "agree" if agreement is not None and agreement.proposed_by != own.account_id else "propose"
    if own is not None:
        return "wait" if own.state == "done" else "mark"
    return "sit" if work.rule.is_double and len(marks) < SEATS else "nothing"


def _describe_seat(row: IndependentMark, account: Account, work: Work, names: Mapping[UUID, str], *, is_open: bool) -> SeatView:
    score = score_stage(work.project, work.stage, row.body) if is_open else None
    return SeatView(
        account_id=row.account_id,
        name=names.get(row.account_id, ""),
        is_mine=row.account_id == account.id,
        is_done=row.state == "done",
        mark=None if score is None else (score * work.offering.scale).quantize(_CENT),
        remark=str(row.body.get("remark", "")) if is_open else "",
    )


def _describe_settling(row: Agreement, account: Account, work: Work, names: Mapping[UUID, str]) -> SettlingView:
    score = score_stage(work.project, work.stage, row.body)
    return SettlingView(
        outcome=row.outcome,
        body=row.body,
        mark=None if score is None else (score * work.offering.scale).quantize(_CENT),
        proposed_by=names.get(row.proposed_by, ""),
        is_mine=row.proposed_by == account.id,
        settled_by=names.get(row.settled_by, "") if row.settled_by else "",
        reason=row.reason,
        version=row.version,
    )


def _name(session: Session, marks: list[IndependentMark], agreement: Agreement | None) -> dict[UUID, str]:
    ids = {each.account_id for each in marks}
    if agreement is not None:
        ids |= {each for each in (agreement.proposed_by, agreement.settled_by) if each}
    return {row.id: row.display_name or row.login for row in session.scalars(select(Account).where(Account.id.in_(ids)))}
