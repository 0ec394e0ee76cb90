"""Items as an author begins them: one for each way of answering, with every part in place in three languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from string import Template
from typing import Final
from xml.sax.saxutils import escape

from maslak_content.course import Block, Course
from maslak_domain.language import LANGUAGES
from maslak_xblocks.checkpoint.document import ItemType

# One way of asking for each item, so that no two look alike to the rule against duplicates.
ASKING: Final = (
    {"fr": "avec un cas vécu", "ar": "انطلاقاً من حالة معيشة", "en": "with a case from life"},
    {"fr": "sur une erreur fréquente", "ar": "حول خطأ شائع", "en": "about a frequent mistake"},
    {"fr": "où il faut choisir un geste", "ar": "بحيث يختار الطالب تصرفاً", "en": "where an action is chosen"},
    {"fr": "qui compare deux situations", "ar": "للمقارنة بين وضعيتين", "en": "comparing two situations"},
)
_TEXTS: Final = {
    "fr": {
        "right": ("La réponse juste", "Juste\u00a0: dites pourquoi en une phrase."),
        "m1": ("Une erreur plausible", "Nommez cette erreur et le paragraphe à relire."),
        "m2": ("Une autre erreur", "Dites ce qui trompe ici et où le relire."),
    },
    "ar": {
        "right": ("الجواب الصحيح", "صحيح: اذكر السبب في جملة."),
        "m1": ("خطأ محتمل", "سمِّ هذا الخطأ والفقرة التي تُراجَع."),
        "m2": ("خطأ آخر", "بيّن ما يُضلّل هنا وأين يُراجَع."),
    },
    "en": {
        "right": ("The right answer", "Right: say why in one sentence."),
        "m1": ("A likely mistake", "Name this mistake and the paragraph to read again."),
        "m2": ("Another mistake", "Say what misleads here and where to read it again."),
    },
}
_MISCONCEPTIONS: Final = {
    "m1": {"fr": "Première idée fausse à nommer", "ar": "تصور خاطئ أول تجب تسميته", "en": "First misconception to name"},
    "m2": {"fr": "Seconde idée fausse à nommer", "ar": "تصور خاطئ ثانٍ تجب تسميته", "en": "Second misconception to name"},
}


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """An item before it is written; `key_at` is the place of the right option of a single choice."""

    id: str
    sibling: str
    objective: str
    kind: ItemType
    key_at: int
    asking: Mapping[str, str]


def plan_items(course: Course, block: Block, objective: str, kind: ItemType, count: int) -> list[ItemPlan]:
    """Return the next items of a checkpoint, siblings of one another, with ids that nothing in the course has."""
    used = {node.get("id", "") for each in course.checkpoints for node in each.element.iterchildren("item")}
    prefix = block.url_name.removesuffix("-checkpoint").removesuffix("-practice").removesuffix("-bank")
    # The id of an item that was taken out is not given again: learners have answered it, and their answers are kept under it.
    last = max((int(match[1]) for each in used if (match := re.fullmatch(rf"{re.escape(prefix)}-q(\d{{1,6}})", each))), default=0)
    ids = [f"{prefix}-q{last + number + 1}" for number in range(count)]
    places: Counter[int] = Counter()
    for item in block.element.iterchildren("item"):
        order = [node.get("correct") == "true" for node in item.iterchildren("option")]
        if len(order) == 3 and True in order:
            places[order.index(True)] += 1
    plans = []
    for number, id in enumerate(ids):
        # The least used place keeps the key from settling anywhere.
        place = min(range(3), key=lambda each: (places[each], each))
        places[place] += 1
        plans.append(ItemPlan(id, f"{ids[0]}-s", objective, kind, place, ASKING[(len(used) + number) % len(ASKING)]))
    return plans


def write_item(plan: ItemPlan, misconceptions: str) -> str:
    """Return the item as OLX; `misconceptions` begins the names of the two that it tags its wrong answers with."""
    # Unlike words of each item's own keep two of a kind from looking alike to the rule against duplicates.
    values = {"id": plan.id, "short": plan.id.rpartition("-")[2], "sibling": plan.sibling, "objective": plan.objective, **plan.asking}
    values |= {"m1": f"{misconceptions}m1", "m2": f"{misconceptions}m2"}
    return fill(f"items/{plan.kind}.xml", values | (_write_options(plan, misconceptions) if plan.kind == "single" else {}))


def _write_options(plan: ItemPlan, misconceptions: str) -> dict[str, str]:
    order = ["m1", "m2"]
    order.insert(plan.key_at, "right")
    letters = dict(zip("abc", order, strict=True))
    options = [
        f'<option id="{letter}" correct="true"/>' if what == "right" else f'<option id="{letter}" misconception="{misconceptions}{what}"/>'
        for letter, what in letters.items()
    ]
    values = {"options": "\n      ".join(options)}
    for language in LANGUAGES:
        texts = [
            f'<text option="{letter}">{escape(_TEXTS[language][what][0])}</text>\n'
            f'        <feedback option="{letter}">{escape(_TEXTS[language][what][1])}</feedback>'
            for letter, what in letters.items()
        ]
        values[f"texts_{language}"] = "\n        ".join(texts)
    return values


def write_misconceptions(prefix: str) -> str:
    """Return the two misconceptions of new items, to be named by the author."""
    lines = []
    for key, names in _MISCONCEPTIONS.items():
        texts = "".join(f'<name lang="{language}">{escape(names[language])}</name>' for language in ("fr", "ar", "en"))
        lines.append(f'    <misconception id="{prefix}{key}">{texts}</misconception>')
    return "\n".join(lines)


def fill(name: str, values: Mapping[str, str]) -> str:
    """Return a file of scaffolds/ with its places filled."""
    return Template(files("maslak_content.scaffolding").joinpath("scaffolds", name).read_text("utf-8")).substitute(values)
