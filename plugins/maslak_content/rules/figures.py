"""Pictures in their place: found, described in words, the right way round for the reader, and the same in each language."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from maslak_content.course import Block, Course
from maslak_content.findings import Finding, error, warning
from maslak_content.mentions import list_mentioned
from maslak_xblocks.olx import Element

FIGURE_MISSING = error("figure_missing", "The picture {src} is not in the course.", "Add the file under static/, or correct the address.")
FIGURE_UNUSED = warning("figure_unused", "No text shows the file {name}.", "Show it where it helps, or delete it.")
ALT_MISSING = error("alt_missing", "A picture has no description.", "Say in alt what it shows, for those who cannot see it.")
ALT_SHORT = error(
    "alt_short", "The description “{alt}” does not say what the picture shows.", "Describe what the picture tells in one or two sentences."
)
ALT_COPIED = error("alt_copied", "The description of {src} is the same in “{language}” and “{other}”.", "Describe it in each language.")
ALT_IS_CAPTION = warning(
    "alt_is_caption", "The description repeats the caption.", "Describe the picture in alt, explain it in the caption."
)
ALT_SAYS_IMAGE = warning(
    "alt_says_image", "The description begins with “{text}”.", "Begin with what is seen: a screen reader says itself that it is a picture."
)
FIGURE_FALSE = error("figure_false", "The file {name} is not the picture that its name says.", "Save the picture again in this format.")
FIGURE_HEAVY = warning(
    "figure_heavy", "The file {name} has {kilobytes} kB.", "Make it smaller: a page of 150 kB loads on patchy data, this one may not."
)
FIGCAPTION_MISSING = error("figcaption_missing", "The figure has no caption.", "Say in <figcaption> what to look at.")
IMG_LOOSE = error("img_loose", "A picture stands outside of any figure.", "Put it in a <figure> with a caption.")
MIRROR_UNUSED = error(
    "mirror_unused",
    "“{language}” shows {src}, but a drawing for readers from right to left is there.",
    "Show {twin} in Arabic, the other in French and English.",
)
MIRROR_MISPLACED = error(
    "mirror_misplaced", "“{language}” shows the drawing {src}, made for readers from right to left.", "Show the drawing without -rtl."
)
FIGURES_DIFFER = error(
    "figures_differ", "“{language}” does not show the same figures as the source: {names}.", "Show the same figures in the same order."
)

_SHORTEST_ALT = 15
_HEAVY = 150_000
_OPENINGS = re.compile(
    r"(?:an? |the |une? |la |l’|le )?(?:image|picture|photo|illustration|drawing|dessin|schéma|screenshot|capture d’écran)s? "
    r"(?:of|showing|shows|de|d’|du|des|montrant|montre|représentant)\b|(?:صورة|رسم) (?:ل|تبين|يبين|توضح|يوضح|تمثل|يمثل)",
    re.IGNORECASE,
)
_BEGINNINGS = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF8",),
    ".webp": (b"RIFF",),
}


def check(course: Course) -> Iterator[Finding]:
    """Find pictures that are missing, not described, or not the ones that this language needs."""
    used: set[str] = set()
    for block in course.readables:
        for parent in (block.element, *block.element.iterchildren("item", "stage")):
            shown: dict[str, list[str]] = {}
            for variant in parent.iterchildren("variant"):
                language = variant.get("lang", "")
                names = [node.get("src", "").removeprefix("/").removeprefix("static/") for node in variant.iter("img")]
                shown[language] = names
                used.update(names)
                yield from _check_places(course, block, variant, language)
            yield from _compare(block, parent, shown)
            yield from _check_copies(block, parent)
    yield from _check_course_image(course)
    yield from _check_contents(course)
    unused = course.statics.keys() - used
    for name in unused - list_mentioned(course, unused) if unused else ():
        yield FIGURE_UNUSED.at(f"static/{name}", None, name=name)


def _check_contents(course: Course) -> Iterator[Finding]:
    for name, path in course.statics.items():
        ending = path.suffix.lower()
        if ending not in _BEGINNINGS and ending != ".svg":
            continue
        with path.open("rb") as file:
            beginning, size = file.read(16), os.fstat(file.fileno()).st_size
        if ending in _BEGINNINGS and not beginning.startswith(_BEGINNINGS[ending]):
            yield FIGURE_FALSE.at(f"static/{name}", None, name=name)
        elif size > _HEAVY:
            yield FIGURE_HEAVY.at(f"static/{name}", None, name=name, kilobytes=size // 1000)


def _check_course_image(course: Course) -> Iterator[Finding]:
    """The picture by which a platform announces the course; without the attribute a platform shows one of its own."""
    name = f"course/{course.run}.xml"
    root = course.files.get(name)
    image = root.get("course_image", "") if root is not None else ""
    if image and image not in course.statics:
        yield FIGURE_MISSING.at(name, root, src=image)


def _check_places(course: Course, block: Block, variant: Element, language: str) -> Iterator[Finding]:
    for node in variant.iter("img"):
        src, alt = node.get("src", ""), " ".join(node.get("alt", "").split())
        name = src.removeprefix("/").removeprefix("static/")
        if name not in course.statics:
            yield FIGURE_MISSING.at(block.file, node, src=src)
        if not alt:
            yield ALT_MISSING.at(block.file, node)
        elif len(alt) < _SHORTEST_ALT or alt.endswith((".svg", ".png", ".jpg")):
            yield ALT_SHORT.at(block.file, node, alt=alt)
        elif match := _OPENINGS.match(alt):
            yield ALT_SAYS_IMAGE.at(block.file, node, text=match[0])
        yield from _check_mirror(course, block, node, name, language)
        yield from _check_caption(block, node, alt)


def _check_mirror(course: Course, block: Block, node: Element, name: str, language: str) -> Iterator[Finding]:
    stem, _, ending = name.rpartition(".")
    twin = f"{stem}-rtl.{ending}"
    if language == "ar" and twin in course.statics:
        yield MIRROR_UNUSED.at(block.file, node, language=language, src=name, twin=twin)
    if language != "ar" and stem.endswith("-rtl"):
        yield MIRROR_MISPLACED.at(block.file, node, language=language, src=name)


def _check_caption(block: Block, node: Element, alt: str) -> Iterator[Finding]:
    figure = next(node.iterancestors("figure"), None)
    if figure is None:
        # An item's question is the caption of its picture.
        if next(node.iterancestors("item"), None) is None:
            yield IMG_LOOSE.at(block.file, node)
        return
    caption = figure.find("figcaption")
    text = " ".join("".join(caption.itertext()).split()) if caption is not None else ""
    if not text:
        yield FIGCAPTION_MISSING.at(block.file, figure)
    elif text == alt:
        yield ALT_IS_CAPTION.at(block.file, node)


def _compare(block: Block, parent: Element, shown: dict[str, list[str]]) -> Iterator[Finding]:
    source = next((node for node in parent.iterchildren("variant") if node.get("status") == "source"), None)
    if source is None:
        return
    expected = [_name_drawing(name) for name in shown.get(source.get("lang", ""), [])]
    for variant in parent.iterchildren("variant"):
        own = [_name_drawing(name) for name in shown[variant.get("lang", "")]]
        if own != expected:
            names = ", ".join(own) or "–"
            yield FIGURES_DIFFER.at(block.file, variant, language=variant.get("lang", ""), names=names)


def _name_drawing(name: str) -> str:
    """Give the name that a drawing has in every language: without direction and language at its end."""
    stem = name.rpartition(".")[0] or name
    for ending in ("-rtl", "-ar", "-fr", "-en"):
        stem = stem.removesuffix(ending)
    return stem


def _check_copies(block: Block, parent: Element) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for variant in parent.iterchildren("variant"):
        for node in variant.iter("img"):
            alt, language = node.get("alt", ""), variant.get("lang", "")
            other = seen.setdefault(alt, language)
            if alt and other != language:
                yield ALT_COPIED.at(block.file, node, src=node.get("src", ""), language=language, other=other)
