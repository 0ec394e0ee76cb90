"""The XBlock runtime of an editor: one course, some blocks as they are being written, and nothing about a learner kept."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from lxml import etree
from web_fragments.fragment import Fragment
from xblock.core import XBlock
from xblock.field_data import FieldData
from xblock.fields import ScopeIds
from xblock.runtime import Runtime

from maslak_companion.authoring.references import WorkspaceReferencesRoom
from maslak_companion.authoring.workspace import Workspace
from maslak_companion.classroom.courses.block_content import parse_node
from maslak_companion.classroom.courses.blocks import load_block_class
from maslak_companion.classroom.courses.glossary import ClassroomGlossaryRoom
from maslak_companion.classroom.runtime.block_language import BlockTranslations
from maslak_companion.classroom.runtime.classroom_runtime import Addresses, StaticNames
from maslak_companion.classroom.runtime.wrapping import wrap_block
from maslak_domain.competency import Framework
from maslak_domain.language import Language
from maslak_xblocks.host import HostArrangement, HostLearner, HostOutcome, HostRating, Observation
from maslak_xblocks.olx import to_source


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who is in front of an editor or a preview: the language of the page, that of the content, and whether they may edit."""

    key: str
    language: Language
    reads: Language | None
    is_editing: bool
    at: datetime
    form_fields: Mapping[str, str] = field(default_factory=dict)


class EditingHost:
    """Answers `maslak_xblocks.host.Host` for somebody who learns nothing here: no state, no evidence, no rating."""

    def __init__(self, author: Author, workspace: Workspace, framework: Framework) -> None:
        self._author = author
        self._framework = framework
        self._workspace = workspace
        self._language = author.reads

    def learner(self) -> HostLearner:
        """Return the author, or a reader of no name."""
        author = self._author
        return HostLearner(key=author.key if author.is_editing else "preview", is_staff=author.is_editing, language=author.language)

    def content_language(self) -> Language | None:
        """Return the language in which the preview reads."""
        return self._language

    def set_content_language(self, language: Language) -> None:
        """Read on in another language, for this request only."""
        self._language = language

    def arrangement(self, usage_key: str) -> HostArrangement:
        """Return that nothing was granted."""
        return HostArrangement()

    def record_evidence(self, usage_key: str, observations: Sequence[Observation]) -> HostOutcome:
        """Keep nothing: nobody is assessed by a draft."""
        return HostOutcome(received_at=self._author.at)

    def ratings(self, competencies: Sequence[str]) -> tuple[HostRating, ...]:
        """Return no rating."""
        return ()

    def room(self, name: str) -> Any:
        """Return the glossary of the course, or what can be referred to from it; the rooms of learners are closed here."""
        if name == "references":
            return WorkspaceReferencesRoom(self._workspace, self._framework)
        return ClassroomGlossaryRoom(self._workspace.course.glossary) if name == "glossary" else None

    def now(self) -> datetime:
        """Return the moment of the request."""
        return self._author.at

    def form_fields(self) -> Mapping[str, str]:
        """Return the hidden fields that a plain form must carry to be accepted."""
        return self._author.form_fields


class EditingRuntime(Runtime):  # type: ignore[misc]
    """Shows blocks as they read in the edition, and holds in memory what an editor writes to them."""

    def __init__(
        self, workspace: Workspace, author: Author, *, addresses: Addresses, framework: Framework, texts: Mapping[str, str] | None = None
    ) -> None:
        """With `texts`, the blocks of these usage keys read as given, whatever was saved."""
        super().__init__(id_reader=None, id_generator=None)
        self._workspace, self._author, self._addresses = workspace, author, addresses
        self.user_is_staff = author.is_editing
        self._services |= {
            "field-data": _DraftFields(workspace, texts or {}),
            "replace_urls": StaticNames(addresses.static),
            "maslak_host": EditingHost(author, workspace, framework),
        }

    def service(self, block: XBlock, service_name: str) -> Any:
        """Return a service that the block declared, or None; translations come from the block's own package."""
        if service_name == "i18n" and block.service_declaration("i18n"):
            return BlockTranslations(self._author.language, type(block))
        return super().service(block, service_name)

    def get_block(self, usage_id: str, for_parent: XBlock | None = None) -> XBlock:
        """Return a block of the course; raises `UnitNotFoundError` or `NotEditableError`."""
        node = self._workspace.get_block(usage_id)
        return self.construct_xblock(node.block_type, ScopeIds(self._author.key, node.block_type, usage_id, usage_id))

    def load_block_type(self, block_type: str) -> type[XBlock]:
        """Return the class of a block type, cached for the process."""
        return load_block_class(block_type)

    def applicable_aside_types(self, block: XBlock) -> list[str]:
        """Return no asides."""
        return []

    def handler_url(
        self, block: XBlock, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False
    ) -> str:  # fmt: skip
        """Return the address of an editor's handler."""
        return self._addresses.handler(str(block.scope_ids.usage_id), handler_name, suffix)

    def resource_url(self, resource: str) -> str:
        """Return the address of a resource of the runtime itself; it has none for blocks."""
        raise NotImplementedError("blocks bring their own resources: use local_resource_url")

    def local_resource_url(self, block: XBlock, uri: str) -> str:
        """Return the address of a file that the block's package serves."""
        return self._addresses.resource(str(block.scope_ids.block_type), uri)

    def publish(self, block: XBlock, event_type: str, event_data: Mapping[str, Any]) -> None:
        """Drop the event: nobody learns here."""

    def wrap_xblock(self, block: XBlock, view: str, frag: Fragment, context: Any) -> Fragment:
        """Wrap a block's view so that nothing of it runs inline; an editor shows its pictures, whose names come back with what it sends."""
        wrapped = wrap_block(block, view, frag, self.handler_url(block, "HANDLER"))
        if view == "studio_view":
            wrapped.content = StaticNames(self._addresses.static).replace_urls(wrapped.content)
        return wrapped

    def read_sent(self, body: bytes) -> bytes:
        """Return what an editor sent with the pictures of the course under their own names, whichever release it was opened on."""
        address = re.escape(self._addresses.static("")).replace(re.escape(str(self._workspace.base_id)), "[0-9a-f-]{36}")
        return re.sub(address.encode(), b"/static/", body)

    def export(self, usage_key: str) -> str:
        """Return a block's element as the block itself writes it."""
        block = self.get_block(usage_key)
        node = etree.Element(str(block.scope_ids.block_type))
        block.add_xml_to_node(node)
        return to_source(node)


class _DraftFields(FieldData):  # type: ignore[misc]
    """The fields of blocks, read from drafts and written to memory."""

    def __init__(self, workspace: Workspace, texts: Mapping[str, str]) -> None:
        self._workspace = workspace
        self._texts = texts
        self._fields: dict[str, dict[str, Any]] = {}

    def get(self, block: XBlock, name: str) -> Any:
        return copy.deepcopy(self._of(block)[name])

    def set(self, block: XBlock, name: str, value: Any) -> None:
        self._of(block)[name] = value

    def delete(self, block: XBlock, name: str) -> None:
        self._of(block).pop(name, None)

    def _of(self, block: XBlock) -> dict[str, Any]:
        usage_key = str(block.scope_ids.usage_id)
        if usage_key not in self._fields:
            source = self._texts.get(usage_key) or self._workspace.get_source(usage_key)
            node = replace(self._workspace.course.nodes[usage_key], xml=source.encode())
            self._fields[usage_key] = dict(parse_node(node))
        return self._fields[usage_key]
