"""Can a project be done and marked as its author meant: stages that ask for something, and a rubric that says what is seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from maslak_content.course import Block, Course
from maslak_content.findings import Finding, error, warning
from maslak_domain.language import LANGUAGES
from maslak_xblocks.olx import Element
from maslak_xblocks.project.media import MEDIA_TYPES
from maslak_xblocks.project.rubric import DESCRIPTORS

PROJECT_STAGELESS = error("project_stageless", "The project has no stage.", "Add a <stage> with what is to be handed in.")
STAGE_IDLE = error("stage_idle", "The stage {id} asks for nothing.", "Add a <deliverable>, or say in another stage what is to be done.")
STAGE_OPTIONAL = warning(
    "stage_optional", "Nothing in the stage {id} has to be handed in.", 'Set required="true" where the stage makes no sense without it.'
)
ACCEPT_UNKNOWN = error("accept_unknown", "No file of the type {ending} can be taken.", "Use endings of this list: {known}.")
ACCEPT_IDLE = warning(
    "accept_idle", "{name} changes nothing: the deliverable {id} is not a file.", 'Set type="file", or remove the attribute.'
)
DESCRIPTOR_MISSING = error(
    "descriptor_missing",
    "The rubric has no row for the descriptor {descriptor}.",
    "Add a <criterion> for it: every project is marked by the six descriptors of the national framework.",
)
DESCRIPTOR_REPEATED = warning(
    "descriptor_repeated",
    "The rubric has a second row for the descriptor {descriptor}.",
    "Put both rows into one, or name another descriptor.",
)
CRITERION_UNSEEN = error(
    "criterion_unseen", "No stage is marked by the criterion {id}, so no project could ever be finished.", "Name it in criteria of a stage."
)
WEIGHT_LOPSIDED = warning(
    "weight_lopsided",
    "The criterion {id} weighs {weight} of {whole}: it alone decides the mark.",
    "Give no row more than half of the weight.",
)
BAND_MISSING = error(
    "band_missing", "The criterion {id} has no band for the level {level}.", "Say for each level from 1 to 4 what a marker sees."
)
BAND_REPEATED = error(
    "band_repeated", "Two bands of the criterion {id} say the same in “{language}”.", "Say what a marker sees in one and not in the other."
)
BAND_VAGUE = warning(
    "band_vague", "The band “{text}” of the criterion {id} describes nothing that can be seen.", "Write a sentence about the work itself."
)

PROJECT_TIME_UNSAID = error(
    "project_time_unsaid",
    "The project does not say how long it takes.",
    "Set hours to what each member works on it, from the first stage to the last.",
)
PROJECT_TIME_ODD = warning(
    "project_time_odd",
    "{hours} hours for {stages} stages are hardly what a member works.",
    "Time a team, or count 2 to 20 hours for each stage.",
)

_FEWEST_WORDS = 4
_LEAST_HOURS, _MOST_HOURS = 2, 20  # of one stage


def check(course: Course) -> Iterator[Finding]:
    """Find stages that ask for nothing, types that cannot be taken, and rubrics by which nobody could mark."""
    for block in course.projects:
        stages = block.element.findall("stage")
        if not stages:
            yield PROJECT_STAGELESS.at(block.file, block.element)
        yield from _check_time(block, len(stages))
        for stage in stages:
            yield from _check_stage(block, stage)
        criteria = block.element.findall("rubric/criterion")
        yield from _check_rubric(block, criteria)
        yield from _check_seen(block, stages, criteria)
        for criterion in criteria:
            yield from _check_bands(block, criterion)


def _check_time(block: Block, stages: int) -> Iterator[Finding]:
    text = block.element.get("hours", "0")
    hours = int(text) if text.isascii() and text.isdigit() else 0
    if not hours:
        yield PROJECT_TIME_UNSAID.at(block.file, block.element)
    elif stages and not _LEAST_HOURS * stages <= hours <= _MOST_HOURS * stages:
        yield PROJECT_TIME_ODD.at(block.file, block.element, hours=hours, stages=stages)


def _check_stage(block: Block, stage: Element) -> Iterator[Finding]:
    deliverables = stage.findall("deliverable")
    if not deliverables:
        yield STAGE_IDLE.at(block.file, stage, id=stage.get("id", ""))
    elif not any(each.get("required") == "true" for each in deliverables):
        yield STAGE_OPTIONAL.at(block.file, stage, id=stage.get("id", ""))
    for each in deliverables:
        endings = [ending.strip().lower().removeprefix(".") for ending in each.get("accept", "").split(",") if ending.strip()]
        for ending in endings:
            if ending not in MEDIA_TYPES:
                yield ACCEPT_UNKNOWN.at(block.file, each, ending=ending, known=", ".join(MEDIA_TYPES))
        for name in ("accept", "max_mb"):
            if each.get("type") != "file" and each.get(name) is not None:
                yield ACCEPT_IDLE.at(block.file, each, name=name, id=each.get("id", ""))


def _check_rubric(block: Block, criteria: list[Element]) -> Iterator[Finding]:
    rubric = block.element.find("rubric")
    counts = Counter(each.get("descriptor", "") for each in criteria)
    for descriptor in DESCRIPTORS:
        if not counts[descriptor]:
            yield DESCRIPTOR_MISSING.at(block.file, block.element if rubric is None else rubric, descriptor=descriptor)
    seen: set[str] = set()
    weights = {each.get("id", ""): _read_weight(each) for each in criteria}
    whole = sum(weights.values())
    for each in criteria:
        descriptor, name = each.get("descriptor", ""), each.get("id", "")
        if descriptor in seen:
            yield DESCRIPTOR_REPEATED.at(block.file, each, descriptor=descriptor)
        seen.add(descriptor)
        if len(criteria) > 1 and weights[name] * 2 > whole:
            yield WEIGHT_LOPSIDED.at(block.file, each, id=name, weight=weights[name], whole=whole)


def _check_seen(block: Block, stages: list[Element], criteria: list[Element]) -> Iterator[Finding]:
    """A stage that names no criteria is marked by all of them."""
    if not stages or not all(stage.get("criteria", "").split() for stage in stages):
        return
    seen = {name for stage in stages for name in stage.get("criteria", "").split()}
    for each in criteria:
        if each.get("id", "") not in seen:
            yield CRITERION_UNSEEN.at(block.file, each, id=each.get("id", ""))


def _check_bands(block: Block, criterion: Element) -> Iterator[Finding]:
    name, bands = criterion.get("id", ""), criterion.findall("band")
    for level in ("1", "2", "3", "4"):
        if not any(band.get("level") == level for band in bands):
            yield BAND_MISSING.at(block.file, criterion, id=name, level=level)
    for language in LANGUAGES:
        seen: set[str] = set()
        for node in (node for band in bands for node in band.findall("text") if node.get("lang") == language):
            text = " ".join("".join(node.itertext()).split())
            if text and text.casefold() in seen:
                yield BAND_REPEATED.at(block.file, node, id=name, language=language)
            elif text and len(text.split()) < _FEWEST_WORDS:
                yield BAND_VAGUE.at(block.file, node, id=name, text=text)
            seen.add(text.casefold())


def _read_weight(criterion: Element) -> int:
    text = criterion.get("weight", "1")
    return int(text) if text.isascii() and text.isdigit() else 1
