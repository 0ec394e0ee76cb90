"""The queue, and the page on which one round is read and marked."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from maslak_companion.accounts.services import get_current_account, record_access
from maslak_companion.dossiers.contents import get_content
from maslak_companion.dossiers.double_marking.services import list_seats
from maslak_companion.dossiers.marking import wording
from maslak_companion.dossiers.marking.access import ROLES, Work, get_marked_file, get_work
from maslak_companion.dossiers.marking.blueprint import blueprint
from maslak_companion.dossiers.marking.drafts import Act, call_ready, find_marking, give_back, return_round, save, take
from maslak_companion.dossiers.marking.errors import (
    HeldByOtherError,
    IncompleteMarkError,
    MarkingStateError,
    NoRoundLeftError,
    NothingSaidError,
    StaleMarkingError,
)
from maslak_companion.dossiers.marking.forms import MarkForm, fill_form, insert_sentence, read_form
from maslak_companion.dossiers.marking.page import MarkPage, describe_work, list_told
from maslak_companion.dossiers.marking.queue import STATES, Wish, read_queue
from maslak_companion.dossiers.marking.sentences import find_sentence, keep_sentence, list_sentences
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.sessions import abandon_session, current_session


@blueprint.get("")
@requires_role(*ROLES)
def queue_page() -> str:
    """Show what waits for the marker, the oldest first."""
    session, account = current_session(), get_current_account()
    asked = {name: request.args.get(name, "")[:400] for name in ("course", "stage", "state")}
    wish = Wish(**asked | {"state": asked["state"] if asked["state"] in STATES else ""})
    queue = read_queue(session, account, wish, at=now(), position=request.args.get("page"))
    _log_access([each.learner_id for line in queue.lines if line.team for each in line.team.members])
    kept = {name: value for name, value in asked.items() if value}
    return render_template("marking/queue.html", queue=queue, wish=wish, kept=kept, states=wording.state_words())


@blueprint.get("/<uuid:round_id>")
@requires_role(*ROLES)
def mark_page(round_id: UUID) -> Response:
    """Show one round with what was said before, and the form to whoever has taken it; rounds between two have a page of their own."""
    work = get_work(current_session(), get_current_account(), round_id)
    if work.rule.is_double and round_id not in list_told(current_session(), [round_id]):
        return redirect(url_for("double_marking.round_page", round_id=round_id))
    marking = find_marking(current_session(), round_id)
    return make_response(render_mark(work, fill_form(marking.body if marking else {})))


@blueprint.post("/<uuid:round_id>/take")
@requires_role(*ROLES)
def take_round(round_id: UUID) -> Response:
    """Take a round to mark it."""
    work = get_work(current_session(), get_current_account(), round_id)
    try:
        take(current_session(), work, read_act())
    except (HeldByOtherError, MarkingStateError):
        # The page itself says who has it and until when, or that it is published.
        return _refuse(work.round.id, None, gettext("Somebody else was faster. Nothing was changed."), 409)
    return redirect(url_for("marking.mark_page", round_id=round_id), 303)


@blueprint.post("/<uuid:round_id>/leave")
@requires_role(*ROLES)
def leave_round(round_id: UUID) -> Response:
    """Let somebody else mark the round; the draft stays."""
    give_back(current_session(), get_work(current_session(), get_current_account(), round_id), read_act())
    flash(gettext("Your draft is kept. Somebody else may go on with it."), "success")
    return redirect(url_for("marking.queue_page"), 303)


@blueprint.post("/<uuid:round_id>")
@requires_role(*ROLES)
def change_mark(round_id: UUID) -> Response:
    """Save the draft, call it ready or return the round; a refusal keeps every word that was typed."""
    session = current_session()
    work = get_work(session, get_current_account(), round_id)
    form = read_form(request.form, work)
    if form.errors:
        return _refuse(round_id, form, gettext("Nothing was saved yet. What you typed is still here; please correct what is marked."))
    try:
        return _act_on(work, form)
    except StaleMarkingError:
        return _refuse(round_id, form, stale_words(), 409)
    except MarkingStateError:
        return _refuse(round_id, form, gettext("This mark is published already, so nothing was changed."), 409)
    except IncompleteMarkError as error:
        form.errors |= {f"band-{name}": "missing" for name in error.params["missing"]}  # type: ignore[union-attr]
        return _refuse(round_id, form, gettext("It is not ready yet: a criterion has no band. Nothing was saved; what you typed is here."))
    except NothingSaidError:
        form.errors["remark"] = "nothing_said"
        return _refuse(round_id, form, gettext("The team needs to know what to change. Nothing was saved; what you typed is here."))
    except NoRoundLeftError as error:
        return _refuse(round_id, form, wording.return_words(error), 409)


@blueprint.get("/files/<uuid:file_id>")
@requires_role(*ROLES)
def download(file_id: UUID) -> Response:
    """Give a file that was handed in: always as an attachment, whatever it is."""
    session = current_session()
    row, name = get_marked_file(session, get_current_account(), file_id)
    response = make_response(get_content(session, row.digest))
    response.headers["Content-Type"] = row.media_type
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _act_on(work: Work, form: MarkForm) -> Response:
    session, act, action = current_session(), read_act(), request.form.get("action", "save")
    if action == "return":
        return_round(session, work, act, form.body)
        flash(gettext("Returned: the team sees your comments now and can hand in another round."), "success")
        return redirect(url_for("marking.queue_page"), 303)
    if action == "ready":
        call_ready(session, work, act, form.body)
        flash(gettext("Ready. The team sees the mark once you publish it."), "success")
        return redirect(url_for("marking.queue_page"), 303)
    message = edit_sentences(work, form, action)
    save(session, work, act, form.body)
    flash(message or gettext("Draft saved. Only markers see it."), "success")
    return redirect(url_for("marking.mark_page", round_id=work.round.id), 303)


def edit_sentences(work: Work, form: MarkForm, action: str) -> str:
    """Insert or keep a sentence where that was asked for, and return what happened."""
    session, account = current_session(), get_current_account()
    if action == "insert":
        sentence = find_sentence(session, account.id, request.form.get("sentence", ""))
        if sentence and insert_sentence(form, request.form.get("place", ""), sentence, work):
            return str(gettext("The sentence was inserted, and the draft saved."))
    if action == "keep" and keep_sentence(session, account.id, request.form.get("new_sentence", ""), now()):
        return str(gettext("The sentence is kept for the next time, and the draft saved."))
    return ""


def render_mark(work: Work, form: MarkForm, message: str = "", *, is_stale: bool = False, is_correcting: bool = False) -> str:
    """Return the marking page; `is_stale` leaves what was typed on it and nothing to send, `is_correcting` opens a published mark."""
    session, account = current_session(), get_current_account()
    page = describe_work(session, account, work, now())
    if not message and page.team:
        _log_access(page.team.learner_ids)
    holder = page.holder
    return render_template(
        "marking/mark.html",
        page=page,
        form=form,
        message=message,
        is_stale=is_stale,
        is_correcting=is_correcting,
        is_double_record=bool(list_seats(session, [work.round.id])),
        form_action=url_for("marking.correct" if is_correcting else "marking.change_mark", round_id=work.round.id),
        actions="marking/actions.html",
        saves=not is_correcting,
        is_writing=is_correcting or (page.round.told is None and (is_stale or (holder is not None and holder.is_mine))),
        version=_find_version(page, message, is_correcting=is_correcting),
        **list_words(account.id),
    )


def list_words(account_id: UUID) -> dict[str, object]:
    """Return what every form of a mark says beside the work: bands, errors, and the marker's own sentences."""
    return {
        "sentences": list_sentences(current_session(), account_id),
        "bands": wording.band_words(),
        "size_words": wording.size_words,
        "states": wording.state_words(),
        "errors": wording.error_words(),
    }


