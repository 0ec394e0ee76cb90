"""What is right and what is wrong in a checkpoint, read from the course files as its author wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree, html

VERTICALS = Path(__file__).resolve().parents[2] / "course_content" / "shared_core" / "vertical"


@dataclass(frozen=True)
class Question:
    """One item. Options are known by their author's names; `texts` gives how each reads in each language."""

    kind: str
    right: frozenset[str]
    misconceptions: dict[str, dict[str, str]]
    texts: dict[str, dict[str, str]]
    number: str
    wrong_number: str
    # Of an item that is written, put in order or matched: a whole right answer, and one that shows a misconception.
    whole: Any = None
    wrong_whole: Any = None

    def right_response(self) -> Any:
        """Return what to send to be right."""
        if self.whole is not None:
            return self.whole
        if self.kind == "numeric":
            return self.number
        return next(iter(self.right)) if self.kind == "single" else sorted(self.right)

    def as_sent(self, shown: Mapping[str, Any], response: Any) -> Any:
        """Return an answer under the names by which its parts were sent; `shown` is the item as the learner sees it."""
        if self.kind in ("numeric", "text"):
            return response
        names = {own: part["id"] for part in (*shown["options"], *shown.get("choices", ())) for own in self._own_names(part)}
        if isinstance(response, dict):
            return {names[left]: names[right] for left, right in response.items()}
        return names[response] if isinstance(response, str) else [names[each] for each in response]

    def _own_names(self, part: Mapping[str, Any]) -> list[str]:
        text = flatten(html.fromstring(f"<p>{part['html'] or ' '.join(part['cells'])}</p>"))
        return [own for texts in self.texts.values() for own, known in texts.items() if known == text]

    def wrong_choice(self) -> str:
        """Return the name of a wrong option, or of a wrong number, behind which a named misconception stands."""
        return next(name for name in self.misconceptions if name not in self.right)

    def wrong_response(self) -> Any:
        """Return what to send to be wrong."""
        if self.wrong_whole is not None:
            return self.wrong_whole
        if self.kind == "numeric":
            return self.wrong_number
        return self.wrong_choice() if self.kind == "single" else [self.wrong_choice()]


def read_answer_key(page: str) -> dict[str, Question]:
    """Return the questions of the checkpoints on a page of the shared core, by item id."""
    root = etree.parse(str(VERTICALS / f"{page}.xml")).getroot()
    names = {each.get("id"): _by_language(each.findall("name")) for each in root.iter("misconception")}
    return {item.get("id"): _read_item(item, names) for item in root.iter("item")}


def _read_item(item: etree._Element, names: dict[str, dict[str, str]]) -> Question:
    answer = item.find("answer")
    wrongs = [*item.findall("option"), *item.findall("wrong")]
    return Question(
        kind=item.get("type"),
        right=frozenset(option.get("id") for option in item.findall("option") if option.get("correct") == "true"),
        misconceptions={each.get("id"): names[each.get("misconception")] for each in wrongs if each.get("misconception")},
        texts={
            variant.get("lang"): {text.get("option"): flatten(text) for text in variant.findall("text")}
            for variant in item.findall("variant")
        },
        number="" if answer is None else answer.get("value"),
        wrong_number=next((wrong.get("value") for wrong in item.findall("wrong")), "987654"),
        **_read_whole(item),
    )


def _read_whole(item: etree._Element) -> dict[str, Any]:
    """Return a right and a wrong answer to an item whose answer is more than options or a number."""
    kind, wrong = item.get("type"), item.find("wrong")
    if kind == "text":
        return {"whole": item.find("accept").get("value"), "wrong_whole": wrong.get("value")}
    if kind == "ordering":
        steps = [step.get("id") for step in item.findall("step")]
        swapped = [step for step in steps if step != wrong.get("first")]
        swapped.insert(swapped.index(wrong.get("then")), wrong.get("first"))
        return {"whole": steps, "wrong_whole": swapped}
    if kind in ("matching", "classification"):
        left, right = ("left", "choice") if kind == "matching" else ("entry", "category")
        pairs = {entry.get("id"): entry.get(right) for entry in item.findall(left)}
        return {"whole": pairs, "wrong_whole": {**pairs, wrong.get(left): wrong.get(right)}}
    if kind == "table":
        rows = item.findall("row")
        return {
            "whole": [row.get("id") for row in rows if row.get("correct")],
            "wrong_whole": [next(row.get("id") for row in rows if row.get("misconception"))],
        }
    return {}


def _by_language(elements: list[etree._Element]) -> dict[str, str]:
    return {each.get("lang"): flatten(each) for each in elements}


def flatten(element: etree._Element) -> str:
    """Return the text of an element as a page shows it, without its markup."""
    return squeeze("".join(element.itertext()))


def squeeze(text: str) -> str:
    """Return the text without differences in white space that nobody sees."""
    return " ".join(text.split())
