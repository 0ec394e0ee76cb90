"""The XBlock runtime of the classroom: one for each request, over an immutable release and the learner's own state."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from markupsafe import Markup
from sqlalchemy.orm import Session
from web_fragments.fragment import Fragment
from xblock.core import XBlock
from xblock.fields import ScopeIds
from xblock.runtime import Runtime

from maslak_companion.classroom.courses.blocks import load_block_class
from maslak_companion.classroom.errors import UnitNotFoundError
from maslak_companion.classroom.reader import Reader
from maslak_companion.classroom.runtime.block_language import BlockTranslations
from maslak_companion.classroom.runtime.fields import ClassroomFieldData, StateStore
from maslak_companion.classroom.runtime.host import ClassroomHost
from maslak_companion.classroom.runtime.wrapping import wrap_block
from maslak_companion.classroom.services import record_completion, record_mark
from maslak_companion.classroom.visit import Visit
from maslak_domain.competency import Framework

_STATIC = re.compile(r"""(?P<before>\b(?:src|href)=["'])/static/(?P<name>[A-Za-z0-9_./-]+)""")


@dataclass(frozen=True, slots=True)
class Addresses:
    """How the classroom names its own addresses: functions, so that the runtime knows nothing of Flask."""

    handler: Callable[[str, str, str], str]  # usage key, handler, suffix
    resource: Callable[[str, str], str]  # block type, path inside the block's package
    static: Callable[[str], str]  # a static file of the course


class ClassroomRuntime(Runtime):  # type: ignore[misc]
    """Gives blocks their fields, services and addresses, and keeps what they publish."""

    def __init__(
        self, session: Session, visit: Visit, reader: Reader, *, addresses: Addresses, framework: Framework, locked: bool = False
    ) -> None:
        super().__init__(id_reader=None, id_generator=None)
        self.session, self.visit, self.reader = session, visit, reader
        self.framework = framework
        self.user_is_staff = reader.is_staff
        self._addresses = addresses
        self.host = ClassroomHost(self)
        store = StateStore(session, reader.learner_id, locked=locked)
        self._services |= {
            "field-data": ClassroomFieldData(lambda key: visit.shelf.get_content(visit.course, key), store),
            "user": _ReaderService(reader),
            "replace_urls": StaticNames(addresses.static),
            "maslak_host": self.host,
        }

    def service(self, block: XBlock, service_name: str) -> Any:
        """Return a service that the block declared, or None; translations come from the block's own package."""
        if service_name == "i18n" and block.service_declaration("i18n"):
            return BlockTranslations(self.reader.language, type(block))
        return super().service(block, service_name)

    def get_block(self, usage_id: str, for_parent: XBlock | None = None) -> XBlock:
        """Return a block or container of the release; raises `UnitNotFoundError`."""
        node = self.visit.course.nodes.get(usage_id)
        if node is None:
            raise UnitNotFoundError("the course has no such block", usage_key=usage_id)
        keys = ScopeIds(self.reader.learner_id.hex, node.block_type, usage_id, usage_id)
        return self.construct_xblock(node.block_type, keys, for_parent=for_parent)

    def load_block_type(self, block_type: str) -> type[XBlock]:
        """Return the class of a block type, cached for the process."""
        return load_block_class(block_type)

    def applicable_aside_types(self, block: XBlock) -> list[str]:
        """Return no asides: the classroom has none, and looking for them would cost more than the block."""
        return []

    def handler_url(
        self, block: XBlock, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False
    ) -> str:  # fmt: skip
        """Return the address of a block's handler."""
        address = self._addresses.handler(str(block.scope_ids.usage_id), handler_name, suffix)
        return f"{address}?{query}" if query else address

    def resource_url(self, resource: str) -> str:
        """Return the address of a resource of the runtime itself; it has none for blocks."""
        raise NotImplementedError("blocks bring their own resources: use local_resource_url")

    def local_resource_url(self, block: XBlock, uri: str) -> str:
        """Return the address of a file that the block's package serves."""
        return self._addresses.resource(str(block.scope_ids.block_type), uri)

    def publish(self, block: XBlock, event_type: str, event_data: Mapping[str, Any]) -> None:
        """Keep completion and marks in the transaction of the block's state; other events concern the platform only."""
        usage_key, visit = str(block.scope_ids.usage_id), self.visit
        if event_type == "completion":
            fraction = min(max(_decimal(event_data["completion"]), Decimal(0)), Decimal(1))
            record_completion(self.session, visit.learner_id, visit.course_key, usage_key, fraction=fraction, at=visit.at)
        elif event_type == "grade":
            record_mark(
                self.session, visit.learner_id, visit.course_key, usage_key,
                value=_decimal(event_data["value"]), max_value=_decimal(event_data["max_value"]),
                only_if_higher=bool(event_data.get("only_if_higher")), at=visit.at,
            )  # fmt: skip

    def wrap_xblock(self, block: XBlock, view: str, frag: Fragment, context: Any) -> Fragment:
        """Wrap a block's view so that nothing of it runs inline and no argument can leave its attribute."""
        return wrap_block(block, view, frag, self.handler_url(block, "HANDLER"))


@dataclass(frozen=True, slots=True)
class _User:
    """Who reads, with the names that `XBlockUser` has; the module of that one starts half a cloud where Django is installed."""

    full_name: str
    opt_attrs: Mapping[str, Any]
    is_current_user: bool = True
    emails: list[str] = field(default_factory=list)


class _ReaderService:
    """The `user` service."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def get_current_user(self) -> _User:
        """Return the learner, with the names of options that the platform uses."""
        options = {
            "edx-platform.is_authenticated": True,
            "edx-platform.user_id": self._reader.learner_id.hex,
            "edx-platform.user_is_staff": self._reader.is_staff,
        }
        return _User(self._reader.display_name, options)


class StaticNames:
    """The `replace_urls` service: `/static/name` in course text becomes the address of the release's own file."""

    def __init__(self, static: Callable[[str], str]) -> None:
        self._static = static

    def replace_urls(self, text: str, static_replace_only: bool = False) -> str:
        """Return the text with the addresses of course files."""
        replaced = _STATIC.sub(lambda match: match["before"] + self._static(match["name"]), text)
        # Markup stays markup: a block that escapes what it does not trust must not escape this twice.
        return Markup(replaced) if isinstance(text, Markup) else replaced  # noqa: S704


def _decimal(value: Any) -> Decimal:
    # Through text: a block's float 0.1 means one tenth, not the nearest binary fraction.
    return Decimal(str(value))
