"""The competency map: seven constellations to look at, and the same as a list by domain with the evidence of each star."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from maslak_xblocks.frame import star
from maslak_xblocks.markup import Html, join, tag
from maslak_xblocks.passport.sky import FIGURES, HEIGHT, WIDTH, Constellation, Star, draw_sky
from maslak_xblocks.passport.wording import day, institution_names, localized, rating_words, said

if TYPE_CHECKING:
    from maslak_xblocks.passport.block import PassportBlock
    from maslak_xblocks.passport.port import Passport, Standing

_BODY: Final = "M0-9 2.7-6.4H6.4V-2.7L9 0 6.4 2.7V6.4H2.7L0 9-2.7 6.4H-6.4V2.7L-9 0-6.4-2.7V-6.4H-2.7Z"
_HALF: Final = "M0-9V9L-2.7 6.4H-6.4V2.7L-9 0-6.4-2.7V-6.4H-2.7Z"
_INSIDE: Final = {"full": "", "half": f'<path class="mk-in" d="{_HALF}"/>', "dot": '<circle class="mk-in" r="2.6"/>', "none": ""}


def render_map(block: PassportBlock, passport: Passport) -> Html:
    """Give the section of competencies."""
    translate = block.translator
    sky = draw_sky(passport, block.document.shown_domains)
    total, acquired = sum(len(each.stars) for each in sky), sum(each.acquired for each in sky)
    count = translate.count(
        "{number} competency acquired out of {total}", "{number} competencies acquired out of {total}", acquired, total=total
    )
    told = translate("What your own answers and work have shown, at any institution. It is not an official result.")
    heading = _name(block, "competencies")
    return tag(
        "section",
        {"class": "mk-part", "aria-labelledby": heading},
        tag("h3", {"id": heading, "tabindex": "-1"}, translate("Competencies")),
        tag("p", {"class": "mk-told"}, told),
        join(tag("p", {"class": "mk-count"}, count), _legend(block)) if sky else tag("p", {}, translate("The map has no star to show.")),
        tag("div", {"class": "mk-sky"}, *(_constellation(block, passport, each) for each in sky)),
    )


def _legend(block: PassportBlock) -> Html:
    words = rating_words(block.translator)
    items = [tag("li", {"class": f"mk-s-{FIGURES[key]}"}, star(FIGURES[key]), " ", words[key]) for key in FIGURES]
    return tag("ul", {"class": "mk-legend", "aria-label": block.translator("What the stars mean")}, *items)


def _constellation(block: PassportBlock, passport: Passport, each: Constellation) -> Html:
    translate = block.translator
    title = said(block, each.group.titles)
    share = translate("{done} of {total}", done=each.acquired, total=len(each.stars))
    small = join(*(star(one.figure) for one in each.stars))
    lines = [_evidence(block, passport, one) for one in each.stars]
    return tag(
        "div",
        {"class": f"mk-con mk-{each.group.key.lower()}"},
        tag("h4", {}, title, " ", tag("span", {"class": "mk-soft"}, share)),
        _picture(block, each),
        tag(
            "details",
            {"class": "mk-list"},
            tag(
                "summary",
                {},
                tag("span", {}, translate("As a list"), tag("span", {"class": "mk-heard"}, " ", title)),
                tag("span", {"class": "mk-row", "aria-hidden": "true"}, small),
            ),
            tag("ul", {}, *lines),
        ),
    )


def _picture(block: PassportBlock, each: Constellation) -> Html:
    """Draw the constellation, mirrored for readers from right to left. Each star is a link to its evidence."""
    mirrored = block.translator.language == "ar"
    points = [(WIDTH - one.x if mirrored else one.x, one.y) for one in each.stars]
    line = " ".join(f"{x},{y}" for x, y in points)
    stars = [_draw_star(block, one, point) for one, point in zip(each.stars, points, strict=True)]
    label, _ = localized(block, each.group.titles)
    return tag(
        "svg",
        {"class": "mk-picture", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "group", "aria-label": label},
        tag("polyline", {"points": line}),
        *stars,
    )


def _draw_star(block: PassportBlock, one: Star, point: tuple[int, int]) -> Html:
    title, _ = localized(block, one.competency.titles)
    label = f"{title} — {rating_words(block.translator)[one.rating]}"
    drawn = Html(f'<circle class="mk-touch" r="15"/><path class="mk-body" d="{_BODY}"/>{_INSIDE[one.figure]}')
    attributes = {"href": f"#{_name(block, one.competency.id)}", "class": f"mk-s mk-s-{one.figure}", "aria-label": label}
    return tag("a", attributes, tag("title", {}, label), tag("g", {"transform": f"translate({point[0]} {point[1]})"}, drawn))


def _evidence(block: PassportBlock, passport: Passport, one: Star) -> Html:
    words = rating_words(block.translator)
    facts = [_fact(block, passport, standing, words[standing.rating]) for standing in one.standings]
    return tag(
        "li",
        {"id": _name(block, one.competency.id), "class": f"mk-s-{one.figure}", "tabindex": "-1"},
        star(one.figure),
        tag("div", {}, tag("p", {}, said(block, one.competency.titles)), *(facts or [tag("p", {"class": "mk-soft"}, words[one.rating])])),
    )


def _fact(block: PassportBlock, passport: Passport, standing: Standing, word: str) -> Html:
    parts = [
        tag("strong", {}, word),
        said(block, standing.level_names),
        said(block, institution_names(passport, standing.institution)),
        tag("span", {}, day(block, standing.since)) if standing.since else None,
    ]
    return tag("p", {"class": "mk-soft mk-facts-line"}, *(tag("span", {}, part) for part in parts if part))


def _name(block: PassportBlock, what: str) -> str:
    """Give an id that no other block of the page uses."""
    digest = hashlib.sha256("\n".join((block.usage, what)).encode()).hexdigest()
    return f"mk-{digest[:12]}"
