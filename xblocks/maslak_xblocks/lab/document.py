"""What a lab's OLX means: which data each learner gets, what is asked about it, and the rules of an attempt.

    <maslak_lab purpose competency level generator rows needs minutes attempts cooldown tries pass_mark salt>
      <variant lang status title>introduction</variant> …
      <task id type fact tolerance unit weight objective>
        <hint id cost/> …                      each one looked at takes ``cost`` of the task's points
        <wrong id fact misconception/> …       a wrong value that the generator knows, too
        <variant lang status>
          <stem>…</stem> <unit>…</unit>
          <hint option="ID">…</hint>
          <feedback option="KEY">…</feedback>  right, other, or the id of a wrong value
        </variant> …
      </task> …
      <misconception id><name lang>…</name> …</misconception> …
    </maslak_lab>

``type`` is number, text or file; it must be the kind of the ``fact``: a file answers a fact that is a table. ``needs`` is *any*
(a phone will do: the whole table is on the page) or *computer*. ``tries`` bounds the answers to one task in one attempt, 0 for no
limit. A new ``salt`` gives everybody new data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal, cast

from maslak_domain.language import Language
from maslak_xblocks.attributes import read_count, read_decimal, read_one_of, refuse_repeats
from maslak_xblocks.dress import dress
from maslak_xblocks.errors import OLXError
from maslak_xblocks.lab.generators import GENERATORS
from maslak_xblocks.lab.generators.dataset import MAX_ROWS, Generator
from maslak_xblocks.lab.task import Task, read_task
from maslak_xblocks.markup import Html
from maslak_xblocks.olx import Element, inner_html, line_of, parse_source, plain_text, require
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.variants import Variant, is_stale, read_variants
from maslak_xblocks.wordings import list_stale_languages

PURPOSES: Final = ("practice", "mastery")
LEVELS: Final = ("N1", "N2", "N3", "N4")
NEEDS: Final = ("any", "computer")
# Beyond this a table on a page is too heavy for a phone.
MOST_ROWS_ON_A_PHONE: Final = 150


@dataclass(frozen=True)
class LabText:
    """One language of a lab's title and introduction."""

    title: str
    html: Html
    plain: str


@dataclass(frozen=True)
class LabDocument:
    """A whole lab."""

    purpose: Literal["practice", "mastery"]
    competency: str
    level: str
    generator: str
    rows: int
    needs: Literal["any", "computer"]
    minutes: int
    attempts: int
    cooldown_minutes: int
    tries: int
    pass_mark: Decimal
    salt: str
    tasks: tuple[Task, ...]
    misconceptions: Mapping[str, Mapping[Language, str]]
    variants: Mapping[Language, Variant[LabText]]
    source: Language
    lagging: frozenset[str]  # languages in which the name of a misconception is older than its source

    @property
    def maker(self) -> Generator:
        """The module that makes the data."""
        return GENERATORS[self.generator]

    def title(self, language: Language) -> str:
        """Give the title in a language, else in the source's."""
        return (self.variants.get(language) or self.variants[self.source]).body.title

    def is_stale(self, language: Language) -> bool:
        """Say whether the introduction, any task or the name of any misconception of a language is older than its source."""
        return self.variants[language].stale or language in self.lagging or any(task.is_stale(language) for task in self.tasks)

    def search_texts(self) -> Mapping[Language, str]:
        """Give the plain text of every language: introduction and questions, never hints, feedback or answers."""
        return {
            language: " ".join([variant.body.plain, *(plain_text(task.text(language)[0].stem) for task in self.tasks)])
            for language, variant in self.variants.items()
        }

    def find_task(self, task_id: str) -> Task | None:
        """Give a task by its id."""
        return next((task for task in self.tasks if task.id == task_id), None)

    def name_misconception(self, key: str, language: Language) -> str:
        """Give a misconception's name for people; nothing when it has none."""
        names = self.misconceptions.get(key, {})
        return names.get(language) or names.get(self.source) or ""


@lru_cache(maxsize=64)
def load_lab(source: str) -> LabDocument:
    """Read a lab's source text. Raises OLXError."""
    return read_lab(parse_source(source))


def read_lab(node: Element) -> LabDocument:
    """Read a lab's element. Raises OLXError."""
    elements = read_variants(node)
    source = next(iter(elements))
    generator = read_one_of(node, "generator", tuple(GENERATORS), "sales_table")
    needs = read_one_of(node, "needs", NEEDS, "any")
    tasks = tuple(read_task(child, GENERATORS[generator].FACTS) for child in node.findall("task"))
    refuse_repeats([task.id for task in tasks], "task", node)
    pass_mark = read_decimal(node, "pass_mark", "0.7")
    if not 0 <= pass_mark <= 1:
        raise OLXError("pass_mark must be between 0 and 1", line_of(node))
    return LabDocument(
        purpose=cast(Literal["practice", "mastery"], read_one_of(node, "purpose", PURPOSES, "practice")),
        competency=node.get("competency", ""),
        level=read_one_of(node, "level", LEVELS, "N1"),
        generator=generator,
        rows=_read_rows(node, generator, needs),
        needs=cast(Literal["any", "computer"], needs),
        minutes=read_count(node, "minutes", "30"),
        attempts=read_count(node, "attempts"),
        cooldown_minutes=read_count(node, "cooldown"),
        tries=read_count(node, "tries"),
        pass_mark=pass_mark,
        salt=node.get("salt", ""),
        tasks=tasks,
        misconceptions=MappingProxyType({require(child, "id"): _read_names(child) for child in node.findall("misconception")}),
        variants={
            language: Variant(language, element.get("status"), is_stale(element, elements[source]), _read_text(element, language))  # type: ignore[arg-type]
            for language, element in elements.items()
        },
        source=source,
        lagging=list_stale_languages(node),
    )


def _read_rows(node: Element, generator: str, needs: str) -> int:
    least, most = GENERATORS[generator].LEAST_ROWS, MOST_ROWS_ON_A_PHONE if needs == "any" else MAX_ROWS
    rows = read_count(node, "rows", str(least))
    if not least <= rows <= most:
        raise OLXError(f'rows="{rows}" must be from {least} to {most} for {generator} with needs="{needs}"', line_of(node))
    return rows


def _read_text(node: Element, language: Language) -> LabText:
    html = sanitise(inner_html(node))
    return LabText(require(node, "title"), dress(html, language), plain_text(html))


def _read_names(node: Element) -> Mapping[Language, str]:
    return {cast(Language, child.get("lang", "")): "".join(child.itertext()).strip() for child in node.findall("name")}
