"""The registrar's pages: records with their filters and totals, one record with its history, what changed."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from maslak_domain.sync import Cursor, decode_cursor, encode_cursor
from maslak_registry.access import services as access
from maslak_registry.access.readers import Reader
from maslak_registry.institutions import services as institutions
from maslak_registry.records import changes, services, words
from maslak_registry.records.errors import InvalidFilterError
from maslak_registry.records.filters import read_position, write_position
from maslak_registry.records.pages import current_reader, filter_query, filter_values, log_reading, read_page_filters
from maslak_web.access import public, requires_role
from maslak_web.clock import now
from maslak_web.i18n import format_day, format_number
from maslak_web.sessions import current_session

blueprint = Blueprint("records", __name__, template_folder="templates")
STYLESHEET = Path(__file__).parent / "static" / "records.css"
PAGE = 50
FEED_PAGE = 200
registrars = requires_role("registrar", "national")


@blueprint.app_context_processor
def offer_words() -> dict[str, Any]:
    """Give the templates the words for states and decisions."""
    names = (
        "state_word",
        "decision_word",
        "session_word",
        "period_word",
        "filter_words",
        "kind_word",
        "change_word",
        "reason_word",
        "state_tag",
    )
    return {name: getattr(words, name) for name in names} | {"records_stylesheet": _stylesheet_address}


def _stylesheet_address() -> str:
    """The address names the file's content, so that browsers may keep it for a year."""
    return url_for("records.send_stylesheet", digest=hashlib.sha256(STYLESHEET.read_bytes()).hexdigest()[:12])


@blueprint.get("/records/look-<digest>.css")
@public("a stylesheet says nothing about anybody")
def send_stylesheet(digest: str) -> Response:
    """Send the stylesheet of these pages."""
    return send_file(STYLESHEET, mimetype="text/css", max_age=365 * 24 * 3600)


@blueprint.app_template_filter("decimal_text")
def show_decimal(text: str | None) -> str:
    """Show a decimal that a revision keeps as text, with the decimal sign of the page's language."""
    return "" if text is None else format_number(Decimal(text))


@blueprint.app_template_filter("iso_day")
def show_day(text: str | None) -> str:
    """Show a date that a revision keeps as text, in words."""
    return "" if text is None else format_day(date.fromisoformat(text))


@blueprint.get("/")
@registrars
def home() -> Response:
    """Lead to the records."""
    return redirect(url_for("records.list_records"), 303)


@blueprint.get("/records")
@registrars
def list_records() -> str:
    """Show totals and one page of the records that match."""
    session, reader = current_session(), current_reader()
    filters, problem = read_page_filters()
    totals = services.count_records(session, reader, filters)
    page = services.list_records(session, reader, filters, after=_read_after(), limit=PAGE + 1, newest_first=True)
    shown = page[:PAGE]
    log_reading(reader, "records", shown)
    following = write_position(shown[-1].institution_id, shown[-1].uuid) if len(page) > PAGE else None
    return render_template(
        "records/list.html",
        records=shown,
        totals=totals,
        filters=filters,
        problem=problem,
        choices=services.list_choices(session, reader),
        query=filter_query(filters),
        next_url=url_for("records.list_records", after=following, **filter_values(filters)) if following else "",
        pulled_at=access.get_pull_mark(session, reader.id)[1],
        is_filtered=any(filter_values(filters).values()),
    )


@blueprint.get("/records/<uuid:institution_id>/<uuid:record>")
@registrars
def show_record(institution_id: uuid.UUID, record: uuid.UUID) -> str:
    """Show one record with its history."""
    reader = current_reader()
    found = services.get_record(current_session(), reader, record, institution_id)
    log_reading(reader, "record", [found], always=True)
    return render_template("records/record.html", record=found, revisions=services.list_history(current_session(), found))


@blueprint.get("/records/changes")
@registrars
def list_changes() -> str:
    """Show what is new since the registrar last said *I have these*."""
    session, reader = current_session(), current_reader()
    cursor, pulled_at = access.get_pull_mark(session, reader.id)
    page = _read_feed(reader, decode_cursor(cursor or ""))
    log_reading(reader, "changes", [change.record for change in page.changes if change.record is not None])
    known = {each.key: each.name for each in institutions.list_institutions(session)}
    return render_template(
        "records/changes.html",
        changes=page.changes,
        names=known,
        has_more=page.has_more,
        cursor=encode_cursor(page.cursor),
        pulled_at=pulled_at,
    )


def _read_feed(reader: Reader, cursor: Cursor) -> changes.ChangePage:
    """Read on until there is something to show: enrolments and identities came from the registrar's own office."""
    while True:
        page = changes.list_changes(current_session(), reader, cursor, FEED_PAGE)
        shown = [change for change in page.changes if change.record is not None or change.credential is not None]
        if shown or not page.has_more:
            return changes.ChangePage(shown, page.cursor, page.has_more)
        cursor = page.cursor


@blueprint.post("/records/changes/received")
@registrars
def receive_changes() -> Response:
    """Remember that the registrar has these changes; a mark never goes back."""
    session, reader = current_session(), current_reader()
    known, _ = access.get_pull_mark(session, reader.id)
    cursor = _later(decode_cursor(known or ""), decode_cursor(request.form.get("cursor", "")))
    access.record_pull(session, reader.id, encode_cursor(cursor), now())
    flash(gettext("Noted. The next time, you will see only what is new."), "success")
    return redirect(url_for("records.list_changes"), 303)


def _later(one: Cursor, other: Cursor) -> Cursor:
    keys = one.institutions.keys() | other.institutions.keys()
    positions = {key: max(one.institutions.get(key, 0), other.institutions.get(key, 0)) for key in keys}
    return Cursor(positions, max(one.registry, other.registry))


def _read_after() -> tuple[uuid.UUID, uuid.UUID] | None:
    try:
        return read_position(request.args.get("after"))
    except InvalidFilterError:
        return None
