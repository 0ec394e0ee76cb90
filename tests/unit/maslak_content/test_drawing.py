"""What a drawing looks like: styles, opacity and places, as a browser would have them."""

from __future__ import annotations

import pytest

from maslak_content.colour import measure_contrast, mix, read_colour
from maslak_content.drawing import Drawing, covers, move, move_back, read_length
from maslak_xblocks.olx import Element, parse_source


def draw(body: str, sheet: str = "") -> tuple[Drawing, Element]:
    """Give a drawing and its element named `it`."""
    text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><style>{sheet}</style>{body}</svg>'
    root = parse_source(text.encode())
    return Drawing(root), root.xpath("//*[@id='it']")[0]


@pytest.mark.parametrize(
    ("body", "sheet", "colour"),
    [
        ('<text id="it" fill="red"/>', "", "red"),
        ('<text id="it" fill="red" style="fill: green; x: y"/>', "", "green"),
        ('<text id="it" fill="red" class="a b"/>', ".b { fill: blue }", "blue"),
        ('<text id="it" class="b"/>', "#it { fill: navy } .b { fill: blue } text { fill: red }", "navy"),
        ('<text id="it" class="b"/>', "text.b { fill: navy } .b { fill: blue }", "navy"),
        ('<text id="it" class="b"/>', ".b { fill: navy } g .b { fill: blue !important }", "blue"),
        ('<g fill="teal"><g fill="inherit"><text id="it"/></g></g>', "/* text { fill: red } */ .other, rect { fill: red }", "teal"),
        ('<text id="it"/>', "", "black"),
    ],
)
def test_style_sheet_and_attribute_are_weighed_as_css_does(body: str, sheet: str, colour: str) -> None:
    drawing, node = draw(body, sheet)
    assert drawing.inherit(node, "fill", "black") == colour


def test_opacities_of_all_ancestors_are_multiplied() -> None:
    drawing, node = draw('<g opacity="0.5"><text id="it" style="opacity: 50%" fill-opacity="0.4"/></g>')
    assert drawing.measure_opacity(node) == pytest.approx(0.1)


@pytest.mark.parametrize(
    "body", ['<defs><text id="it"/></defs>', '<g display="none"><text id="it"/></g>', '<text id="it" style="visibility: hidden"/>']
)
def test_what_is_not_painted_is_known(body: str) -> None:
    drawing, node = draw(body)
    assert not drawing.is_shown(node)


@pytest.mark.parametrize(
    ("transform", "place"),
    [
        ("translate(10 5)", (11, 7)),
        ("translate(10)", (11, 2)),
        ("scale(2)", (2, 4)),
        ("scale(2, 3)", (2, 6)),
        ("rotate(90)", (-2, 1)),
        ("rotate(90 1 1)", (0, 1)),
        ("matrix(1 0 0 1 3 4)", (4, 6)),
        ("translate(10 5) scale(2)", (12, 9)),
        ("skewX(20)", (1, 2)),
    ],
)
def test_point_comes_to_stand_where_the_transformation_puts_it_and_back(transform: str, place: tuple[float, float]) -> None:
    drawing, node = draw(f'<text id="it" transform="{transform}"/>')
    matrix = drawing.find_place(node)
    assert move(matrix, 1, 2) == pytest.approx(place)
    assert move_back(matrix, *place) == pytest.approx((1, 2))


def test_transformations_of_ancestors_come_last_and_shrink_the_letters() -> None:
    drawing, node = draw('<g transform="translate(10 0)"><g transform="scale(0.5)"><text id="it" font-size="20px"/></g></g>')
    assert move(drawing.find_place(node), 4, 4) == pytest.approx((12, 2))
    assert drawing.measure_text(node) == pytest.approx(10)
    assert move_back((0, 0, 0, 0, 1, 1), 1, 1) is None


@pytest.mark.parametrize(
    ("shape", "inside"),
    [
        ('<rect id="it" x="1" y="1" width="4" height="4"/>', True),
        ('<rect id="it" x="3" y="1" width="4" height="4"/>', False),
        ('<circle id="it" cx="2" cy="2" r="1"/>', True),
        ('<ellipse id="it" cx="9" cy="2" rx="1" ry="9"/>', False),
        ('<polygon id="it" points="0,0 9,0 0,9"/>', True),
        ('<polygon id="it" points="9,9 9,0 5,9"/>', False),
        ('<path id="it" d="M0 0h9v9z"/>', False),
    ],
)
def test_shape_covers_a_point_or_not(shape: str, inside: bool) -> None:
    assert covers(draw(shape)[1], 2, 2) is inside


@pytest.mark.parametrize(
    ("text", "length"), [("12", 12), ("12px", 12), ("9pt", 12), (" 1.5em", 24), ("10 20 30", 10), ("wide", 0), ("", 0)]
)
def test_lengths_are_read_in_the_units_of_the_drawing(text: str, length: float) -> None:
    assert read_length(text) == pytest.approx(length)


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#fff", (255, 255, 255)),
        ("#17202A", (23, 32, 42)),
        (" LightYellow ", (255, 255, 224)),
        ("rgb(1, 2, 3)", (1, 2, 3)),
        ("rgba(1 2 3 / 50%)", (1, 2, 3)),
        ("rgb(100%, 0%, 50%)", (255, 0, 128)),
        ("hsl(120, 100%, 25%)", (0, 128, 0)),
        ("url(#shade)", None),
        ("rgb(1, 2)", None),
        ("hsl(a, b, c)", None),
        ("bluish", None),
    ],
)
def test_colours_are_read_in_every_way_that_css_writes_them(text: str, colour: tuple[int, int, int] | None) -> None:
    assert read_colour(text) == colour


def test_half_of_a_dark_colour_on_white_has_half_of_its_contrast_at_most() -> None:
    white, ink = (255, 255, 255), (0, 0, 0)
    assert mix(ink, white, 0.5) == (128, 128, 128)
    assert measure_contrast(mix(ink, white, 0.5), white) < measure_contrast(ink, white) / 2
