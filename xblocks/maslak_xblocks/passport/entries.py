"""Official results and badges, each with what can be done with it, and what the learner said is not theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_xblocks.frame import form, hidden_field, star
from maslak_xblocks.markup import Html, tag
from maslak_xblocks.passport.wording import day, institution_names, localized, mark, said, state_words

if TYPE_CHECKING:
    from maslak_xblocks.passport.block import PassportBlock
    from maslak_xblocks.passport.port import Badge, Passport, Result


def render_results(block: PassportBlock, passport: Passport) -> Html:
    """Give the section of official results: what a jury decided, and nothing else."""
    translate = block.translator
    shown = [each for each in passport.results if not each.is_hidden]
    lines = [_result(block, passport, each) for each in shown]
    empty = tag("p", {"class": "mk-soft"}, translate("No jury has decided yet. A result appears here once it is final."))
    return tag(
        "section",
        {"class": "mk-part mk-results"},
        tag("h3", {"tabindex": "-1"}, translate("Official results")),
        tag(
            "p",
            {"class": "mk-told"},
            translate("Decided by a jury of the institution that is named. Nothing else makes a result official."),
        ),
        tag("ul", {"class": "mk-entries"}, *lines) if lines else empty,
    )


def render_badges(block: PassportBlock, passport: Passport) -> Html:
    """Give the section of badges."""
    translate = block.translator
    shown = [each for each in passport.badges if not each.is_hidden]
    empty = translate("No badge yet. When a chapter checkpoint shows that you acquired a competency, its badge is signed and kept here.")
    return tag(
        "section",
        {"class": "mk-part mk-badges"},
        tag("h3", {"tabindex": "-1"}, translate("Badges")),
        tag(
            "p",
            {"class": "mk-told"},
            translate("A badge attests a competency, not a university result. Whoever has its link can check it; it shows no name."),
        ),
        tag("ul", {"class": "mk-entries"}, *(_badge(block, passport, each) for each in shown))
        if shown
        else tag("p", {"class": "mk-soft"}, empty),
    )


def render_hidden(block: PassportBlock, passport: Passport) -> Html | None:
    """Give what is hidden, each with the way back; nothing where nothing is."""
    translate = block.translator
    hidden = list(passport.hidden())
    if not hidden:
        return None
    lines = [
        tag(
            "li",
            {"class": "mk-entry"},
            tag(
                "div",
                {},
                tag("p", {}, said(block, each.titles)),
                tag("p", {"class": "mk-soft"}, said(block, institution_names(passport, each.institution))),
            ),
            form(block, "show_item", {}, hidden_field("item", each.item), tag("button", {"class": "mk-link"}, translate("Show it again"))),
        )
        for each in hidden
    ]
    count = translate.count("{number} entry that is not yours", "{number} entries that are not yours", len(hidden))
    return tag(
        "details",
        {"class": "mk-part mk-hidden", "data-hidden": True},
        tag("summary", {}, count),
        tag("p", {"class": "mk-told"}, translate("You said so, and your passport leaves them out. Their institutions still keep them.")),
        tag("ul", {"class": "mk-entries"}, *lines),
    )


def _result(block: PassportBlock, passport: Passport, each: Result) -> Html:
    translate = block.translator
    decided = translate("jury of {day}", day=day(block, each.decided_on)) if each.decided_on else day(block, each.earned_at)
    facts = [
        said(block, institution_names(passport, each.institution)),
        tag("span", {}, each.session) if each.session else None,
        tag("span", {}, decided) if decided else None,
        tag("span", {}, state_words(translate).get(each.state, each.state)),
    ]
    return tag(
        "li",
        {"class": "mk-entry"},
        tag(
            "div",
            {"class": "mk-result"},
            tag("p", {}, said(block, each.titles)),
            tag("p", {"class": "mk-decision"}, each.decision, " ", mark(block, each)),
            _facts(*facts),
        ),
        _not_mine(block, passport, each),
    )


def _badge(block: PassportBlock, passport: Passport, each: Badge) -> Html:
    facts = [
        said(block, each.level_names) if any(each.level_names.values()) else None,
        said(block, institution_names(passport, each.institution)),
        tag("span", {}, day(block, each.at)) if each.at else None,
    ]
    picture = (
        tag("img", {"src": each.image_url, "alt": "", "width": 72, "height": 72, "loading": "lazy"}) if each.image_url else star("full")
    )
    return tag(
        "li",
        {"class": f"mk-entry mk-badge mk-is-{each.state}"},
        tag("span", {"class": "mk-medal"}, picture),
        tag("div", {}, tag("p", {}, said(block, each.titles)), _facts(*facts), _badge_state(block, each), _acts(block, each)),
        _not_mine(block, passport, each),
    )


def _badge_state(block: PassportBlock, each: Badge) -> Html | None:
    translate = block.translator
    if each.state == "awarded":
        return tag("p", {"class": "mk-soft"}, translate("Being signed. It will be ready in a moment."))
    if each.state == "revoked":
        return tag("p", {"class": "mk-withdrawn"}, translate("Withdrawn by the institution: it no longer counts."))
    return None


def _acts(block: PassportBlock, each: Badge) -> Html | None:
    """Give the ways to open, share and keep a badge; one that is not signed has none."""
    translate = block.translator
    if not each.verification_url:
        return None
    title, _ = localized(block, each.titles)
    heard = tag("span", {"class": "mk-heard"}, f" {title}")
    download = tag("a", {"href": each.file_url, "download": True}, translate("Download (JSON)"), heard) if each.file_url else None
    share = _share(block, each, title, heard) if each.share_url and each.state == "issued" else None
    opened = tag("a", {"href": each.verification_url}, translate("Open and verify"), heard)
    return tag("div", {"class": "mk-acts"}, opened, download, share)


def _share(block: PassportBlock, each: Badge, title: str, heard: Html) -> Html:
    """Give the link to copy; without a script it can be selected, with one it is copied or handed to the phone."""
    translate = block.translator
    field = tag("input", {"readonly": True, "dir": "ltr", "value": each.share_url, "aria-label": translate("Link of the badge")})
    copy = tag("button", {"type": "button", "class": "mk-link", "data-copy": True, "hidden": True}, translate("Copy the link"))
    send = tag(
        "button",
        {"type": "button", "class": "mk-link", "data-send": each.share_url, "data-title": title, "hidden": True},
        translate("Send…"),
    )
    told = tag("p", {"class": "mk-soft"}, translate("Whoever has this link sees the badge and whether it is in force, not your name."))
    return tag("details", {"class": "mk-share"}, tag("summary", {}, translate("Share"), heard), told, field, tag("p", {}, copy, " ", send))


def _not_mine(block: PassportBlock, passport: Passport, each: Result | Badge) -> Html:
    """Say what will happen before it is done: the confirmation is the text beside the button, with or without a script."""
    translate = block.translator
    title, _ = localized(block, each.titles)
    names, _ = localized(block, institution_names(passport, each.institution))
    told = translate(
        "It leaves your passport at once, and you can bring it back at any time. {institution} keeps its record: "
        "tell its registrar’s office, so that the record is corrected.",
        institution=f"\u2068{names}\u2069",
    )
    button = tag("button", {"class": "mk-button mk-quiet"}, translate("Hide it from my passport"))
    return tag(
        "details",
        {"class": "mk-not-mine"},
        tag("summary", {}, translate("This is not mine"), tag("span", {"class": "mk-heard"}, f" {title}")),
        tag("p", {}, told),
        form(block, "hide_item", {}, hidden_field("item", each.item), button),
    )


def _facts(*facts: Html | None) -> Html:
    return tag("p", {"class": "mk-soft mk-facts-line"}, *(tag("span", {}, fact) for fact in facts if fact))
