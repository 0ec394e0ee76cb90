"""Rendering the blocks of a page into plain values that a template can print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import structlog
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from maslak_companion.classroom.courses.release import CourseNode
from maslak_companion.classroom.errors import BusyError
from maslak_companion.classroom.runtime.classroom_runtime import ClassroomRuntime
from maslak_domain.language import Language

RACES = (IntegrityError, StaleDataError)
MAX_TRIES = 6
State = Literal["shown", "foreign", "failed"]
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RenderedBlock:
    """One block of a page: its markup, or why there is none."""

    node: CourseNode
    state: State
    html: Markup


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """The blocks of a page in order, each stylesheet and script once, and the language that its reader chose for courses."""

    blocks: tuple[RenderedBlock, ...]
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    content_language: Language | None


def render_steadily(session: Session, open_runtime: Callable[[], ClassroomRuntime], nodes: Sequence[CourseNode]) -> RenderedPage:
    """Render a page, from a clean session again when another request of the learner wrote the same state first.

    The first view of a block may write state, and two tabs may open it at once. Raises `BusyError` when every try met another.
    """
    for _ in range(MAX_TRIES):
        try:
            return render_page(open_runtime(), nodes)
        except RACES:
            session.rollback()
    raise BusyError("the page is being opened in too many places at once")


def render_page(runtime: ClassroomRuntime, nodes: Sequence[CourseNode]) -> RenderedPage:
    """Render blocks one after the other. A block that fails shows a notice and leaves the others on the page."""
    blocks: list[RenderedBlock] = []
    styles: dict[str, None] = {}
    scripts: dict[str, None] = {}
    # Asked once, for the page and for each of its blocks.
    language = runtime.host.content_language()
    for node in nodes:
        blocks.append(_render_block(runtime, node, styles, scripts))
    return RenderedPage(tuple(blocks), tuple(styles), tuple(scripts), language)


def _render_block(runtime: ClassroomRuntime, node: CourseNode, styles: dict[str, None], scripts: dict[str, None]) -> RenderedBlock:
    try:
        # A savepoint, so that a block that fails half-way leaves none of its state.
        with runtime.session.begin_nested():
            block = runtime.get_block(node.usage_key)
            if getattr(block, "is_foreign", False):
                return RenderedBlock(node, "foreign", Markup())
            fragment = block.render("student_view", {})
    except RACES:
        raise
    except Exception:
        # A block is a plugin: whatever goes wrong inside it ends here, and the page around it stands.
        _log.exception("block_failed", usage_key=node.usage_key)
        return RenderedBlock(node, "failed", Markup())
    for resource in fragment.resources:
        (scripts if resource.mimetype == "application/javascript" else styles).setdefault(resource.data)
    return RenderedBlock(node, "shown", Markup(fragment.content))  # noqa: S704 the block's own sanitised markup
