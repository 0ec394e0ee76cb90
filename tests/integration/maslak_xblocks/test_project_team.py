"""Forming a team, as the project's page and a phone do it, where the host lets learners."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.factories.project_block import enter, page_of, words_of
from tests.factories.xblock import Classroom
from webob import Request

from maslak_xblocks.project.errors import TeamFullError
from maslak_xblocks.project.port import Dossier, Forming, TeamOffer, TeamRequest
from maslak_xblocks.workbench.project_room import WorkbenchProjectRoom

SAID = {"ar": "كوّنوا فريقكم", "fr": "Formez votre équipe", "en": "Form your team"}


def act(room: Classroom, **payload: Any) -> tuple[int, Any]:
    return room.post("team", payload)


def forms_of(node: Any) -> dict[str, Any]:
    """Give the forms about teams by what they do."""
    forms = node.xpath("//form[@data-handler='team']")
    return {form.xpath("string(./input[@name='act']/@value)"): form for form in forms}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_learner_in_no_team_finds_every_way_into_one(language: str) -> None:
    node = page_of(enter("forming", language))
    assert SAID[language] in words_of(node)
    assert set(forms_of(node)) == {"create", "join", "ask"}
    for name in ("create", "join"):
        (field,) = forms_of(node)[name].xpath("./input[@type='text']")
        assert node.xpath(f"//label[@for='{field.get('id')}']")


def test_team_is_made_and_left_by_the_handler() -> None:
    room = enter("forming")
    status, answer = act(room, act="create", name="Les Économes")
    assert (status, answer["dossier"]["has_team"]) == (200, True)
    assert act(room, act="join", code="ABC234")[1]["code"] == "already_in_team"
    assert act(room, act="leave")[1]["dossier"]["has_team"] is False


def test_question_to_a_team_can_be_taken_back() -> None:
    room = enter("forming")
    assert act(room, act="ask", team="t1")[1]["dossier"]["forming"]["asked"] == "t1"
    assert set(forms_of(page_of(room))) == {"create", "join", "withdraw"}
    assert act(room, act="withdraw")[1]["dossier"]["forming"]["asked"] == ""


def test_plain_form_does_what_the_handler_does_and_leads_back() -> None:
    room = enter("forming", "fr")
    sent = room.request("team", b"act=create&name=Un", "application/x-www-form-urlencoded")
    assert sent.status_int == 303
    assert "Formez votre" not in words_of(page_of(room))
    refused = room.request("team", b"act=create&name=Deux", "application/x-www-form-urlencoded")
    assert refused.status_int == 409
    assert "Vous êtes déjà dans une équipe" in refused.text


def test_host_that_makes_teams_itself_offers_no_form() -> None:
    room = enter("teamless")
    assert forms_of(page_of(room)) == {}
    assert act(room, act="create", name="Un")[1]["code"] == "forming_closed"
    assert room.post("state", {})[1]["dossier"]["forming"] is None


def test_member_answers_who_asks_and_hostile_names_stay_words(monkeypatch: pytest.MonkeyPatch) -> None:
    evil = '<img src=x onerror="alert(1)">'
    read = WorkbenchProjectRoom.read

    def with_requests(self: WorkbenchProjectRoom, assignment: Any) -> Dossier:
        forming = Forming(code="ABC234", can_leave=True, requests=(TeamRequest("r1", evil),))
        return replace(read(self, assignment), forming=forming, team_name=evil)

    monkeypatch.setattr(WorkbenchProjectRoom, "read", with_requests)
    node = page_of(enter("new", "fr"))
    assert set(forms_of(node)) == {"accept", "decline", "leave"}
    assert "ABC234" in words_of(node)
    assert evil in words_of(node)
    assert not node.xpath("//img")


def test_hostile_offer_stays_words(monkeypatch: pytest.MonkeyPatch) -> None:
    evil = "<script>alert(1)</script>"
    offer = TeamOffer(evil, evil, (evil,), 1)
    monkeypatch.setattr(WorkbenchProjectRoom, "read", lambda *_: Dossier(has_team=False, forming=Forming(offers=(offer,))))
    node = page_of(enter("new"))
    assert not node.xpath("//script")
    assert forms_of(node)["ask"].xpath("string(./input[@name='team']/@value)") == evil


def test_refusal_of_a_host_is_said_in_the_reader_s_language(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Dossier:
        raise TeamFullError("full", limit=3)

    monkeypatch.setattr(WorkbenchProjectRoom, "form_team", refuse)
    status, answer = act(enter("forming", "ar"), act="join", code="ABC234")
    assert (status, answer["code"]) == (409, "team_full")
    assert "لم يبق مكان" in answer["title"]


def test_stranger_and_a_get_form_no_team() -> None:
    assert act(enter(""), act="create", name="Un")[1]["code"] == "not_signed_in"
    room = enter("forming")
    answer = room.runtime.handle(room.block, "team", Request.blank("/handler?act=create&name=Un"))
    assert answer.status_int == 400
