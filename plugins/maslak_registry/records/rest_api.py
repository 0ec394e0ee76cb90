"""The API from which programs pull: records, their history, and the feed of changes."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from maslak_domain.sync import InvalidCursorError, decode_cursor, encode_cursor
from maslak_registry.access import services as access
from maslak_registry.access.readers import Reader
from maslak_registry.institutions import services as institutions
from maslak_registry.records import changes, services
from maslak_registry.records.errors import InvalidFilterError
from maslak_registry.records.filters import read_filters, read_limit, read_position, write_position
from maslak_registry.records.serialisation import change_to_json, record_to_json, revision_to_json
from maslak_web.access import machine
from maslak_web.clock import now
from maslak_web.problems import make_problem
from maslak_web.sessions import abandon_session, current_session

blueprint = Blueprint("records_api", __name__, url_prefix="/v1")


@blueprint.errorhandler(InvalidFilterError)
@blueprint.errorhandler(InvalidCursorError)
def refuse_query(error: InvalidFilterError | InvalidCursorError) -> Response:
    """Answer a senseless question with what the parameter may be."""
    abandon_session()
    return make_problem(400, error.code, error.detail, dict(error.params))


@blueprint.get("/records")
@machine
def list_records() -> Response:
    """Return a page of the records that the program may see."""
    session = current_session()
    reader = _authenticate("records:read")
    keys = [each.key for each in institutions.list_institutions(session)]
    filters = read_filters(request.args, keys, other_names=("after", "limit"))
    limit = read_limit(request.args.get("limit"))
    page = services.list_records(session, reader, filters, after=read_position(request.args.get("after")), limit=limit + 1)
    shown = page[:limit]
    _log(reader, "records", shown)
    answer: dict[str, Any] = {"records": [record_to_json(record) for record in shown], "next": None}
    if len(page) > limit:
        answer["next"] = _next_link(after=write_position(shown[-1].institution_id, shown[-1].uuid))
    return jsonify(answer)


@blueprint.get("/records/<uuid:record>")
@machine
def get_record(record: uuid.UUID) -> Response:
    """Return one record as it stands."""
    reader = _authenticate("records:read")
    found = services.get_record(current_session(), reader, record)
    _log(reader, "record", [found])
    return jsonify(record_to_json(found))


@blueprint.get("/records/<uuid:record>/history")
@machine
def get_history(record: uuid.UUID) -> Response:
    """Return the revisions of a record, newest first, each with the ledger entry and receipt behind it."""
    reader = _authenticate("records:read")
    found = services.get_record(current_session(), reader, record)
    _log(reader, "history", [found])
    revisions = services.list_history(current_session(), found)
    return jsonify({"record": record_to_json(found), "revisions": [revision_to_json(revision) for revision in revisions]})


@blueprint.get("/changes")
@machine
def list_changes() -> Response:
    """Return what is new since a cursor, and the cursor for the next pull; the empty cursor begins at the beginning."""
    session = current_session()
    reader = _authenticate("changes:read")
    for name in request.args:
        if name not in ("cursor", "limit"):
            raise InvalidFilterError("there is no such parameter", parameter=name, allowed=["cursor", "limit"])
    limit = read_limit(request.args.get("limit"), 500)
    page = changes.list_changes(session, reader, decode_cursor(request.args.get("cursor", "")), limit)
    _log(reader, "changes", [change.record for change in page.changes if change.record is not None])
    cursor = encode_cursor(page.cursor)
    answer = {"changes": [change_to_json(change) for change in page.changes], "cursor": cursor, "has_more": page.has_more}
    return jsonify(answer | {"next": _next_link(cursor=cursor)})


def _authenticate(scope: str) -> Reader:
    return access.read_token(current_session(), request.headers.get("Authorization"), scope, now())


def _log(reader: Reader, what: str, shown: list[Any]) -> None:
    """Log whose records were read; of the reader's own institutions the list as a whole, of others each learner by name."""
    about = [(record.institution_id, record.learner) for record in shown if not record.is_own or what in ("record", "history")]
    session, query = current_session(), request.query_string.decode("ascii", "replace")
    access.record_access(session, reader, what, now(), detail=query)
    if about:
        access.record_access(session, reader, what, now(), about=about)


def _next_link(**changed: str) -> str:
    return f"{request.path}?{urlencode({**request.args, **changed})}"
