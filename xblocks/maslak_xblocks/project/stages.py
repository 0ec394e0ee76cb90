"""The stages of a project and what each asks a team to hand in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, cast

from maslak_domain.language import Language, LocalizedText
from maslak_xblocks.attributes import read_count, read_one_of
from maslak_xblocks.dress import dress
from maslak_xblocks.errors import OLXError
from maslak_xblocks.markup import Html
from maslak_xblocks.olx import Element, inner_html, line_of, plain_text, require
from maslak_xblocks.project.assignment import DeliverableKind, DeliverableRule, StageRule
from maslak_xblocks.project.media import MEDIA_TYPES
from maslak_xblocks.project.reading import read_id, read_texts, refuse_repeats
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.variants import Status, Variant, is_stale, read_variants

KINDS: Final = ("text", "link", "file")
MOST_MEGABYTES: Final = 20
DEFAULT_MEGABYTES: Final = 5
MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class ProjectText:
    """One language of a project or a stage: its title, and in ``raw`` what stands below it, cleaned when somebody reads it."""

    title: str
    raw: str
    language: Language

    @cached_property
    def html(self) -> Html:
        """Give what may be shown."""
        return dress(sanitise(self.raw), self.language)

    @property
    def plain(self) -> str:
        """Give the words alone."""
        return plain_text(sanitise(self.raw))


@dataclass(frozen=True)
class Deliverable:
    """One thing to hand in: a text, an https link, or files of some types up to a size."""

    id: str
    kind: DeliverableKind
    labels: LocalizedText
    is_required: bool
    accept: tuple[str, ...] = ()
    max_megabytes: int = DEFAULT_MEGABYTES

    @property
    def max_bytes(self) -> int:
        """The largest file that is taken."""
        return self.max_megabytes * MEGABYTE if self.kind == "file" else 0

    @property
    def rule(self) -> DeliverableRule:
        """What the host needs to know of it."""
        return DeliverableRule(self.id, self.kind, self.is_required, self.accept, self.max_bytes)


@dataclass(frozen=True)
class Stage:
    """One stage. ``criteria`` are those of the rubric that its marker looks at."""

    id: str
    due_days: int | None
    criteria: tuple[str, ...]
    deliverables: tuple[Deliverable, ...]
    variants: Mapping[Language, Variant[ProjectText]]

    @property
    def rule(self) -> StageRule:
        """What the host needs to know of it."""
        return StageRule(self.id, tuple(each.rule for each in self.deliverables), self.due_days)

    def text(self, language: Language) -> ProjectText:
        """Give the stage in a language, else in its source's."""
        return (self.variants.get(language) or next(iter(self.variants.values()))).body

    def shown_in(self, language: Language) -> Language:
        """Give the language in which :meth:`text` answers."""
        return language if language in self.variants else next(iter(self.variants))

    def find(self, deliverable: str) -> Deliverable | None:
        """Give a deliverable by its id."""
        return next((each for each in self.deliverables if each.id == deliverable), None)


def read_stage(node: Element, criteria: Sequence[str]) -> Stage:
    """Read a stage's element; ``criteria`` are the ids of the whole rubric. Raises OLXError."""
    elements = read_variants(node)
    source = next(iter(elements.values()))
    nodes = node.findall("deliverable")
    refuse_repeats(nodes, "deliverables of a stage")
    chosen = tuple(dict.fromkeys(node.get("criteria", "").split()))
    for name in chosen:
        if name not in criteria:
            raise OLXError(f'criteria names "{name}", which the rubric does not have', line_of(node))
    return Stage(
        id=read_id(node),
        due_days=read_count(node, "due_days", "", fewest=1, most=730) if node.get("due_days") is not None else None,
        criteria=chosen or tuple(criteria),
        deliverables=tuple(_read_deliverable(each) for each in nodes),
        variants={
            language: Variant(language, cast(Status, each.get("status")), is_stale(each, source), read_text(each, language))
            for language, each in elements.items()
        },
    )


def read_text(node: Element, language: Language) -> ProjectText:
    """Read one variant. Raises OLXError where it has no title."""
    return ProjectText(require(node, "title"), inner_html(node), language)


def _read_deliverable(node: Element) -> Deliverable:
    kind = cast(DeliverableKind, read_one_of(node, "type", KINDS))
    accept = tuple(dict.fromkeys(each.strip().lower().removeprefix(".") for each in node.get("accept", "").split(",") if each.strip()))
    for ending in accept:
        if ending not in MEDIA_TYPES:
            raise OLXError(f'accept names "{ending}", which is not one of {", ".join(MEDIA_TYPES)}', line_of(node))
    if kind == "file" and not accept:
        raise OLXError("a deliverable of the type file needs the attribute accept", line_of(node))
    labels = read_texts(node, "label")
    if not any(labels.values()):
        raise OLXError("a deliverable needs a <label lang>", line_of(node))
    return Deliverable(
        id=read_id(node),
        kind=kind,
        labels=labels,
        is_required=read_one_of(node, "required", ("true", "false"), "false") == "true",
        accept=accept,
        max_megabytes=read_count(node, "max_mb", str(DEFAULT_MEGABYTES), fewest=1, most=MOST_MEGABYTES),
    )
