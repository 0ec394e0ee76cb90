"""The passport as its learner sees it: what the registry said and when, results, the map, badges, and what is not theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_xblocks.frame import banner, bar, form, legend, star, ui
from maslak_xblocks.markup import Html, join, tag
from maslak_xblocks.passport.entries import render_badges, render_hidden, render_results
from maslak_xblocks.passport.map_page import render_map
from maslak_xblocks.passport.wording import moment, name_domains

if TYPE_CHECKING:
    from maslak_xblocks.passport.block import PassportBlock
    from maslak_xblocks.passport.port import Passport


def render_passport(block: PassportBlock) -> Html:
    """Give the block in the language being read: introduction, then the passport or the reason why there is none."""
    text = block.document.variants[block.language].body
    # The live region stands outside what a script replaces, so that what is said there is heard.
    note = tag("p", {"class": "mk-note", "role": "status", "data-note": True, **_words(block)})
    content = tag("div", {"class": "mk-pp", "data-passport": True, **ui(block)}, render_content(block))
    intro = tag("div", {"class": "mk-text"}, text.html) if text.html else None
    return join(bar(block), banner(block), intro, note, content)


def render_content(block: PassportBlock) -> Html:
    """Give what a script replaces after each change."""
    passport, translate = block.passport, block.translator
    if not block.learner.key:
        return _explain(translate("Your passport is yours alone. Sign in to see it here."))
    if passport is None:
        return _explain(
            translate(
                "Your passport is kept by your institution, not by this platform. "
                "Sign in to your institution’s Maslak and open “My passport”."
            )
        )
    return join(
        _source(block, passport),
        _nothing_yet(block) if passport.is_empty else None,
        render_results(block, passport),
        render_map(block, passport),
        render_badges(block, passport),
        render_hidden(block, passport),
        _whole(block, passport),
    )


def render_author(block: PassportBlock) -> Html:
    """Give an author what a learner will find; nobody's passport is shown in Studio."""
    translate, document = block.translator, block.document
    names = name_domains(translate)
    domains = " · ".join(names.get(each, each) for each in document.shown_domains)
    shown = translate("Map of these domains: {domains}", domains=domains) if domains else translate("Map of all domains")
    text = document.variants[block.language].body
    told = _explain(
        translate("Each learner sees their own passport here: official results, competencies as stars, badges. Nothing is assessed.")
    )
    return join(
        tag("h2", {"class": "mk-title"}, text.title),
        tag("div", ui(block), legend(shown)),
        tag("div", {"class": "mk-text"}, text.html),
        tag("div", {"class": "mk-pp", **ui(block)}, told),
    )


def _explain(sentence: str) -> Html:
    return tag("div", {"class": "mk-empty"}, star("none"), tag("p", {}, sentence))


def _source(block: PassportBlock, passport: Passport) -> Html:
    """Say what the registry knows and when; asking it again is a plain form, so that a page never waits for it."""
    translate, care = block.translator, passport.is_away
    if passport.is_away and passport.as_of:
        words = translate(
            "The national registry does not answer just now. This is what it knew on {moment}.", moment=moment(block, passport.as_of)
        )
    elif passport.is_away:
        words = translate(
            "The national registry does not answer just now, so what you earned elsewhere cannot be shown. "
            "Nothing is lost: try again in a moment."
        )
    elif passport.as_of:
        words = translate("According to the national registry, as of {moment}.", moment=moment(block, passport.as_of))
    else:
        words = translate("The national registry was not asked yet: here is what your own institution recorded.")
    label = translate("Ask the registry again") if passport.as_of or passport.is_away else translate("Ask the registry")
    button = tag("button", {"class": "mk-link"}, label)
    return tag(
        "div",
        {"class": f"mk-source{' mk-care' if care else ''}", "data-source": True, "data-fresh": passport.is_fresh or care},
        tag("p", {}, words),
        form(block, "refresh", {}, button),
    )


def _nothing_yet(block: PassportBlock) -> Html:
    translate = block.translator
    return _explain(
        translate(
            "Nothing is in your passport yet. A star fills when a checkpoint shows what you can do; its badge and, "
            "after a jury, your results follow. Begin with the next checkpoint of your course."
        )
    )


def _whole(block: PassportBlock, passport: Passport) -> Html | None:
    translate = block.translator
    links = [
        tag("a", {"href": url}, words)
        for url, words in (
            (passport.page_url, translate("Your whole passport, with what each rating rests on")),
            (passport.verify_url, translate("Verify a badge that somebody shows you")),
        )
        if url
    ]
    return tag("p", {"class": "mk-links"}, *links) if links else None


def _words(block: PassportBlock) -> dict[str, str | int | bool | None]:
    """Give the sentences that the script says; a script brings no text of its own."""
    translate = block.translator
    return {
        **ui(block),
        "data-copied": translate("The link is copied."),
        "data-select": translate("The link could not be copied. It is selected: copy it yourself."),
        "data-away": translate("Nobody answered. Nothing was changed; try again in a moment."),
        "data-asking": translate("Asking the registry…"),
    }
