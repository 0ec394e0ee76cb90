"""Downloads: the records that match the page's filters, or what changed since the registrar's last pull."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response
from flask_babel import gettext

from maslak_domain.sync import Cursor, decode_cursor
from maslak_registry.access import services as access
from maslak_registry.access.readers import Reader
from maslak_registry.exports.columns import list_columns
from maslak_registry.exports.csv_file import write_csv
from maslak_registry.exports.xlsx_file import write_xlsx
from maslak_registry.records import changes, services
from maslak_registry.records.pages import current_reader, log_reading, read_page_filters
from maslak_registry.records.values import RecordView
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.i18n import TIME_ZONE, current_language
from maslak_web.sessions import current_session

blueprint = Blueprint("exports", __name__, url_prefix="/exports")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/records.<any(xlsx,csv):form>")
@requires_role("registrar", "national")
def download_records(form: str) -> Response:
    """Send every record that matches the filters of the address."""
    reader = current_reader()
    filters, _problem = read_page_filters()
    found = list(services.iterate_records(current_session(), reader, filters))
    log_reading(reader, f"export_{form}", found)
    return _send(found, form, "maslak-records", gettext("Completion records"))


@blueprint.get("/changes.<any(xlsx,csv):form>")
@requires_role("registrar", "national")
def download_changes(form: str) -> Response:
    """Send the records that changed since the last pull, as they stand now, each once."""
    reader = current_reader()
    cursor, _ = access.get_pull_mark(current_session(), reader.id)
    found = _list_changed(reader, decode_cursor(cursor or ""))
    log_reading(reader, f"changes_{form}", found)
    return _send(found, form, "maslak-changes", gettext("What changed"))


def _list_changed(reader: Reader, cursor: Cursor) -> list[RecordView]:
    found: dict[object, RecordView] = {}
    while True:
        page = changes.list_changes(current_session(), reader, cursor)
        found.update({(each.institution, each.subject): each.record for each in page.changes if each.record is not None})
        if not page.has_more:
            return list(found.values())
        cursor = page.cursor


def _send(records: Iterable[RecordView], form: str, name: str, title: str) -> Response:
    language = current_language()
    if form == "xlsx":
        response = Response(write_xlsx(list_columns(), records, language, title), mimetype=XLSX)
    else:
        response = Response(write_csv(list_columns(), records, language), mimetype="text/csv")
    day = now().astimezone(TIME_ZONE).date().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{day}.{form}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
