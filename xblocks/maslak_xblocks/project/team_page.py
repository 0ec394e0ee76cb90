"""Forming a team: make one, come in by a code, ask one of the group's, let others in, leave. Plain forms: no script is needed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from maslak_xblocks.frame import form, hidden_field
from maslak_xblocks.markup import Attributes, Html, join, tag
from maslak_xblocks.project.intake import LONGEST_TEAM_NAME
from maslak_xblocks.project.port import Forming, TeamOffer, TeamRequest
from maslak_xblocks.project.wording import moment

if TYPE_CHECKING:
    from maslak_xblocks.project.block import ProjectBlock


def render_forming(block: ProjectBlock, forming: Forming) -> Html:
    """Give what somebody in no team can do: make one, join by a code, or ask one of their group's."""
    translate = block.translator
    name: Attributes = {"maxlength": LONGEST_TEAM_NAME, "dir": "auto", "autocomplete": "off"}
    create = _typed(block, "create", "name", translate("Name of a new team"), translate("Make this team"), name)
    code: Attributes = {"maxlength": 12, "dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}
    enter = _typed(block, "join", "code", translate("Code of a team that you were given"), translate("Join this team"), code)
    offers = [_offer(block, each, forming) for each in forming.offers]
    told = translate("No team of your group has a free place now.")
    return tag(
        "div",
        {"class": "mk-forming"},
        tag("h3", {}, translate("Form your team")),
        _deadline(block, forming),
        tag("div", {"class": "mk-forming-ways"}, create, enter),
        tag("h4", {}, translate("Teams of your group with a free place")),
        tag("ul", {"class": "mk-team-list"}, *offers) if offers else tag("p", {"class": "mk-soft"}, told),
    )


def render_own_team(block: ProjectBlock, forming: Forming) -> Html:
    """Give what a member can do: hand the code on, answer who asks, leave."""
    translate = block.translator
    shown = tag("strong", {"dir": "ltr", "class": "mk-team-code"}, forming.code)
    code = tag("p", {}, translate("Code of your team, for others of your group:"), " ", shown) if forming.code else None
    asked = [_request(block, each) for each in forming.requests]
    leave = _button(block, "leave", "", translate("Leave this team"), "mk-link") if forming.can_leave else None
    return tag(
        "div",
        {"class": "mk-forming"},
        code,
        _deadline(block, forming),
        join(tag("h4", {}, translate("Who asks to join")), tag("ul", {"class": "mk-team-list"}, *asked)) if asked else None,
        leave,
    )


def _deadline(block: ProjectBlock, forming: Forming) -> Html | None:
    if forming.until is None:
        return None
    return tag("p", {"class": "mk-soft"}, block.translator("Teams can be changed until"), " ", moment(block, forming.until))


def _typed(block: ProjectBlock, act: str, name: str, label: str, words: str, more: Attributes) -> Html:
    """Give a form of one field."""
    place = f"mk-{hashlib.sha256(f'{block.usage} team {act}'.encode()).hexdigest()[:10]}"
    return form(
        block,
        "team",
        {"class": "mk-team-form"},
        hidden_field("act", act),
        tag("label", {"for": place}, label),
        tag("input", {"type": "text", "id": place, "name": name, "required": True, **more}),
        tag("button", {"class": "mk-button mk-quiet"}, words),
    )


def _button(block: ProjectBlock, act: str, value: tuple[str, str] | str, words: str, name: str, label: str = "") -> Html:
    """Give a form of one button; ``label`` says for whom, to those who hear the page."""
    fields = hidden_field(*value) if isinstance(value, tuple) else None
    button: Attributes = {"class": name, "aria-label": label or None}
    return form(block, "team", {"class": "mk-team-act"}, hidden_field("act", act), fields, tag("button", button, words))


def _offer(block: ProjectBlock, each: TeamOffer, forming: Forming) -> Html:
    translate = block.translator
    names: list[Html | str] = []
    for member in each.members:
        names += [" · ", tag("bdi", {}, member)] if names else [tag("bdi", {}, member)]
    size = translate.count("{number} member", "{number} members", each.size)
    if forming.asked == each.id:
        act = _button(block, "withdraw", "", translate("Ask no longer"), "mk-link")
        told = tag("span", {"class": "mk-soft"}, translate("You asked; its members answer."))
        return tag("li", {}, _who(each.name, names, size), told, act)
    label = translate("Ask to join {team}", team=each.name)
    return tag("li", {}, _who(each.name, names, size), _button(block, "ask", ("team", each.id), translate("Ask to join"), "mk-link", label))


def _who(name: str, names: list[Html | str], size: str) -> Html:
    facts = tag("span", {"class": "mk-soft"}, " ", size, " · " if names else None, *names)
    return tag("div", {}, tag("strong", {}, tag("bdi", {}, name)), facts)


def _request(block: ProjectBlock, each: TeamRequest) -> Html:
    translate = block.translator
    accept = _button(block, "accept", ("request", each.id), translate("Let in"), "mk-link", translate("Let {name} in", name=each.name))
    decline = _button(block, "decline", ("request", each.id), translate("Decline"), "mk-link", translate("Decline {name}", name=each.name))
    return tag("li", {}, tag("bdi", {}, each.name), accept, decline)
