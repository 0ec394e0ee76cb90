"""What every Maslak block shares: its OLX, its language, its words, its resources and its host."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, nan
from typing import Any, ClassVar, cast

from web_fragments.fragment import Fragment
from xblock.core import XBlock
from xblock.fields import Float, Scope, String

from maslak_domain.errors import DomainError
from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.errors import InvalidPayloadError, NotAuthorError, NotSignedInError, OLXError, StaleRevisionError
from maslak_xblocks.fields import KeptInteger, SourceText, once
from maslak_xblocks.frame import explain_code, frame
from maslak_xblocks.host import BareHost, Host, HostLearner, HostRating, find_host, may_edit
from maslak_xblocks.markup import Html
from maslak_xblocks.olx import copy_into, line_of, parse_source, refuse_entities, to_source
from maslak_xblocks.payload import json_handler, take_integer, wants_html
from maslak_xblocks.variants import choose

_SETTINGS = ("display_name", "weight")
# The script of an editor, and the function that begins it.
_EDITORS = {"studio.js": "MaslakStudio", "studio_form.js": "MaslakStudioForm"}


@XBlock.needs("i18n")
@XBlock.wants("maslak_host", "replace_urls", "user", "studio_user_permissions")
class MaslakBlock(XBlock):
    """Base of the blocks. A subclass gives ``load_document``, ``inner`` and its own views and handlers."""

    display_name = String(help="Title in the outline; empty: the title of the source language", default=None, scope=Scope.settings)
    source = SourceText(help="The block's element, exactly as its author wrote it", default="", scope=Scope.content)
    # Every block of a platform shares what stands in this scope, so the name is ours alone.
    maslak_language = String(help="Content language where the host keeps none", default=None, scope=Scope.user_info)
    revision = KeptInteger(help="Counts the changes of this learner's state", default=0, scope=Scope.user_state)

    init_name: ClassVar[str] = ""
    kind: ClassVar[str] = ""
    learner_handlers: ClassVar[tuple[str, ...]] = ("set_language",)  # those that the script of student_view calls

    @classmethod
    def load_document(cls, source: str) -> Any:
        """Read the source into the block's document. Raises OLXError."""
        raise NotImplementedError

    def inner(self) -> Html:
        """Render what stands inside the block's root, in the language being read."""
        raise NotImplementedError

    # OLX

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any) -> MaslakBlock:
        """Keep the element as it is. Raises OLXError with the line when it cannot mean anything."""
        refuse_entities(node)
        block = cast(MaslakBlock, runtime.construct_xblock_from_class(cls, keys))
        text = to_source(node)
        cls.check_node(node)
        block.source = text
        for name in _SETTINGS:
            if name in block.fields and name in node.attrib:
                setattr(block, name, _read_setting(node, name, block.fields[name]))
        return block

    @classmethod
    def check_node(cls, node: Any) -> None:
        """Raise OLXError, with the line in the file, when the element cannot mean anything."""
        raise NotImplementedError

    def add_xml_to_node(self, node: Any) -> None:
        """Write the author's element; learners' state is never part of it."""
        copy_into(parse_source(self.effective_source), node)
        for name in _SETTINGS:
            field = self.fields.get(name)
            if field is not None and field.is_set_on(self) and field.read_from(self) is not None:
                text = str(field.to_string(field.read_from(self)))
                if name not in node.attrib or field.from_string(node.get(name)) != field.read_from(self):
                    node.set(name, text)

    @property
    def effective_source(self) -> str:
        """The author's element, or the empty one that a freshly added block starts from."""
        return self.source or self.empty_source()

    @classmethod
    def empty_source(cls) -> str:
        """Give the OLX of a new block."""
        raise NotImplementedError

    @once
    def document(self) -> Any:
        """What the source means. Documents are shared by their text, so reading one twice costs nothing."""
        return self.load_document(self.effective_source)

    def replace_source(self, source: str) -> None:
        """Keep a new element; what was derived from the old one is forgotten."""
        self.source = source
        self._forget("document", "language", "translator")

    def _forget(self, *names: str) -> None:
        for name in names:
            self.__dict__.pop(name, None)

    # Reader, languages, words

    @once
    def host(self) -> Host:
        """The host of this block."""
        return find_host(self)

    @once
    def learner(self) -> HostLearner:
        """Who is reading."""
        return self.host.learner()

    @once
    def usage(self) -> str:
        """The usage key as the host knows it; writing a key of the platform out is dear."""
        return str(self.scope_ids.usage_id)

    @once
    def wanted_language(self) -> Language | None:
        """The content language the reader asked for: chosen earlier, else that of the interface."""
        own = self.maslak_language if isinstance(self.host, BareHost) else None
        chosen = self.host.content_language() or own or self.learner.language
        return cast(Language, chosen) if chosen in LANGUAGES else None

    @once
    def language(self) -> Language:
        """The content language that is shown."""
        document = self.document
        return choose(document.variants, self.wanted_language, document.source)

    @once
    def translator(self) -> Translator:
        """The interface's words; where the host names no interface language, they follow the content."""
        return Translator(self.learner.language or self.language, self.runtime.service(self, "i18n"))

    def explain(self, error: DomainError) -> str:
        """Say in the reader's language what was refused."""
        return self.refusals().get(error.code) or explain_code(self.translator, error.code)

    def refusals(self) -> Mapping[str, str]:
        """Give the block's own sentences for refusals by code: what happened, what was kept, what to try."""
        return {}

    def display_title(self) -> str:
        """Give the block's title in the language that is shown."""
        return cast(str, self.document.title(self.language))

    def localized_titles(self) -> Mapping[Language, str]:
        """Give the block's titles, for outlines in three languages."""
        return {language: self.document.title(language) for language in self.document.variants}

    # Views and handlers that are the same everywhere

    def compose(self, inner: Html, *, view: str, scripts: tuple[str, ...] = ()) -> Fragment:
        """Give a fragment with the block's root, its style sheets and scripts."""
        # What is being written keeps its `/static/` names: an address of the host would be saved, or refused, in their place.
        markup = frame(self, inner, view)
        fragment = Fragment(str(markup) if view == "studio" else self.with_addresses(markup))
        for name in ("frame.css", f"{self.kind}.css", *(("studio.css",) if view in ("author", "studio") else ())):
            fragment.add_css_url(self.runtime.local_resource_url(self, f"public/{name}"))
        for name in scripts:
            fragment.add_javascript_url(self.runtime.local_resource_url(self, f"public/{name}"))
        if scripts:
            fragment.initialize_js(_EDITORS.get(scripts[-1], self.init_name))
        return fragment

    def with_addresses(self, html: Html) -> str:
        """Let the runtime turn ``/static/…`` of a course into an address of its own."""
        service = self.runtime.service(self, "replace_urls")
        return str(service.replace_urls(str(html))) if service is not None else str(html)

    def public_view(self, context: Any = None) -> Fragment:
        """Show what an anonymous reader may see."""
        return self.student_view(context)

    def student_view(self, context: Any = None) -> Fragment:
        """Show the block to a learner."""
        return self.compose(self.inner(), view="student", scripts=("frame.js", f"{self.kind}.js"))

    @json_handler
    def set_language(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Change the language of content for this reader, here and in every other unit, and give the block anew."""
        wanted = payload.get("language")
        if wanted not in LANGUAGES:
            raise InvalidPayloadError("language must be ar, fr or en", field="language")
        self.host.set_content_language(wanted)
        if isinstance(self.host, BareHost):
            self.maslak_language = wanted
        self._forget("wanted_language", "language", "translator")
        facts = {"language": self.language, "revision": self.revision}
        return {**facts, "html": self.with_addresses(self.inner())} if wants_html(payload) else facts

    def require_learner(self) -> None:
        """Raise NotSignedInError for an anonymous reader."""
        if not self.learner.key:
            raise NotSignedInError("sign in first")

    def require_author(self) -> None:
        """Raise NotAuthorError unless the caller may edit: staff, or whoever Studio let in."""
        if not (self.learner.is_staff or may_edit(self)):
            raise NotAuthorError("only staff may edit")

    def require_revision(self, payload: Mapping[str, Any]) -> None:
        """Raise StaleRevisionError when the caller speaks about an older state."""
        if take_integer(payload, "revision") != self.revision:
            raise StaleRevisionError("the state moved on", revision=self.revision)

    def index_dictionary(self) -> dict[str, Any]:
        """Give the words by which Studio's search finds this block; never an answer."""
        found = dict(super().index_dictionary())
        texts = {f"text_{language}": text for language, text in self.document.search_texts().items()}
        found.update(content={"display_name": self.document.title(self.document.source), **texts}, content_type=self.kind)
        return found


def _read_setting(node: Any, name: str, field: Any) -> Any:
    """Give the value of a setting. Raises OLXError for a weight that no mark could be scaled by."""
    text = node.get(name)
    try:
        value = field.from_string(text)
    except (TypeError, ValueError):
        value = nan
    if isinstance(value, float) and not 0 <= value < inf:
        raise OLXError(f'{name}="{text}" is not a number of 0 or more', line_of(node))
    return value


class GradedBlock(MaslakBlock):
    """Base of the blocks that mark what a learner answers and show what became of one competency."""

    weight = Float(help="Weight in the mark", default=1.0, scope=Scope.settings)

    icon_class = "problem"
    has_score = True
    has_custom_completion = True
    completion_mode = "completable"

    def max_score(self) -> float:
        """Give the best mark, which the platform scales by the weight."""
        return 1.0

    def known_ratings(self) -> tuple[HostRating, ...]:
        """Give how the block's competency stands."""
        return self.host.ratings([self.document.competency]) if self.document.competency and self.learner.key else ()
