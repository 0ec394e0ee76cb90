"""The fields of one topic and of one question."""

from __future__ import annotations

from collections.abc import Mapping

from maslak_domain.language import Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.diagnostic.editing.draft import DiagnosticDraft, ItemDraft, NodeDraft, OptionDraft
from maslak_xblocks.diagnostic.item import ItemType
from maslak_xblocks.markup import Html, join, tag
from maslak_xblocks.references import refer_to_competency
from maslak_xblocks.studio_form import grid, group, hidden, line, listing
from maslak_xblocks.studio_text import states, trio


def name_topics(draft: DiagnosticDraft, language: Language) -> Mapping[str, str]:
    """Give the name of each topic, in the language of the interface where it has one."""
    return {node.id: node.name.get(language) or next(iter(node.name.values()), node.id) for node in draft.nodes}


def name_kinds(translate: Translator) -> Mapping[ItemType, str]:
    """Give the name of each type of question."""
    return {"single": translate("One right answer"), "numeric": translate("A number")}


def blank_item(kind: ItemType) -> ItemDraft:
    """Give a question with nothing in it but the options it needs."""
    return ItemDraft("", kind, options=tuple(OptionDraft(letter) for letter in "abcd") if kind == "single" else ())


def render_node(translate: Translator, node: NodeDraft, names: Mapping[str, str]) -> Html:
    """Give the fields of a topic."""
    links = [_link(translate, each, names) for each in node.after]
    return group(
        translate,
        node.id,
        trio(translate("Name of the topic"), "name", node.name, kind="line"),
        grid(
            refer_to_competency(translate, node.competency),
            line(translate("Units to study, by their names with spaces between"), "unit", node.unit),
        ),
        tag("p", {"class": "mk-parts-name"}, translate("Builds on")),
        listing(translate, "after", links, _link(translate, "", names), translate("Add a topic that it builds on")),
        prefix="n",
        kind=translate("Topic"),
    )


def render_item(translate: Translator, item: ItemDraft, names: Mapping[str, str]) -> Html:
    """Give the fields of a question."""
    own = {language: item.state[language] for language in item.languages if language in item.state}
    return group(
        translate,
        item.id,
        hidden("type", item.type),
        _topic(translate, translate("Asks about"), item.node, names),
        trio(translate("Question"), "stem", item.stem),
        states(translate, "state", own),
        _number(translate, item) if item.type == "numeric" else _options(translate, item),
        prefix="q",
        kind=name_kinds(translate)[item.type],
    )


def _link(translate: Translator, chosen: str, names: Mapping[str, str]) -> Html:
    return group(translate, "", _topic(translate, translate("Topic"), chosen, names), prefix="l")


def _topic(translate: Translator, label: str, chosen: str, names: Mapping[str, str]) -> Html:
    """Give a choice among the topics; the script keeps their names up to date while they are written."""
    known = {"": translate("none"), **names}
    known.setdefault(chosen, chosen)
    options = [tag("option", {"value": key, "selected": key == chosen}, text) for key, text in known.items()]
    return tag(
        "label", {"class": "mk-field"}, tag("span", {}, label), tag("select", {"data-field": "node", "data-refers": "nodes"}, *options)
    )


def _options(translate: Translator, item: ItemDraft) -> Html:
    found = [_option(translate, option) for option in item.options]
    made = listing(translate, "options", found, _option(translate, OptionDraft("")), translate("Add an option"))
    return tag("div", {"class": "mk-parts"}, tag("p", {"class": "mk-parts-name"}, translate("Options")), made)


def _option(translate: Translator, option: OptionDraft) -> Html:
    box = tag("input", {"type": "radio", "data-field": "correct", "checked": option.is_right})
    right = tag("label", {"class": "mk-correct"}, box, tag("span", {}, translate("Right")))
    return group(translate, option.id, right, trio(translate("Option"), "text", option.text), prefix="a-z")


def _number(translate: Translator, item: ItemDraft) -> Html:
    fields = grid(
        line(translate("Right number"), "value", item.value, inputmode="decimal"),
        line(translate("Tolerance"), "tolerance", item.tolerance, inputmode="decimal"),
    )
    return join(fields, trio(translate("Unit"), "unit", item.unit, kind="line"))
