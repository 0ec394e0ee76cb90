"""What a project's OLX means: an introduction, stages with what they ask for, and the rubric by which they are marked.

    <maslak_project competency level purpose pass_mark team rounds hours>
      <variant lang status title>introduction</variant> …
      <stage id due_days? criteria?>
        <variant lang status title>what to do</variant> …
        <deliverable id type="text|link|file" accept max_mb required><label lang>…</label> …</deliverable> …
      </stage> …
      <rubric>
        <criterion id descriptor weight>
          <label lang>…</label> …
          <band level="1"><text lang>…</text> …</band> … to level 4
        </criterion> …
      </rubric>
    </maslak_project>

``due_days`` counts from the day the host opens the project. ``criteria`` names, by id, the rows that a stage is marked by;
without it all of them. ``accept`` lists endings such as ``pdf,md,zip``. ``rounds`` is how often a stage may be handed in;
``hours`` what the whole takes each member, 0 when nobody says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final, cast

from maslak_domain.language import Language
from maslak_xblocks.attributes import read_count, read_one_of
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, line_of, parse_source
from maslak_xblocks.project.assignment import Assignment, StageRule
from maslak_xblocks.project.reading import read_share, refuse_repeats
from maslak_xblocks.project.rubric import Criterion, read_rubric
from maslak_xblocks.project.stages import Deliverable, ProjectText, Stage, read_stage, read_text
from maslak_xblocks.variants import Status, Variant, is_stale, read_variants
from maslak_xblocks.wordings import list_stale_languages

LEVELS: Final = ("N1", "N2", "N3", "N4")
PURPOSES: Final = ("practice", "mastery")
LARGEST_TEAM: Final = 12
MOST_ROUNDS: Final = 9
MOST_HOURS: Final = 400


@dataclass(frozen=True)
class ProjectDocument:
    """A project. ``team`` is the largest team, ``rounds`` how often each stage may be handed in."""

    competency: str
    level: str
    purpose: str
    pass_mark: Decimal
    team: int
    rounds: int
    hours: int
    stages: tuple[Stage, ...]
    criteria: tuple[Criterion, ...]
    variants: Mapping[Language, Variant[ProjectText]]
    source: Language
    lagging: frozenset[str]  # languages in which a label or a band is older than its source

    def title(self, language: Language) -> str:
        """Give the title in a language, else in the source's."""
        return (self.variants.get(language) or self.variants[self.source]).body.title

    def is_stale(self, language: Language) -> bool:
        """Say whether the introduction, any stage, label or band lags behind its source in a language."""
        own = self.variants[language].stale or language in self.lagging
        return own or any(stage.variants[language].stale for stage in self.stages if language in stage.variants)

    def search_texts(self) -> Mapping[Language, str]:
        """Give the plain text of every language."""
        return {
            language: " ".join(
                [
                    variant.body.plain,
                    *(f"{stage.text(language).title} {stage.text(language).plain}" for stage in self.stages if language in stage.variants),
                ]
            )
            for language, variant in self.variants.items()
        }

    @property
    def weights(self) -> Mapping[str, int]:
        """How much each criterion weighs."""
        return {each.id: each.weight for each in self.criteria}

    def assignment(self, usage: str) -> Assignment:
        """Give what a host needs to know to keep dossiers of this project."""
        return Assignment(usage, self.team, self.rounds, self._rules)

    @cached_property
    def _rules(self) -> tuple[StageRule, ...]:
        return tuple(stage.rule for stage in self.stages)

    def find_stage(self, stage_id: str) -> Stage | None:
        """Give a stage by its id."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def find_criterion(self, criterion_id: str) -> Criterion | None:
        """Give a criterion by its id."""
        return next((each for each in self.criteria if each.id == criterion_id), None)


@lru_cache(maxsize=64)
def load_project(source: str) -> ProjectDocument:
    """Read a project's source text. Raises OLXError."""
    return read_project(parse_source(source))


def read_project(node: Element) -> ProjectDocument:
    """Read a project's element. Raises OLXError."""
    elements = read_variants(node)
    source = next(iter(elements))
    rubrics, stages = node.findall("rubric"), node.findall("stage")
    if len(rubrics) > 1:
        raise OLXError("a project has one <rubric>", line_of(rubrics[1]))
    criteria = read_rubric(rubrics[0] if rubrics else None)
    refuse_repeats(stages, "stages")
    return ProjectDocument(
        competency=node.get("competency", ""),
        level=read_one_of(node, "level", LEVELS, "N1"),
        purpose=read_one_of(node, "purpose", PURPOSES, "mastery"),
        pass_mark=read_share(node, "pass_mark", "0.5"),
        team=read_count(node, "team", "1", fewest=1, most=LARGEST_TEAM),
        rounds=read_count(node, "rounds", "3", fewest=1, most=MOST_ROUNDS),
        hours=read_count(node, "hours", most=MOST_HOURS),
        stages=tuple(read_stage(each, [criterion.id for criterion in criteria]) for each in stages),
        criteria=criteria,
        variants={
            language: Variant(language, cast(Status, each.get("status")), is_stale(each, elements[source]), read_text(each, language))
            for language, each in elements.items()
        },
        source=source,
        lagging=list_stale_languages(node),
    )


__all__ = ["LEVELS", "PURPOSES", "Deliverable", "ProjectDocument", "ProjectText", "Stage", "load_project", "read_project"]
