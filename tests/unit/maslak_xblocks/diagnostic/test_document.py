"""What the OLX of a diagnostic means, and what it cannot mean: each refusal names the line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.factories.diagnostic import NODES, make_diagnostic_olx, make_item

from maslak_xblocks.diagnostic.document import load_diagnostic
from maslak_xblocks.diagnostic.errors import EmptyAnswerError
from maslak_xblocks.errors import InvalidPayloadError, OLXError
from maslak_xblocks.olx import parse_source

OLX = make_diagnostic_olx()


def line_with(text: str, olx: str) -> int:
    """Give the line of the last place where a text stands."""
    return olx[: olx.rindex(text)].count("\n") + 1


def test_document_holds_topics_edges_units_and_questions() -> None:
    document = load_diagnostic(OLX)
    assert (document.framework, document.level, document.most, document.cooldown_minutes) == ("MA-NUM", "N1", 20, 60)
    assert document.order.after == {"files": (), "net": ("files",), "safe": ()}
    assert document.nodes[1].units == ("u-net", "u-web")
    assert document.nodes[0].names == {"ar": "الملفات", "fr": "Les fichiers"}
    assert len(document.items) == 12
    assert document.competency == "MA-NUM.TC.02"
    assert "RIGHT-B" not in "".join(document.search_texts().values())


def test_numbers_are_read_in_the_reader_s_language_with_or_without_their_unit() -> None:
    item = load_diagnostic(OLX).find_item("net-n")
    assert item is not None
    assert (item.number, item.tolerance, item.guess) == (Decimal("12.5"), Decimal("0.5"), 0.05)
    assert item.read_response(["12,5 Mo"], {}, "fr") == "12.5"
    assert item.read_response("١٢٫٥".replace("٫", ","), {}, "ar") == "12.5"
    assert [item.is_right(given) for given in ("12", "13", "13.01", "not")] == [True, True, False, False]
    for empty in ("", [], None, "Mo"):
        with pytest.raises(EmptyAnswerError):
            item.read_response(empty, {}, "fr")


def test_options_are_named_by_tokens_only() -> None:
    item = load_diagnostic(OLX).find_item("files-1")
    assert item is not None
    assert item.guess == 0.25
    assert item.read_response(["o-1"], {"o-1": "b"}, "fr") == "b"
    for given in ("b", ["o-1", "o-2"], 3, {"o-1": 1}, "x" * 61):
        with pytest.raises(InvalidPayloadError):
            item.read_response(given, {"o-1": "b"}, "fr")


@pytest.mark.parametrize(
    ("old", "new", "said", "near"),
    [
        ('after="files"', 'after="folders"', "unknown node", 'id="net"'),
        ('id="files" competency', 'id="files" after="net" competency', "builds on itself", 'id="files" after'),
        ('id="safe" competency', 'id="files" competency', "two nodes", 'id="files" competency="MA-NUM.TC.06"'),
        (' competency="MA-NUM.TC.06"', "", "needs the attribute competency", 'id="safe"'),
        ('<name lang="fr">Le réseau</name>', "", "needs a <name", 'id="net"'),
        ('id="files-2" node="files"', 'id="files-2" node="shell"', "unknown node", 'id="files-2"'),
        ('id="files-2" node', 'id="files-1" node', "two items", 'id="files-1" node'),
        ('id="safe-2" node="safe" type="single"', 'id="safe-2" node="safe" type="essay"', "unknown type", 'id="safe-2"'),
        ('<option id="b" correct="true"/>', '<option id="b"/>', "exactly one", 'id="files-1"'),
        ('<option id="a"/>', '<option id="a" correct="true"/>', "exactly one", 'id="files-1"'),
        ('<option id="a"/>', '<option id="d"/>', "one id", 'id="files-1"'),
        ('<text option="a">WRONG-A files-1</text>', "", "each of its options once", "Question files-1"),
        ('<text option="a">WRONG-A files-1</text>', '<text option="z">y</text>', "each of its options once", "Question files-1"),
        ("<stem><p>Question files-1 ?</p></stem>", "", "asks nothing", '<variant lang="fr" status="source">\n'),
        ('<answer value="12.5" tolerance="0.5"/>', "", "needs an <answer", 'id="net-n"'),
        ('value="12.5"', 'value="12,5"', "not a number", "<answer"),
        ('tolerance="0.5"', 'tolerance="-1"', "negative", "<answer"),
        ('most="20"', 'most="0"', "from 1 to 60", "<maslak_diagnostic"),
        ('level="N1"', 'level="N9"', "not one of", "<maslak_diagnostic"),
        ('cooldown="60"', 'cooldown="soon"', "whole number", "<maslak_diagnostic"),
    ],
)
def test_what_means_nothing_is_refused_with_its_line(old: str, new: str, said: str, near: str) -> None:
    changed = OLX.replace(old, new, 1)
    assert changed != OLX
    with pytest.raises(OLXError, match=said) as refused:
        load_diagnostic(changed)
    assert refused.value.line == line_with(near, changed)


def test_topic_without_a_question_is_refused() -> None:
    with pytest.raises(OLXError, match='the node "safe" has no item'):
        load_diagnostic(make_diagnostic_olx(items=make_item("i1", "files") + make_item("i2", "net")))


def test_more_topics_linked_than_can_be_weighed_are_refused() -> None:
    nodes = "".join(
        f'<node id="n{n}" competency="c" after="{f"n{n - 1}" if n else ""}"><name lang="fr">N{n}</name></node>' for n in range(13)
    )
    items = "".join(make_item(f"i{n}", f"n{n}") for n in range(13))
    with pytest.raises(OLXError, match="more than 12 nodes"):
        load_diagnostic(make_diagnostic_olx(nodes=nodes, items=items))


def test_entities_are_refused_and_unknown_parts_are_kept() -> None:
    assert "later:extension" in OLX
    assert load_diagnostic(OLX).nodes[1].id == "net"
    with pytest.raises(OLXError):
        parse_source('<!DOCTYPE x [<!ENTITY e "x">]>' + OLX)
    assert NODES in OLX
