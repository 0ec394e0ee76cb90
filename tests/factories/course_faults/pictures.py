"""Faults of figures and of the drawings themselves."""

from __future__ import annotations

from typing import Any

from tests.factories.course_draft import Draft
from tests.factories.course_faults.edits import Spoil, at, drop, give, insert, say, take

SVG = "static/*.svg"
ONE_WAY = "static/tc06-address.svg"
IMG = "//maslak_lesson/variant//img"


def lift_out(img: Any) -> None:
    figure = img.getparent()
    figure.addprevious(img)


def show_the_other_way(draft: Draft) -> None:
    draft.replace("vertical/*.xml", "-rtl.svg", ".svg")


def mirror_for_all(draft: Draft) -> None:
    draft.replace("vertical/*.xml", "tc06-backups.svg", "tc06-backups-rtl.svg")


def copy_description(img: Any) -> None:
    variants = img.getroottree().xpath("//maslak_lesson/variant[.//img]")
    for variant in variants:
        next(variant.iter("img")).set("alt", variants[0].xpath(".//img")[0].get("alt"))


FAULTS: list[tuple[str, Spoil]] = [
    ("figure_missing", lambda d: d.remove(SVG)),
    ("figure_missing", at(IMG, give("src", "/static/no-such.svg"))),
    ("figure_missing", at("/course", give("course_image", "no-such.jpg"), "course/*.xml")),
    ("figure_unused", lambda d: d.write("static/forgotten.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')),
    ("figure_unused", at("//maslak_lesson/variant[@lang='ar']//img[contains(@src, '-rtl')]", drop)),
    ("alt_missing", at(IMG, take("alt"))),
    ("alt_missing", at(IMG, give("alt", " "))),
    ("alt_short", at(IMG, give("alt", "Figure 1"))),
    ("alt_short", at(IMG, give("alt", "static/tc06-address.svg"))),
    ("alt_copied", at(IMG, copy_description)),
    ("alt_is_caption", at("//figure", lambda node: say(node.find("img").get("alt"))(node.find("figcaption")))),
    ("figcaption_missing", at("//figcaption", drop)),
    ("figcaption_missing", at("//figcaption", say(""))),
    ("img_loose", at("//figure/img", lift_out)),
    ("mirror_unused", show_the_other_way),
    ("mirror_misplaced", mirror_for_all),
    (
        "figures_differ",
        at("//maslak_lesson/variant[@lang='en']//img[not(contains(@src, 'address'))]", give("src", "/static/tc06-address.svg")),
    ),
    ("drawing_refused", lambda d: d.replace(SVG, "</svg>", "</sgv>")),
    (
        "drawing_typed",
        lambda d: d.replace(SVG, "<svg", '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd"><svg'),
    ),
    ("drawing_active", at("/svg:svg", insert('<script xmlns="http://www.w3.org/2000/svg"/>'), SVG)),
    ("drawing_active", at("/svg:svg", insert('<image xmlns="http://www.w3.org/2000/svg" href="x.png"/>'), SVG)),
    ("drawing_loads", at("//svg:rect", give("fill", "url(https://evil.test/x)"), SVG)),
    ("drawing_loads", at("//svg:rect", give("onclick", "x()"), SVG)),
    ("viewbox_missing", at("/svg:svg", take("viewBox"), SVG)),
    ("text_faint", at("//svg:text[@fill='#FFFFFF']", give("fill", "#8A5A5A"), SVG)),
    ("text_faint", at("//svg:circle[@fill='#A3212B' or @fill='#166B4F'][@r >= 17]", give("fill", "#F4DADB"), SVG)),
    ("text_small", at("//svg:text", give("font-size", "9"), SVG)),
    ("text_outside", at("//svg:text", give("x", "5000"), SVG)),
    ("twin_differs", at("//svg:text", say("9"), "static/*-rtl.svg")),
    ("twin_differs", at("//svg:circle", drop, "static/tc06-interval.svg")),
    ("mirror_alone", lambda d: d.write("static/tc06-new-rtl.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>")),
    ("drawing_speaks", at("//svg:text", say("نسخة"), ONE_WAY)),
]
