"""What the page's own script gets back after an entry: the parts that changed, and with them the page that would be loaded anew."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from lxml import html
from tests.factories.xblock import LOGBOOK, Classroom, make_host

ENTRY = {
    "request_key": "request-1",
    "placement": "contract-1",
    "done_on": "2026-11-12",
    "task": "J\u2019ai relu <40> alertes.",
    "competencies": ["MA-NUM.CYB.03"],
    "parts": "yes",
}


def enter(olx: str = LOGBOOK, language: Any = None) -> Classroom:
    return Classroom(olx, make_host(key="running", language=language))


def comparable(markup: str) -> str:
    """Leave out what is new in every form, and what the first opening folds away."""
    return re.sub(r'(name="request_key" value=)"[^"]*"|(<details class="mk-guidance") open', r"\1\2", markup)


def place(before: str, parts: dict[str, str]) -> str:
    """Do what the script does: each part takes the place of the one of its name."""
    node = html.fromstring(before).xpath("//*[@data-logbook]")[0]
    for name, markup in parts.items():
        (old,) = node.xpath(f'.//*[@data-part="{name}"]')
        new = html.fragment_fromstring(markup)
        new.tail = old.tail
        old.getparent().replace(old, new)
    return comparable(html.tostring(node, encoding="unicode"))


def loaded(room: Classroom) -> str:
    node = html.fromstring(room.render("student_view")).xpath("//*[@data-logbook]")[0]
    return comparable(html.tostring(node, encoding="unicode"))


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("show", ["current", "all"])
def test_parts_of_an_entry_make_the_page_that_would_be_loaded_anew(show: str, language: Any) -> None:
    room = enter(LOGBOOK.replace('show="current"', f'show="{show}"'), language)
    before = room.render("student_view")
    status, answer = room.post("add_entry", ENTRY)
    assert status == 200
    assert "html" not in answer
    assert len(answer["parts"]) >= 4
    assert place(before, answer["parts"]) == loaded(room)
    assert "&lt;40&gt;" in "".join(answer["parts"].values())


def test_parts_of_a_correction_that_moves_to_another_period_make_the_page_anew() -> None:
    room = enter(LOGBOOK.replace('show="current"', 'show="all"'))
    placement = room.host.room("logbook").read().placements[0]
    earlier = next(each for each in placement.periods if not each.is_current and each.ends_on < date(2026, 11, 12))
    entry = next(each for each in placement.entries if not each.superseded_by and each.period != earlier.key)
    before = room.render("student_view")
    sent = ENTRY | {"entry": entry.key, "done_on": earlier.ends_on.isoformat()}
    status, answer = room.post("correct_entry", sent)
    assert status == 200
    assert place(before, answer["parts"]) == loaded(room)
    assert sum("mk-stay" in part for part in answer["parts"].values()) >= 2


def test_first_entry_brings_the_whole_section() -> None:
    room = enter()
    kept = room.host.room("logbook")._kept
    kept.placement = replace(kept.placement, entries=(), reviews=())
    before = room.render("student_view")
    answer = room.post("add_entry", ENTRY)[1]
    assert place(before, answer["parts"]) == loaded(room)
    assert not any("mk-stay" in part and "<section" not in part for part in answer["parts"].values())


def test_entry_that_is_not_among_those_shown_brings_the_whole_page(monkeypatch) -> None:
    room = enter()
    read = type(room.host.room("logbook")).read

    def read_older(self):
        book = read(self)
        return replace(book, placements=tuple(replace(each, entries=each.entries[-1:]) for each in book.placements))

    monkeypatch.setattr(type(room.host.room("logbook")), "read", read_older)
    answer = room.post("add_entry", ENTRY)[1]
    assert "parts" not in answer
    assert 'data-handler="add_entry"' in answer["html"]


def test_client_gets_what_it_asks_for() -> None:
    assert "html" in enter().post("add_entry", {name: value for name, value in ENTRY.items() if name != "parts"})[1]
    plain = enter().post("add_entry", ENTRY | {"html": False})[1]
    assert not {"html", "parts"} & plain.keys()
    assert plain["logbook"]["placements"][0]["entries"][0]["task"] == ENTRY["task"]
    agreed = enter().post(
        "save_synthesis", {"placement": "contract-1", "period": "p-now", "text": "Je sais.", "revision": 0, "parts": "yes"}
    )
    assert "html" in agreed[1]
