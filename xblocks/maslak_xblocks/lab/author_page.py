"""The lab as an author reads it: every task with the values that a sample of data gives. Never shown to a learner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from maslak_domain.language import direction
from maslak_xblocks.figures import percent
from maslak_xblocks.frame import LANGUAGE_NAMES, legend, star
from maslak_xblocks.lab.contract import show_fact
from maslak_xblocks.lab.generators import make_data, make_seed
from maslak_xblocks.lab.generators.dataset import DataSet
from maslak_xblocks.lab.task import Task
from maslak_xblocks.markup import Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.lab.block import LabBlock

SAMPLE: Final = "sample"


def render_author(block: LabBlock) -> Html:
    """Give the lab as an author reads it."""
    translate, document, language = block.translator, block.document, block.language
    data = sample_data(block)
    facts = legend(
        translate("decides the rating") if document.purpose == "mastery" else translate("practice"),
        translate(document.maker.TITLE),
        translate.count("{number} row", "{number} rows", document.rows),
        translate.count("{number} question", "{number} questions", len(document.tasks)),
        translate("pass mark {mark}", mark=percent(document.pass_mark, translate.language)),
        *[LANGUAGE_NAMES[found] for found in document.variants],
    )
    told = translate("The values below belong to sample data. Each learner’s data give other values.")
    tasks = [author_task(block, task, data) for task in document.tasks]
    title = tag("h2", {"class": "mk-title"}, document.title(language))
    intro = tag("div", {"class": "mk-text"}, document.variants[language].body.html)
    return join(title, facts, intro, tag("p", {"class": "mk-hint"}, told), tag("ol", {"class": "mk-tasks"}, *tasks))


def sample_data(block: LabBlock) -> DataSet:
    """Make data that no learner has."""
    document = block.document
    return make_data(document.generator, make_seed(document.generator, block.usage, SAMPLE, 0, document.salt), document.rows)


def author_task(block: LabBlock, task: Task, data: DataSet) -> Html:
    """Give one task with its key, its wrong values and its hints."""
    translate, (text, shown_in) = block.translator, task.text(block.language)
    own = {"lang": shown_in, "dir": direction(shown_in)}
    rows = [_value(block, task, data, task.fact, "full", text.feedback.get("right"))]
    for wrong in task.wrong:
        name = block.document.name_misconception(wrong.misconception, block.language)
        rows.append(_value(block, task, data, wrong.fact, "none", text.feedback.get(wrong.id), name))
    hints = [tag("li", {}, text.hints.get(hint.id, ""), _cost(block, hint.cost)) for hint in task.hints]
    stale = tag("p", {"class": "mk-banner"}, translate("older than the source")) if task.is_stale(shown_in) else None
    return tag(
        "li",
        {"class": "mk-task", **own},
        stale,
        tag("div", {"class": "mk-stem mk-text"}, text.stem),
        tag("ul", {"class": "mk-author-list"}, *rows),
        _list_hints(block, hints),
    )


def _list_hints(block: LabBlock, hints: list[Html]) -> Html | None:
    return tag("div", {}, tag("p", {"class": "mk-hint"}, block.translator("Hints")), tag("ol", {}, *hints)) if hints else None


def _cost(block: LabBlock, cost: Any) -> Html:
    return tag("span", {"class": "mk-hint"}, f" (−{percent(cost, block.translator.language)})")


def _value(block: LabBlock, task: Task, data: DataSet, fact: str, state: str, said: str | None, misconception: str = "") -> Html:
    """Give one value with its unit and meaning, then what is said to whoever finds it."""
    text, _ = task.text(block.language)
    shown = show_fact(data.facts[fact], block.language)
    value = shown if isinstance(shown, str) else " / ".join(" · ".join(row) for row in shown["rows"][:3]) + " …"
    about = tag("span", {"class": "mk-hint"}, block.translator(block.document.maker.FACTS[fact].about))
    unit = tag("bdi", {}, text.unit or task.unit)
    parts = (
        tag("p", {}, tag("bdi", {"dir": "ltr"}, value), " ", unit, " · ", about),
        tag("p", {"class": "mk-misconception"}, misconception) if misconception else None,
        tag("div", {"class": "mk-hint"}, said) if said else None,
    )
    return tag("li", {}, star(state), tag("div", {}, *parts))
