"""The fields of the editor: rules, a stage with its deliverables, a row of the rubric with its bands."""

from __future__ import annotations

from maslak_xblocks.catalogue import Translator
from maslak_xblocks.markup import Html, tag
from maslak_xblocks.project.editing.draft import DELIVERABLE, CriterionDraft, DeliverableDraft, ProjectDraft, StageDraft
from maslak_xblocks.project.rubric import DESCRIPTORS
from maslak_xblocks.project.scoring import BANDS
from maslak_xblocks.project.wording import band_names, descriptor_names
from maslak_xblocks.references import refer_to_competency
from maslak_xblocks.studio_form import choice, choose_level, grid, group, line, listing, tick
from maslak_xblocks.studio_text import states, trio


def render_rules(translate: Translator, draft: ProjectDraft) -> Html:
    """Give what holds for the whole project."""
    rules = draft.rules
    purposes = {"mastery": translate("decides the rating"), "practice": translate("practice")}
    return tag(
        "details",
        {"class": "mk-rules"},
        tag("summary", {}, translate("Rules of the project")),
        grid(
            refer_to_competency(translate, rules["competency"]),
            choose_level(translate, rules["level"]),
            choice(translate("Purpose"), "purpose", rules["purpose"], purposes),
        ),
        grid(
            line(translate("Pass mark, 0 to 1"), "pass_mark", rules["pass_mark"], inputmode="decimal"),
            line(translate("Largest team"), "team", rules["team"], inputmode="numeric"),
            line(translate("Rounds for each stage"), "rounds", rules["rounds"], inputmode="numeric"),
            line(translate("Hours of work for each member"), "hours", rules["hours"], inputmode="numeric"),
        ),
    )


def render_stages(translate: Translator, draft: ProjectDraft) -> Html:
    """Give the list of stages."""
    blank = StageDraft("", {}, {}, {}, "", frozenset(DESCRIPTORS), (_blank_deliverable(),))
    groups = [_stage(translate, each) for each in draft.stages]
    return listing(translate, "stages", groups, _stage(translate, blank), translate("Add a stage"))


def _stage(translate: Translator, stage: StageDraft) -> Html:
    names = descriptor_names(translate)
    own = {language: state for language, state in stage.state.items() if language in stage.languages}
    things = [_deliverable(translate, each) for each in stage.deliverables]
    return group(
        translate,
        stage.id,
        trio(translate("Title of the stage"), "title", stage.title, kind="line"),
        trio(translate("What to do"), "text", stage.text),
        states(translate, "state", own),
        grid(line(translate("Due, in days after the start"), "due_days", stage.due_days, inputmode="numeric")),
        tag("p", {"class": "mk-parts-name"}, translate("What this stage is marked by")),
        grid(*(tick(names[each], f"by_{each}", each in stage.looks_at) for each in DESCRIPTORS)),
        tag("p", {"class": "mk-parts-name"}, translate("What is to be handed in")),
        listing(translate, "deliverables", things, _deliverable(translate, _blank_deliverable()), translate("Add a deliverable")),
        prefix="s",
        kind=translate("Stage"),
    )


def _blank_deliverable() -> DeliverableDraft:
    return DeliverableDraft("", {**DELIVERABLE, "accept": "pdf"}, True, {})


def _deliverable(translate: Translator, each: DeliverableDraft) -> Html:
    kinds = {"file": translate("a file"), "text": translate("a text"), "link": translate("a link")}
    return group(
        translate,
        each.id,
        trio(translate("What it is called"), "label", each.label, kind="line"),
        grid(
            choice(translate("In what form"), "type", each.values["type"], kinds),
            line(translate("Types of file, such as pdf,md,zip"), "accept", each.values["accept"]),
            line(translate("Largest file, in MB"), "max_mb", each.values["max_mb"], inputmode="numeric"),
        ),
        tick(translate("It must be there before a round is handed in"), "required", each.is_required),
        prefix="d",
    )


def render_criteria(translate: Translator, draft: ProjectDraft) -> Html:
    """Give the rows of the rubric."""
    blank = CriterionDraft("", DESCRIPTORS[0], "1", {}, ({},) * len(BANDS))
    groups = [_criterion(translate, each) for each in draft.criteria]
    return listing(translate, "criteria", groups, _criterion(translate, blank), translate("Add a row"))


def _criterion(translate: Translator, row: CriterionDraft) -> Html:
    names = band_names(translate)
    bands = [
        trio(translate("Band {number}: {name}", number=level, name=names[level - 1]), f"band{level}", texts, kind="area")
        for level, texts in zip(BANDS, row.bands, strict=True)
    ]
    return group(
        translate,
        row.id,
        grid(
            choice(translate("Descriptor"), "descriptor", row.descriptor, descriptor_names(translate)),
            line(translate("Weight"), "weight", row.weight, inputmode="numeric"),
        ),
        trio(translate("What it means in this project"), "label", row.label, kind="line"),
        *bands,
        prefix="c",
        kind=translate("Criterion"),
    )
