"""The end of a diagnostic: the map in words and as a picture, what changed, and the units to study in their order."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from maslak_xblocks.diagnostic.advice import Advice, Step, TopicLine
from maslak_xblocks.diagnostic.contract import Situation
from maslak_xblocks.diagnostic.sky import WIDTH, place_topics
from maslak_xblocks.diagnostic.wording import FIGURES, change_words, day, place_words, said
from maslak_xblocks.frame import star
from maslak_xblocks.markup import Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.diagnostic.block import DiagnosticBlock

_BODY: Final = "M0-9 2.7-6.4H6.4V-2.7L9 0 6.4 2.7V6.4H2.7L0 9-2.7 6.4H-6.4V2.7L-9 0-6.4-2.7V-6.4H-2.7Z"
_HALF: Final = '<path class="mk-in" d="M0-9V9L-2.7 6.4H-6.4V2.7L-9 0-6.4-2.7V-6.4H-2.7Z"/>'


def render_result(block: DiagnosticBlock, situation: Situation) -> Html:
    """Give the map and the advice of the last finished attempt."""
    translate, advice = block.translator, situation.advice
    assert advice is not None
    total = len(advice.topics)
    known = translate.count(
        "{number} topic known out of {total}", "{number} topics known out of {total}", advice.count("known"), total=total
    )
    return join(
        tag("h3", {"tabindex": "-1", "data-end": True}, translate("Where you stand")),
        tag("p", {"class": "mk-count"}, known, " ", tag("span", {"class": "mk-soft"}, translate("on {day}", day=day(block, advice.at)))),
        _picture(block, situation, advice),
        tag("ol", {"class": "mk-topics"}, *(_topic(block, line) for line in advice.topics)),
        _changes(block, advice),
        _study(block, advice),
        tag(
            "p",
            {"class": "mk-told"},
            translate(
                "This is advice for you. It is not a mark, and no competency is acquired by it: the checkpoints of the course do that."
            ),
        ),
    )


def _topic(block: DiagnosticBlock, line: TopicLine) -> Html:
    translate = block.translator
    word = tag("strong", {}, place_words(translate)[line.place])
    change = tag("span", {"class": f"mk-is-{line.change}"}, change_words(translate)[line.change]) if line.before else None
    return tag(
        "li",
        {"class": f"mk-at-{line.place}"},
        star(FIGURES[line.place]),
        tag("div", {}, tag("p", {}, said(block, line.node.names)), tag("p", {"class": "mk-soft"}, word, " · " if change else None, change)),
    )


def _changes(block: DiagnosticBlock, advice: Advice) -> Html | None:
    """Say what moved since the last time, from where to where."""
    if advice.before_at is None:
        return None
    translate, words = block.translator, place_words(block.translator)
    heading = tag("h3", {}, translate("What changed since {day}", day=day(block, advice.before_at)))
    if not advice.moved:
        return join(heading, tag("p", {}, translate("Every topic stands where it stood.")))
    lines = [
        tag(
            "li",
            {},
            said(block, line.node.names),
            translate(": "),
            translate("{before}, now {after}", before=words[line.before].lower(), after=words[line.place].lower()),
        )
        for line in advice.moved
        if line.before
    ]
    return join(heading, tag("ul", {"class": "mk-points"}, *lines))


def _study(block: DiagnosticBlock, advice: Advice) -> Html | None:
    translate = block.translator
    if advice.count("known") == len(advice.topics):
        return tag("p", {"class": "mk-banner"}, translate("You know every topic. Go on to the checkpoints of the course and show it."))
    if not advice.steps:
        return None
    following = advice.next_step
    heading = tag("h3", {}, translate("What to study, in this order"))
    button = None
    if following:
        words = (translate("Begin with: "), said(block, following.unit.titles))
        button = tag("p", {}, tag("a", {"class": "mk-button", "href": following.unit.url}, *words))
    topics = [(key, list(steps)) for key, steps in groupby(advice.steps, key=lambda step: step.topic.node.id)]
    return join(heading, button, tag("ol", {"class": "mk-study"}, *(_topic_units(block, steps) for _, steps in topics)))


def _topic_units(block: DiagnosticBlock, steps: list[Step]) -> Html:
    """Give one topic with its units. A unit that serves several topics stands under the first."""
    return tag("li", {}, tag("p", {}, said(block, steps[0].topic.node.names)), tag("ul", {}, *(_unit(block, step) for step in steps)))


def _unit(block: DiagnosticBlock, step: Step) -> Html:
    translate, title = block.translator, said(block, step.unit.titles)
    facts = [
        translate("already done: look again") if step.unit.is_done else None,
        None if step.unit.url else translate("not open yet"),
    ]
    told = [tag("span", {"class": "mk-soft"}, " · ", fact) for fact in facts if fact]
    return tag("li", {}, tag("a", {"href": step.unit.url}, title) if step.unit.url else title, *told)


def _picture(block: DiagnosticBlock, situation: Situation, advice: Advice) -> Html:
    """Draw the map, mirrored for readers from right to left. The list under it says all of it, by the same numbers."""
    points, height = place_topics(situation.document.order)
    if block.translator.language == "ar":
        points = {topic: (WIDTH - x, y) for topic, (x, y) in points.items()}
    lines = [
        tag(
            "path",
            {"class": "mk-edge", "d": f"M{points[before][0]} {points[before][1]}L{points[line.node.id][0]} {points[line.node.id][1]}"},
        )
        for line in advice.topics
        for before in line.node.after
    ]
    stars = [_draw(line, number, points[line.node.id]) for number, line in enumerate(advice.topics, 1)]
    words = place_words(block.translator)
    key = [tag("li", {"class": f"mk-at-{place}"}, star(FIGURES[place]), " ", words[place]) for place in FIGURES]
    return join(
        tag(
            "svg", {"class": "mk-picture", "viewBox": f"0 0 {WIDTH} {height}", "aria-hidden": "true", "focusable": "false"}, *lines, *stars
        ),
        tag("ul", {"class": "mk-legend", "aria-hidden": "true"}, *key),
    )


def _draw(line: TopicLine, number: int, point: tuple[float, float]) -> Html:
    inside = Html(f'<path class="mk-body" d="{_BODY}"/>{_HALF if line.place == "nearly" else ""}')
    label = tag("text", {"x": 0, "y": 23, "text-anchor": "middle"}, str(number))
    return tag("g", {"class": f"mk-s mk-at-{line.place}", "transform": f"translate({point[0]} {point[1]})"}, inside, label)
