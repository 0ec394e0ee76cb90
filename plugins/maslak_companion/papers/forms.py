"""What staff typed of a paper that came back, read and capped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from werkzeug.datastructures import FileStorage

from maslak_companion.papers.errors import InvalidReceiptError
from maslak_companion.papers.models import Paper
from maslak_companion.papers.receiving import LARGEST_SCAN, Arrival
from maslak_companion.placements.errors import InvalidPlacementError
from maslak_companion.placements.forms import read_day
from maslak_companion.sign_offs.content import Claim
from maslak_companion.sign_offs.forms import read_answer
from maslak_companion.sign_offs.recording import Answer
from maslak_xblocks.logbook.port import Upload


def read_paper_answer(typed: Mapping[str, str], paper: Paper, claim: Claim) -> Answer:
    """Return what the tutor ticked, about exactly what was printed."""
    fixed = {"digest": paper.digest, "follows": str(paper.follows), "request_key": paper.code}
    return read_answer({**typed, **fixed}, claim.competencies)


def read_arrival(typed: Mapping[str, str], scan: FileStorage | None) -> Arrival:
    """Return how the paper came back; raises InvalidReceiptError for what is no date."""
    content = scan.stream.read(LARGEST_SCAN + 1) if scan else b""
    return Arrival(
        scan=Upload(scan.filename or "", content) if scan and content else None,
        signed_on=_read_day(typed, "signed_on"),
        received_on=_read_day(typed, "received_on"),
        received_by=" ".join(typed.get("received_by", "").split())[:201],
        accepts_age=bool(typed.get("accepts_age")),
    )


def _read_day(typed: Mapping[str, str], field: str) -> date:
    try:
        return read_day(typed, field)
    except InvalidPlacementError as error:
        raise InvalidReceiptError("this is not a date", field=field, reason="not_a_date") from error
