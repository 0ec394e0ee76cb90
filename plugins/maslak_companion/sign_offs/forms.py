"""What a company tutor or an academic tutor typed, read and capped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from maslak_companion.sign_offs.countersigning import Verdict
from maslak_companion.sign_offs.recording import LONGEST_REMARK, Answer

_LONGEST_KEY = 64


def read_answer(typed: Mapping[str, str], competencies: Iterable[str]) -> Answer:
    """Return the answer that a form holds, complete or not."""
    follows = typed.get("follows", "")
    return Answer(
        kind=typed.get("kind", "")[:20],
        seen=typed.get("seen", "")[:10],
        ratings={each: typed.get(f"rating-{each}", "")[:20] for each in competencies},
        remark=typed.get("remark", "").strip()[: LONGEST_REMARK + 1],
        digest=typed.get("digest", "")[:64],
        follows=int(follows) if follows.isdecimal() and len(follows) < 6 else -1,
        request_key=typed.get("request_key", "")[:_LONGEST_KEY],
    )


def keep_fields(typed: Mapping[str, str], competencies: Iterable[str]) -> dict[str, str]:
    """Return what a draft keeps: the three answers, never the code."""
    names = ["seen", "remark", *(f"rating-{each}" for each in competencies)]
    return {name: typed[name][:LONGEST_REMARK] for name in names if typed.get(name)}


def read_verdict(typed: Mapping[str, str], competencies: Iterable[str]) -> Verdict:
    """Return what an academic tutor decided; a sign-off that cannot be named is one that does not exist."""
    try:
        sign_off_id = UUID(typed.get("sign_off", ""))
    except ValueError:
        sign_off_id = UUID(int=0)
    return Verdict(
        sign_off_id=sign_off_id,
        countersigns=typed.get("act") == "countersign",
        ratings={each: typed.get(f"rating-{each}", "")[:20] for each in competencies},
        reason=typed.get("reason", "").strip()[: LONGEST_REMARK + 1],
    )
