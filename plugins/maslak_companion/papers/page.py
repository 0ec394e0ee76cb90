"""What the pages about papers show, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maslak_companion.papers import wording
from maslak_companion.papers.codes import write_code
from maslak_companion.papers.errors import InvalidReceiptError, PaperOutdatedError, PaperReceivedError
from maslak_companion.papers.models import Paper, PaperReceipt
from maslak_companion.sign_offs import wording as answers
from maslak_companion.sign_offs.errors import InvalidAnswerError
from maslak_companion.sign_offs.models import SignOff
from maslak_domain.errors import DomainError


def describe_paper(paper: Paper, receipt: PaperReceipt | None) -> dict[str, Any]:
    """Return a paper and what became of it."""
    return {
        "code": write_code(paper.code),
        "key": paper.code,
        "language": paper.language,
        "made_at": paper.made_at,
        "tutor": paper.tutor_name,
        "digest": paper.digest,
        "receipt": receipt and {
            "signed_on": receipt.signed_on, "received_on": receipt.received_on, "received_by": receipt.received_by,
            "entered_at": receipt.entered_at, "scan": receipt.scan_name, "size": receipt.scan_size, "digest": receipt.scan_digest,
        },
    }  # fmt: skip


def describe_answer(row: SignOff) -> dict[str, Any]:
    """Return what the tutor ticked, as it was entered."""
    return {"kind": row.kind, "seen": row.seen, "ratings": row.ratings, "remark": row.remark}


def describe_refusal(error: DomainError | None) -> Mapping[str, Any]:
    """Return the sentence above the form and those beside its fields, by the field that is meant."""
    if isinstance(error, InvalidReceiptError):
        field = str(error.params["field"])
        return {"message": "", "errors": {field: wording.error_words()[f"{field} {error.params['reason']}"]}}
    if isinstance(error, InvalidAnswerError):
        field = str(error.params["field"])
        if field == "kind" and error.params.get("reason") != "nothing_claimed":
            return {"message": "", "errors": {"kind": wording.error_words()["kind missing"]}}
        name = "remark_too_long" if error.params.get("reason") == "too_long" else "rating" if field.startswith("rating-") else field
        return {"message": "", "errors": {field: answers.error_words()[name]}}
    if isinstance(error, PaperOutdatedError) and error.params["reason"] == "entries":
        return {"message": "", "errors": {"accepts_age": wording.error_words()["accepts_age missing"]}}
    return {"message": _say(error), "errors": {}}


def _say(error: DomainError | None) -> str:
    if isinstance(error, PaperOutdatedError):
        return wording.change_words()[str(error.params["reason"])]
    if isinstance(error, PaperReceivedError):
        return wording.received_words()
    return answers.conflict_words()[error.code] if error else ""
