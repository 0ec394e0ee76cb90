"""How the registry refuses a signed request: with the status that the sync protocol gives each code."""

from __future__ import annotations

from flask import Response

from maslak_domain.errors import DomainError
from maslak_web.problems import STATUS_BY_CATEGORY, make_problem
from maslak_web.sessions import abandon_session

# Where the protocol's status differs from the one of the error's category.
STATUS_BY_CODE = {"digest_mismatch": 400, "malformed_batch": 400, "malformed_entry": 400, "nonce_reused": 409, "institution_frozen": 423}


def refuse(error: DomainError) -> Response:
    """Answer a refusal and keep nothing of the request; the error handler of every blueprint that signed requests reach."""
    abandon_session()
    status = STATUS_BY_CODE.get(error.code, STATUS_BY_CATEGORY[error.category])
    return make_problem(status, error.code, error.detail, dict(error.params))
