"""Labs as an author begins them: questions that the data of a generator can answer, each with a wrong value that a detour leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Final, Literal
from xml.sax.saxutils import escape

from maslak_content.scaffolding.item_scaffold import fill
from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.lab.document import MOST_ROWS_ON_A_PHONE
from maslak_xblocks.lab.generators import GENERATORS, make_data, make_seed
from maslak_xblocks.lab.generators.dataset import DataSet, Generator

MINUTES_A_TASK: Final = 10
_NUMBERS: Final = 2
_LEARNERS: Final = 12
_NAMES: Final = {"fr": "Idée fausse à nommer, qui mène à ceci\u00a0: {}", "ar": "تصور خاطئ تجب تسميته، يؤدي إلى ما يلي: {}",
                 "en": "Misconception to name, which leads to this: {}"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """A task before it is written: the fact that it asks for and the one that a detour leads to. ``places`` are its decimals."""

    id: str
    kind: Literal["number", "text"]
    fact: str
    wrong: str
    places: int
    objective: str

    @property
    def misconception(self) -> str:
        """The name under which the task's wrong value is known."""
        return f"{self.id}-m"


def count_rows(generator: str) -> int:
    """Return how many rows a new lab has: what the generator needs and a little more, so that a phone shows them all."""
    return min(GENERATORS[generator].LEAST_ROWS + 20, MOST_ROWS_ON_A_PHONE)


def plan_tasks(generator: str, objectives: Sequence[str]) -> list[TaskPlan]:
    """Return two questions with numbers of one's own and, where the data know one, a question that a word answers."""
    maker, samples = GENERATORS[generator], _make_samples(generator)
    pairs = [*islice(_pair(maker, samples, "number"), _NUMBERS), *islice(_pair(maker, samples, "text"), 1)]
    return [
        TaskPlan(
            id=fact.replace("_", "-"),
            kind=maker.FACTS[fact].kind,  # type: ignore[arg-type]
            fact=fact,
            wrong=wrong,
            places=max(_count_places(sample, fact) for sample in samples),
            objective=objectives[number % len(objectives)],
        )
        for number, (fact, wrong) in enumerate(pairs)
    ]


def write_lab(generator: str, plans: Sequence[TaskPlan], values: Mapping[str, str]) -> str:
    """Return the page of a lab as OLX, not stamped yet; ``values`` are its name, titles, competency and level."""
    maker = GENERATORS[generator]
    data = {f"data_{language}": _say(maker.TITLE, language) for language in LANGUAGES}
    own = {
        "generator": generator,
        "rows": str(count_rows(generator)),
        "minutes": str(MINUTES_A_TASK * len(plans)),
        "tasks": "".join(_write_task(plan, maker) for plan in plans).rstrip("\n"),
        "misconceptions": "\n".join(_write_misconception(plan, maker) for plan in plans),
    }
    return fill("lab.xml", {**values, **data, **own})


def _write_task(plan: TaskPlan, maker: Generator) -> str:
    values = {"id": plan.id, "kind": plan.kind, "fact": plan.fact, "wrong": plan.wrong, "objective": plan.objective}
    values |= {"misconception": plan.misconception, "tolerance": f' tolerance="{Decimal(1).scaleb(-plan.places)}"' if plan.places else ""}
    for language in LANGUAGES:
        values[f"fact_{language}"] = _say(maker.FACTS[plan.fact].about, language)
        values[f"wrong_{language}"] = _say(maker.FACTS[plan.wrong].about, language)
    return fill("task.xml", values)


def _write_misconception(plan: TaskPlan, maker: Generator) -> str:
    about = maker.FACTS[plan.wrong].about
    names = "".join(f'<name lang="{language}">{_NAMES[language].format(_say(about, language))}</name>' for language in ("fr", "ar", "en"))
    return f'    <misconception id="{plan.misconception}">{names}</misconception>'


def _say(message: str, language: Language) -> str:
    return escape(Translator(language)(message))


def _pair(maker: Generator, samples: Sequence[DataSet], kind: str) -> Iterator[tuple[str, str]]:
    """Give facts of one's own, each with the wrong one that is hardly ever the same, the nearest in the generator's list first."""
    names = [name for name, spec in maker.FACTS.items() if spec.kind == kind]
    detours: set[str] = set()
    for fact in sorted(names, key=lambda name: not maker.FACTS[name].personal):
        others = sorted(set(names) - {fact}, key=lambda other: abs(names.index(other) - names.index(fact) - 0.5))
        wrong = next((other for other in others if not any(sample.facts[other] == sample.facts[fact] for sample in samples)), None)
        # What one question takes for wrong, the next does not ask for.
        if wrong and fact not in detours:
            detours.add(wrong)
            yield fact, wrong


def _count_places(sample: DataSet, fact: str) -> int:
    value = sample.facts[fact]
    exponent = value.normalize().as_tuple().exponent if isinstance(value, Decimal) else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


@lru_cache(maxsize=4)
def _make_samples(generator: str) -> tuple[DataSet, ...]:
    """Make the data of some invented learners."""
    rows = count_rows(generator)
    return tuple(make_data(generator, make_seed(generator, "scaffold", str(number), 1), rows) for number in range(_LEARNERS))
