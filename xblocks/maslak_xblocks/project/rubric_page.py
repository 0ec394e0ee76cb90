"""The rubric as people read it: for each criterion four bands side by side, below one another on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_xblocks.frame import star, ui
from maslak_xblocks.markup import Html, join, tag
from maslak_xblocks.project.wording import band_names, criterion_name, descriptor_names, said

if TYPE_CHECKING:
    from maslak_xblocks.project.block import ProjectBlock
    from maslak_xblocks.project.rubric import Criterion


def render_rubric(block: ProjectBlock) -> Html | None:
    """Give the whole rubric, folded; nothing where the project has none."""
    translate, criteria = block.translator, block.document.criteria
    if not criteria:
        return None
    told = translate(
        "Each criterion is a descriptor of the national qualifications framework. Your marker chooses the band that describes your work."
    )
    return tag(
        "details",
        {"class": "mk-part mk-rubric", "data-rubric": True, **ui(block)},
        tag("summary", {}, tag("h3", {}, translate("How the project is marked"))),
        tag("p", {"class": "mk-told"}, told),
        *(_render_criterion(block, each) for each in criteria),
    )


def _render_criterion(block: ProjectBlock, criterion: Criterion) -> Html:
    translate = block.translator
    whole = sum(block.document.weights.values())
    descriptor = descriptor_names(translate)[criterion.descriptor] if any(criterion.labels.values()) else None
    weight = translate("weight {weight} of {whole}", weight=criterion.weight, whole=whole)
    heading = tag("h4", {}, criterion_name(block, criterion), " ", tag("small", {}, " · ".join(filter(None, (descriptor, weight)))))
    return tag("div", {"class": "mk-criterion"}, heading, render_bands(block, criterion))


def render_bands(block: ProjectBlock, criterion: Criterion, reached: int = 0) -> Html:
    """Give the four bands of a criterion; the one that was reached is marked by a star and a word, not by colour alone."""
    here = block.translator("your work")
    bands = []
    for number, (name, text) in enumerate(zip(band_names(block.translator), criterion.bands, strict=True), 1):
        is_here = number == reached
        label = tag("strong", {"class": "mk-band-name"}, f"{number} · {name}", tag("em", {}, " — ", here) if is_here else None)
        classes = "mk-band mk-band-here" if is_here else "mk-band"
        bands.append(tag("li", {"class": classes}, star("full") if is_here else None, label, tag("span", {}, said(block, text))))
    return tag("ol", {"class": "mk-bands"}, join(*bands))
