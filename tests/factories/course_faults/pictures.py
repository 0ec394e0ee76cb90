"""Faults of figures and of the drawings themselves."""

from __future__ import annotations

from typing import Any

from lxml import etree
from tests.factories.course_draft import Draft
from tests.factories.course_faults.edits import Spoil, at, drop, give, insert, say, take

SVG = "static/*.svg"
ONE_WAY = "static/tc06-address.svg"
NS = 'xmlns="http://www.w3.org/2000/svg"'
DARK_TEXT = "//svg:text[@fill='#17202A' or @fill='#55606B' or @fill='#A3212B'][not(@class)]"
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


def paint_by_class(root: Any, selector: str) -> None:
    """Let a sheet within the drawing give its texts a colour close to their ground."""
    for text in root.xpath(DARK_TEXT, namespaces={"svg": "http://www.w3.org/2000/svg"}):
        text.set("class", "pale")
        text.attrib.pop("fill")
    root.insert(0, etree.fromstring(f"<style {NS}>{selector} {{ fill: #EFEBE0 }}</style>"))


def shrink(text: Any) -> None:
    x, y = text.get("x"), text.get("y")
    text.set("transform", f"translate({x} {y}) scale(0.2) translate(-{x} -{y})")


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
    ("drawing_refused", lambda d: d.replace(SVG, f" {NS}", "")),
    ("drawing_loads", at("/svg:svg", insert(f'<style {NS}>@import url("https://fonts.test/x.css");</style>'), SVG)),
    ("drawing_loads", at("/svg:svg", insert(f"<style {NS}>rect {{ fill: url(https://x.test/a.svg#b) }}</style>"), SVG)),
    ("text_faint", at(DARK_TEXT, give("style", "fill: #EFEBE0"), SVG)),
    ("text_faint", at(DARK_TEXT, give("fill", "lightyellow"), SVG)),
    ("text_faint", at(DARK_TEXT, give("fill", "rgb(239, 235, 224)"), SVG)),
    ("text_faint", at(DARK_TEXT, give("fill", "hsl(44, 32%, 91%)"), SVG)),
    ("text_faint", at(DARK_TEXT, give("fill", "none"), SVG)),
    ("text_faint", at(DARK_TEXT, give("opacity", "0.2"), SVG)),
    ("text_faint", at(DARK_TEXT, give("fill-opacity", "20%"), SVG)),
    ("text_faint", at(f"/svg:svg[.{DARK_TEXT}]", lambda root: paint_by_class(root, ".pale"), SVG)),
    ("text_faint", at(f"/svg:svg[.{DARK_TEXT}]", lambda root: paint_by_class(root, "text"), SVG)),
    ("text_small", at("//svg:text", give("style", "font-size: 6px"), SVG)),
    ("text_small", at("//svg:text", shrink, SVG)),
    ("text_outside", at("//svg:text", give("transform", "translate(5000 0)"), SVG)),
    ("alt_says_image", at(IMG, give("alt", "Image of a network with four machines"))),
    ("alt_says_image", at(IMG, give("alt", "Schéma de quatre machines reliées"))),
    ("alt_says_image", at(IMG, give("alt", "صورة توضح أربع آلات متصلة"))),
    ("figure_false", lambda d: d.write("static/course-image.jpg", "<html>not found</html>")),
    ("figure_false", lambda d: d.write("static/course-image.jpg", b"")),
    ("figure_heavy", lambda d: d.replace(SVG, "</svg>", f"<!--{'x' * 160_000}--></svg>")),
]
