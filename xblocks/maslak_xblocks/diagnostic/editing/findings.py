"""What an author of a diagnostic is told while writing: what cannot be asked, and what would place learners badly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from statistics import median
from typing import Final

from maslak_domain.language import Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.diagnostic.document import LEVELS
from maslak_xblocks.diagnostic.editing.draft import DiagnosticDraft, ItemDraft
from maslak_xblocks.diagnostic.order import LARGEST_GROUP, Order, find_cycle
from maslak_xblocks.frame import name_language
from maslak_xblocks.notes import Note, check_html, note_missing
from maslak_xblocks.olx import plain_text

_FEWEST: Final = 3
_SHORT: Final = 24


def check_diagnostic(draft: DiagnosticDraft, translate: Translator) -> list[Note]:
    """Give the notes on a draft."""
    return [
        *_check_rules(draft, translate),
        *_check_nodes(draft, translate),
        *(note for number, item in enumerate(draft.items) for note in _check_item(item, draft, f"items.{number}", translate)),
    ]


def _check_rules(draft: DiagnosticDraft, translate: Translator) -> Iterator[Note]:
    for language in draft.languages:
        if not draft.title.get(language):
            told = translate("Give it a title in {language}.", language=name_language(translate, language))
            yield Note(f"title.{language}", told, "error")
        yield from check_html(draft.intro.get(language, ""), f"intro.{language}", translate)
    if draft.rules.get("level", "N1") not in LEVELS:
        yield Note("level", translate("Choose a level."), "error")
    for name, least, most in (("most", 1, 60), ("cooldown", 0, 999_999)):
        text = draft.rules.get(name, str(least))
        if not (text.isascii() and text.isdigit() and len(text) < 7 and least <= int(text) <= most):
            yield Note(name, translate("This must be a whole number from {least} to {most}.", least=least, most=most), "error")


def _check_nodes(draft: DiagnosticDraft, translate: Translator) -> Iterator[Note]:
    known = {node.id for node in draft.nodes}
    counts = Counter(item.node for item in draft.items)
    after = {node.id: tuple(each for each in node.after if each in known) for node in draft.nodes}
    cycle = find_cycle(after)
    large = {name for group in Order(tuple(after), after).groups() if len(group) > LARGEST_GROUP for name in group}
    for number, node in enumerate(draft.nodes):
        path = f"nodes.{number}"
        if not node.name:
            yield Note(f"{path}.name.{draft.source}", translate("Give the topic a name."), "error")
        for language in draft.languages:
            if node.name and not node.name.get(language):
                yield note_missing(f"{path}.name.{language}", language, translate)
        if not node.competency:
            yield Note(f"{path}.competency", translate("Name the competency that the topic belongs to."), "error")
        if node.id == cycle:
            yield Note(f"{path}.after.0.node", translate("This topic builds on itself by way of others. Remove one of the links."), "error")
        if node.id in large:
            yield Note(
                f"{path}.name.{draft.source}",
                translate("Too many topics are linked with one another: at most {number}.", number=LARGEST_GROUP),
                "error",
            )
        if not counts[node.id]:
            yield Note(f"{path}.name.{draft.source}", translate("No question asks about this topic."), "error")
        elif counts[node.id] < _FEWEST:
            yield Note(f"{path}.name.{draft.source}", translate("With fewer than three questions a topic is placed by luck."))
        if not node.unit:
            yield Note(f"{path}.unit", translate("Without a unit nobody is told what to study."))


def _check_item(item: ItemDraft, draft: DiagnosticDraft, path: str, translate: Translator) -> Iterator[Note]:
    if item.node not in {node.id for node in draft.nodes}:
        yield Note(f"{path}.node", translate("Choose the topic that it asks about."), "error")
    if not item.languages:
        yield Note(f"{path}.stem.{draft.source}", translate("Write the question."), "error")
    for language in draft.languages:
        if item.languages and language not in item.languages:
            yield note_missing(f"{path}.stem.{language}", language, translate)
    if item.type == "numeric":
        yield from _check_number(item, path, translate)
        return
    if len(item.options) < 2 or sum(option.is_right for option in item.options) != 1:
        yield Note(f"{path}.stem.{draft.source}", translate("Give at least two options, of which exactly one is right."), "error")
    for language in item.languages:
        yield from check_html(item.stem.get(language, ""), f"{path}.stem.{language}", translate)
        yield from _check_options(item, language, path, translate)


def _check_options(item: ItemDraft, language: Language, path: str, translate: Translator) -> Iterator[Note]:
    lengths = [len(plain_text(option.text.get(language, ""))) for option in item.options]
    for number, option in enumerate(item.options):
        where = f"{path}.options.{number}.text.{language}"
        if not option.text.get(language):
            yield Note(where, translate("Write something here, or delete this entry."), "error")
        elif option.is_right and lengths[number] > _SHORT and lengths[number] == max(lengths) > 1.5 * median(lengths):
            yield Note(where, translate("The right option is much longer than the others: its length gives it away."))


def _check_number(item: ItemDraft, path: str, translate: Translator) -> Iterator[Note]:
    for name, text in (("value", item.value), ("tolerance", item.tolerance)):
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or (name == "tolerance" and value < 0):
            yield Note(f"{path}.{name}", translate("This must be one number, without signs that group thousands."), "error")
