"""What the registrar's pages and downloads share: who reads, with which filters, and the note of it in the log."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_login import current_user

from maslak_registry.access import services as access
from maslak_registry.access.readers import Reader
from maslak_registry.institutions import services as institutions
from maslak_registry.records.errors import InvalidFilterError
from maslak_registry.records.filters import Filters, read_filters
from maslak_registry.records.values import RecordView
from maslak_web.clock import now
from maslak_web.sessions import current_session


def current_reader() -> Reader:
    """Return the signed-in registrar as a reader."""
    return access.make_account_reader(current_session(), current_user.id)


def read_page_filters() -> tuple[Filters, str]:
    """Read the filters of the address; a senseless one is left out and named, so that the page still serves."""
    keys = [each.key for each in institutions.list_institutions(current_session())]
    values = {name: value for name, value in request.args.items() if name not in ("after", "lang", "format")}
    refused: list[str] = []
    while True:
        try:
            return read_filters(values, keys, other_names=("name",)), ", ".join(refused)
        except InvalidFilterError as error:
            parameter = str(error.params["parameter"])
            refused.append(parameter)
            del values[parameter]


def filter_values(filters: Filters) -> dict[str, Any]:
    """Return the filters that are set, by name."""
    return {name: value for name, value in asdict(filters).items() if value is not None}


def filter_query(filters: Filters) -> str:
    """Return the filters as the query of an address, for the links that carry them on."""
    return urlencode(filter_values(filters))


def log_reading(reader: Reader, what: str, shown: list[RecordView], *, always: bool = False) -> None:
    """Log a reading; another institution's learners are each named, one's own only when a single record was opened."""
    about = [(record.institution_id, record.learner) for record in shown if always or not record.is_own]
    access.record_access(current_session(), reader, what, now(), detail=request.query_string.decode("ascii", "replace"))
    if about:
        access.record_access(current_session(), reader, what, now(), about=about)
