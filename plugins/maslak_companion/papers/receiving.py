"""A paper that came back: its scan is kept, and what the tutor wrote on it becomes the same sign-off as an answer by link."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from maslak_companion.logbooks.files import name_file, recognise
from maslak_companion.papers.errors import InvalidReceiptError, PaperOutdatedError, PaperReceivedError
from maslak_companion.papers.models import Paper, PaperReceipt
from maslak_companion.placements.services import Actor, get_placement, record_event
from maslak_companion.sign_offs.content import Claim, read_claim
from maslak_companion.sign_offs.errors import AlreadyCountersignedError
from maslak_companion.sign_offs.models import SignOff
from maslak_companion.sign_offs.recording import Answer, Signature, record_sign_off
from maslak_companion.sign_offs.services import check_answer, find_latest, is_countersigned
from maslak_web.i18n import TIME_ZONE
from maslak_xblocks.logbook.errors import EvidenceTypeError
from maslak_xblocks.logbook.port import Upload

LARGEST_SCAN = 10 * 1024 * 1024
_SCANS = frozenset({"application/pdf", "image/jpeg", "image/png"})
# Answers that hold whatever was written since: they say nothing about the work that is claimed.
_ABOUT_NOTHING = frozenset({"disagreed", "no_longer_tutor"})
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a paper came back: its scan, the two days, who had it in hand, and whether its age was accepted knowingly."""

    scan: Upload | None
    signed_on: date
    received_on: date
    received_by: str
    accepts_age: bool

    def digest(self, answer: Answer) -> str:
        """Return what two sendings of the same form agree on."""
        scan = hashlib.sha256(self.scan.content if self.scan else b"").hexdigest()
        parts = (answer.request_digest, scan, self.signed_on.isoformat(), self.received_on.isoformat(), self.received_by)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def receive_paper(session: Session, paper: Paper, answer: Answer, arrival: Arrival, *, today: date, actor: Actor) -> PaperReceipt:
    """Record what the tutor wrote on a paper, once; the same form sent twice is one receipt.

    Raises PaperReceivedError, InvalidReceiptError, InvalidAnswerError, PaperOutdatedError, AlreadyCountersignedError.
    """
    get_placement(session, paper.placement_id, lock=True)
    known = session.get(PaperReceipt, paper.id)
    if known is not None:
        if known.request_digest == arrival.digest(answer):
            return known
        raise PaperReceivedError("this paper was received before")
    claim = read_claim(session, paper.placement_id, paper.period_id)
    _check_arrival(paper, arrival, today)
    check_answer(claim, answer)
    _check_standing(session, paper, claim, answer, arrival)
    signature = Signature(paper.tutor_id, paper.tutor_name, paper_id=paper.id)
    sign_off = record_sign_off(session, claim, answer, signature, shown=(paper.content, paper.digest), at=actor.at)
    record_event(session, paper.placement_id, "paper_received", actor, paper.code)
    return _keep(session, paper, sign_off, answer, arrival, actor)


def find_change(paper: Paper, claim: Claim, latest: SignOff | None, *, signed_on: date | None = None) -> str | None:
    """Return what has moved since a paper was printed, the gravest first: contract, tutor, answer, missions or entries.

    A contract that was broken off takes nothing back of what was signed before.
    """
    placement = claim.placement
    if placement.broken_on is not None and (signed_on is None or signed_on > placement.broken_on):
        return "contract"
    if placement.tutor_id != paper.tutor_id or placement.tutor_left_at is not None:
        return "tutor"
    if (latest.revision if latest else 0) != paper.follows:
        return "answer"
    if not claim.has_same_missions(paper.content):
        return "missions"
    return "entries" if claim.digest != paper.digest else None


def _check_arrival(paper: Paper, arrival: Arrival, today: date) -> None:
    printed_on = paper.made_at.astimezone(TIME_ZONE).date()
    if not printed_on <= arrival.signed_on <= today:
        raise InvalidReceiptError("a paper is signed once it is printed", field="signed_on", reason="outside")
    if not arrival.signed_on <= arrival.received_on <= today:
        raise InvalidReceiptError("a paper is received once it is signed", field="received_on", reason="outside")
    if not arrival.received_by or len(arrival.received_by) > _LONGEST_NAME:
        raise InvalidReceiptError("somebody had the paper in hand", field="received_by", reason="missing")
    if arrival.scan is None or not arrival.scan.content:
        raise InvalidReceiptError("the scan is the evidence", field="scan", reason="missing")
    if len(arrival.scan.content) > LARGEST_SCAN:
        raise InvalidReceiptError("the scan is too large", field="scan", reason="too_large")
    _recognise_scan(arrival.scan.content)


def _recognise_scan(content: bytes) -> tuple[str, str]:
    try:
        found = recognise(content)
    except EvidenceTypeError:
        found = ("", "")
    if found[0] not in _SCANS:
        raise InvalidReceiptError("a scan is a PDF or a picture", field="scan", reason="type")
    return found


def _check_standing(session: Session, paper: Paper, claim: Claim, answer: Answer, arrival: Arrival) -> None:
    latest = find_latest(session, paper.period_id)
    if latest is not None and latest.digest == paper.digest and is_countersigned(session, latest):
        raise AlreadyCountersignedError("the school has already answered this")
    change = find_change(paper, claim, latest, signed_on=arrival.signed_on)
    if change in ("missions", "entries") and answer.kind in _ABOUT_NOTHING:
        change = None
    # What was written later takes nothing back of what was signed; but whoever enters it must know that it is older.
    if change is not None and not (change == "entries" and arrival.accepts_age):
        raise PaperOutdatedError("the paper says something else than what stands", reason=change)


def _keep(session: Session, paper: Paper, sign_off: SignOff, answer: Answer, arrival: Arrival, actor: Actor) -> PaperReceipt:
    upload = arrival.scan or Upload("", b"")
    content_type, extension = _recognise_scan(upload.content)
    receipt = PaperReceipt(
        paper_id=paper.id, sign_off_id=sign_off.id, signed_on=arrival.signed_on, received_on=arrival.received_on,
        received_by=arrival.received_by, entered_by=actor.id, entered_at=actor.at, request_digest=arrival.digest(answer),
        scan_name=name_file(upload.name, extension), scan_type=content_type, scan_size=len(upload.content),
        scan_digest=hashlib.sha256(upload.content).hexdigest(), scan=upload.content,
    )  # fmt: skip
    session.add(receipt)
    session.flush()
    return receipt
