"""Whatever is sent to a block, it answers as its contract says: it does what was asked, or refuses by a name it has."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.contract import check_answer
from tests.factories.diagnostic import make_diagnostic_olx
from tests.factories.lab import make_lab_olx
from tests.factories.question import make_questions_olx
from tests.factories.studio import read_form
from tests.factories.xblock import LESSON, LOGBOOK, PASSPORT, Classroom, make_host

from maslak_xblocks.contracts import read_contract
from maslak_xblocks.workbench.scenarios.project import PROJECT

BLOCKS = {
    "maslak_lesson": LESSON,
    "maslak_checkpoint": make_questions_olx(),
    "maslak_diagnostic": make_diagnostic_olx(),
    "maslak_lab": make_lab_olx(),
    "maslak_project": PROJECT,
    "maslak_logbook": LOGBOOK,
    "maslak_passport": PASSPORT,
}
# What a client that means well sends, by the name of the member; what is not here is left to chance.
MEANT: dict[str, Any] = {
    "revision": 0,
    "idempotency_key": "key-1",
    "request_key": "request-1",
    "language": "ar",
    "html": False,
    "fraction": 0.5,
    "item": "q1",
    "task": "total",
    "hint": "h1",
    "unknown": False,
    "response": "12",
    "placement": "contract-1",
    "entry": "entry-c",
    "mission": "mission-1",
    "period": "p-now",
    "done_on": "2026-11-12",
    "competencies": ["MA-NUM.CYB.03"],
    "link": "https://notes.example/1",
    "text": "Du texte.",
    "stage": "plan",
    "texts": {"plan": "Une question."},
    "act": "leave",
}
HANDLERS = [(kind, handler) for kind in BLOCKS for handler in read_contract(kind)["handlers"]]
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["9999-12-31", "../../etc/passwd", "<script>alert(1)</script>", "1e999999", "٣٫٥", "\u202e", "\0"]),
    st.sampled_from(["é" * 70_000, "9" * 5_000]),
)
NAMES = st.one_of(st.sampled_from(["fr", "ar", "id", "__class__", ""]), st.text(max_size=8))
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=8)


def list_places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the way to every part of a JSON value, but not to the whole."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in pairs:
        yield (*place, key)
        yield from list_places(each, (*place, key))


@st.composite
def spoiled(draw: st.DrawFn, value: dict[str, Any]) -> dict[str, Any]:
    """Give a payload with one to three parts replaced, taken away or added."""
    value = copy.deepcopy(value)
    for _ in range(draw(st.integers(1, 3))):
        places = list(list_places(value))
        *way, last = draw(st.sampled_from(places)) if places else (draw(NAMES),)
        holder = value
        for key in way:
            holder = holder[key]
        act = draw(st.sampled_from(["replace", "replace", "take", "add"]))
        if act == "take" and places:
            del holder[last]
        elif act == "add" and isinstance(holder, dict):
            holder[draw(NAMES)] = draw(JSON)
        else:
            holder[last] = draw(JSON)
    return value


def send(room: Classroom, handler: str, payload: dict[str, Any]) -> Any:
    answer = room.request(handler, json.dumps(payload).encode())
    assert answer.status_int < 500, answer.text
    assert check_answer(room.block.scope_ids.block_type, handler, answer) == []
    return answer


@pytest.mark.parametrize(("kind", "handler"), HANDLERS, ids=lambda name: name)
@settings(max_examples=settings().max_examples // 6, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_learners_handler_does_it_or_refuses_by_name(kind: str, handler: str, data: st.DataObject) -> None:
    room = Classroom(BLOCKS[kind], make_host())
    if "begin_attempt" in read_contract(kind)["handlers"] and handler != "begin_attempt":
        send(room, "begin_attempt", {"revision": 0, "idempotency_key": "begin"})
    wanted = read_contract(kind)["handlers"][handler].get("request", {}).get("properties", {})
    meant = {name: MEANT[name] for name in wanted if name in MEANT} | {"revision": getattr(room.block, "revision", 0)}
    send(room, handler, data.draw(spoiled(meant)))
    for view in ("student_view", "public_view"):
        assert room.render(view)


@pytest.mark.parametrize("kind", BLOCKS)
@settings(max_examples=settings().max_examples // 4, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_an_editor_saves_what_can_be_read_again_or_nothing(kind: str, data: st.DataObject) -> None:
    room = Classroom(BLOCKS[kind], make_host(is_staff=True))
    before = room.block.source
    payload = data.draw(spoiled({"form": read_form(room.render("studio_view")), "language": "fr"}))
    assert send(room, "studio_preview", payload).status_int < 500
    assert room.block.source == before
    if send(room, "studio_save", payload).status_int != 200:
        assert room.block.source == before
    for view in ("student_view", "author_view", "studio_view"):
        assert room.render(view)


@pytest.mark.parametrize("kind", BLOCKS)
def test_what_a_word_processor_leaves_in_a_text_stays_outside(kind: str) -> None:
    room = Classroom(BLOCKS[kind], make_host(is_staff=True))
    form = read_form(room.render("studio_view"))
    assert form["title"]["fr"]
    form["title"]["fr"] += "\x0bsuite\x08\ufffe"
    assert send(room, "studio_save", {"form": form, "language": "fr"}).status_int == 200
    assert room.block.document.title("fr").endswith(" suite")