def _find_version(page: MarkPage, message: str, *, is_correcting: bool) -> str:
    """Return what the form must name: what it named already, the revision that is corrected, or the version of the draft."""
    if message:
        return request.form.get("version", "0")[:9]
    if is_correcting:
        return str(page.round.told.revision if page.round.told else 0)
    return str(page.holder.version if page.holder else 0)


def _refuse(round_id: UUID, form: MarkForm | None, message: str, status: int = 422) -> Response:
    """Answer with the page as it was typed; whatever the request wrote is taken back first."""
    abandon_session()
    current_session().rollback()
    work = get_work(current_session(), get_current_account(), round_id)
    marking = find_marking(current_session(), round_id)
    shown = form or fill_form(marking.body if marking else {})
    return make_response(render_mark(work, shown, message, is_stale=status == 409 and form is not None), status)


def read_act() -> Act:
    """Return who marks, and on which version of the page."""
    account, version = get_current_account(), request.form.get("version", type=int)
    return Act(account.id, account.display_name or account.login, now(), -1 if version is None else version)


def stale_words() -> str:
    """Say that somebody else was there meanwhile, and that nothing typed is lost."""
    words: str = gettext(
        "The marking changed since you opened this page, so nothing was saved. What you typed is still here: copy it, then reload."
    )
    return words


def _log_access(learner_ids: list[UUID]) -> None:
    record_access(current_session(), learner_ids=sorted(set(learner_ids)), what="dossier", at=now())
