"""Where Flask meets the authoring room: whose course it is, its workspace, and the runtime of a request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias
from uuid import UUID

from flask import request, url_for
from flask_wtf.csrf import generate_csrf

from maslak_companion.accounts.services import get_current_account
from maslak_companion.authoring.drafts import Writing
from maslak_companion.authoring.editing_runtime import Author, EditingRuntime
from maslak_companion.authoring.pictures.services import list_used
from maslak_companion.authoring.reviews.checking import FindingLine, check_block
from maslak_companion.authoring.titles.texts import CHAPTER
from maslak_companion.authoring.workspace import Workspace, open_workspace
from maslak_companion.classroom.courses.manifest import load_release_keys
from maslak_companion.classroom.courses.release import CourseNode
from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_companion.classroom.desk import current_settings, current_shelf
from maslak_companion.classroom.errors import InvalidPayloadError
from maslak_companion.classroom.frameworks import read_framework
from maslak_companion.classroom.runtime.classroom_runtime import Addresses
from maslak_companion.classroom.runtime.resources import resource_version
from maslak_companion.offerings.errors import OfferingNotFoundError
from maslak_companion.offerings.models import Offering
from maslak_companion.offerings.services import get_offering
from maslak_domain.competency import Framework
from maslak_domain.language import LANGUAGES, Language
from maslak_web.clock import now
from maslak_web.i18n import current_language
from maslak_web.keys import FileSigner, load_signer
from maslak_web.sessions import current_session

KEY_FILE = "releases.jwk"
_LARGEST_NUMBER = 2**31
HandlerNamer: TypeAlias = Callable[[str, str, str], str]


def get_led_offering(key: str) -> Offering:
    """Return an offering that the signed-in instructor leads; another's is as if it did not exist."""
    offering = get_offering(current_session(), key)
    if offering.lead_account_id != get_current_account().id:
        raise OfferingNotFoundError("no offering has this key", offering=key)
    return offering


def open_course(offering: Offering) -> Workspace:
    """Open the school's edition of the course of an offering; raises `CourseNotFoundError`."""
    return open_workspace(current_session(), current_shelf(), offering.course_key, offering.release_id)


def make_writing(opened: int) -> Writing:
    """Return that the signed-in person writes now, having had revision `opened` before them."""
    return Writing(get_current_account().id, now(), opened)


def take_number(name: str) -> int:
    """Return a revision's number from the form or the address; raises `InvalidPayloadError`."""
    text = request.values.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 11 and int(text) < _LARGEST_NUMBER):
        raise InvalidPayloadError(f"{name} must be the number of a revision", field=name)
    return int(text)


def find_language(default: Language) -> Language:
    """Return the language of content that the address asks for."""
    return next((each for each in LANGUAGES if each == request.args.get("reads")), default)


def make_editor(workspace: Workspace, offering_key: str) -> EditingRuntime:
    """Return the runtime in which a block of the workspace is edited; its handlers name the revision that was opened."""

    def name_handler(usage_key: str, handler: str, suffix: str) -> str:
        values: dict[str, Any] = {"offering": offering_key, "usage": usage_key, "handler": handler, "suffix": suffix or None}
        return url_for("authoring.call_handler", opened=workspace.get_number(usage_key), **values)

    author, addresses = _make_author(None, is_editing=True), _make_addresses(workspace, name_handler)
    return EditingRuntime(workspace, author, addresses=addresses, framework=_read_framework())


def make_preview(workspace: Workspace, reads: Language, texts: dict[str, str]) -> EditingRuntime:
    """Return a runtime that shows blocks as a learner would see them; whatever is pressed there leads nowhere."""
    addresses = _make_addresses(workspace, lambda _usage, _handler, _suffix: "")
    author = _make_author(reads, is_editing=False)
    return EditingRuntime(workspace, author, addresses=addresses, framework=_read_framework(), texts=texts)


def find_editor(offering_key: str, node: CourseNode) -> str:
    """Return the address of the page on which a block, or the titles of a chapter, are changed."""
    page = "authoring.titles_page" if node.block_type == CHAPTER else "authoring.block_page"
    return url_for(page, offering=offering_key, usage=node.usage_key)


def check_now(workspace: Workspace, usage_key: str) -> list[FindingLine]:
    """Return what the course's rules find on a block's page, in the language of the page."""
    pictures = list_used(current_session(), workspace.course_key, [overlay.source for overlay in workspace.overlays.values()])
    frameworks = current_settings().courses / "frameworks"
    return check_block(current_shelf(), workspace, usage_key, frameworks, current_language(), pictures=pictures)


def load_release_signer() -> FileSigner:
    """Return the key with which the school stands for its own releases. Raises SettingsError where there is none."""
    return load_signer(current_settings().keys / KEY_FILE)


def make_install_shelf(signer: FileSigner) -> CourseShelf:
    """Return a shelf that trusts the authors whom the school pinned, and the school itself."""
    settings = current_settings()
    trusted = load_release_keys(settings.release_keys)
    return CourseShelf(settings.home / "releases", None if trusted is None else [*trusted, signer.public_key])


def current_account_id() -> UUID:
    """Return the id of the signed-in account."""
    return get_current_account().id


def _read_framework() -> Framework:
    return read_framework(current_settings().courses)


def _make_author(reads: Language | None, *, is_editing: bool) -> Author:
    return Author(
        key=current_account_id().hex, language=current_language(), reads=reads, is_editing=is_editing, at=now(),
        form_fields={"csrf_token": generate_csrf()} if is_editing else {},
    )  # fmt: skip


def _make_addresses(workspace: Workspace, name_handler: HandlerNamer) -> Addresses:
    return Addresses(
        handler=name_handler,
        resource=lambda block_type, uri: url_for(
            "classroom.block_resource", block_type=block_type, version=resource_version(block_type, uri), uri=uri
        ),
        static=lambda name: url_for("authoring.course_file", release=workspace.base_id, name="") + name,
    )
