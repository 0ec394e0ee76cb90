"""The page of a marker's own sentences."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from maslak_companion.accounts.services import get_current_account
from maslak_companion.dossiers.marking.access import ROLES
from maslak_companion.dossiers.marking.blueprint import blueprint
from maslak_companion.dossiers.marking.sentences import forget_sentence, keep_sentence, list_sentences
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.sessions import current_session


@blueprint.get("/sentences")
@requires_role(*ROLES)
def sentence_page() -> str:
    """Show the marker's own sentences."""
    return render_template("marking/sentences_page.html", sentences=list_sentences(current_session(), get_current_account().id))


@blueprint.post("/sentences")
@requires_role(*ROLES)
def change_sentences() -> Response:
    """Keep a sentence, or forget one."""
    session, account = current_session(), get_current_account()
    if forgotten := request.form.get("forget", ""):
        forget_sentence(session, account.id, _read_id(forgotten))
    elif not keep_sentence(session, account.id, request.form.get("new_sentence", ""), now()):
        flash(gettext("Nothing was kept: write a sentence, or delete one first if you already have a hundred."), "error")
    return redirect(url_for("marking.sentence_page"), 303)


def _read_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error
