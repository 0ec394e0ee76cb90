from __future__ import annotations

import pytest

from maslak_xblocks.digest import digest_of
from maslak_xblocks.errors import OLXError
from maslak_xblocks.lesson.document import load_lesson
from maslak_xblocks.olx import parse_source
from maslak_xblocks.variants import choose, stamp_basis

LESSON = """<?xml version="1.0" encoding="UTF-8"?>
<vertical><!-- <variant lang="en"/> -->
  <maslak_lesson   url_name='l1'>
    <variant lang="fr" status="source" title="a &gt; b"><p>Un  texte</p></variant>
    <variant lang='ar'  status='translated' title="x"><p>نص</p></variant>
    <variant lang="en" basis="000000000000" status="reviewed" title="x"><p>A text</p></variant>
  </maslak_lesson>
</vertical>
"""


def digest(text: str) -> str:
    return digest_of(parse_source(text))


def test_a_digest_sees_words_and_not_management_or_spacing() -> None:
    first = digest('<variant lang="fr" status="source" title="T"><p>Un texte</p></variant>')
    assert first == digest('<variant title="T" lang="fr" status="reviewed" basis="x">\n  <p>Un\n   texte</p>\n</variant>')
    assert first != digest('<variant lang="fr" status="source" title="T"><p>Un autre texte</p></variant>')
    assert first != digest('<variant lang="fr" status="source" title="U"><p>Un texte</p></variant>')
    assert len(first) == 12


def test_spacing_inside_code_counts() -> None:
    assert digest("<variant><pre>a  b</pre></variant>") != digest("<variant><pre>a b</pre></variant>")


def test_stamping_fills_the_basis_and_leaves_every_other_byte() -> None:
    stamped = stamp_basis(LESSON)
    basis = digest('<variant title="a &gt; b"><p>Un texte</p></variant>')
    assert stamped.count(f'basis="{basis}"') == 2
    assert stamped.replace(f' basis="{basis}" title="x"><p>نص', ' title="x"><p>نص').replace(basis, "0" * 12) == LESSON
    assert stamp_basis(stamped) == stamped


def test_a_translation_is_stale_when_its_source_moves() -> None:
    inner = stamp_basis(LESSON).split("-->")[1].rsplit("</vertical>")[0].strip()
    assert not load_lesson(inner).is_stale("ar")
    moved = load_lesson(inner.replace("Un  texte", "Un autre texte"))
    assert moved.is_stale("ar")
    assert not moved.is_stale("fr")


@pytest.mark.parametrize(
    ("olx", "line"),
    [
        ('<maslak_lesson>\n<variant lang="de" status="source" title="x"/>\n</maslak_lesson>', 2),
        ('<maslak_lesson>\n\n<variant lang="fr" status="new" title="x"/></maslak_lesson>', 3),
        (
            '<maslak_lesson>\n<variant lang="fr" status="source" title="x"/>\n<variant lang="fr" status="reviewed"/></maslak_lesson>',
            3,
        ),
        ('<maslak_lesson>\n<variant lang="fr" status="source"/></maslak_lesson>', 2),
        ('<maslak_lesson><objective id="o"\n competency="c" level="N9"/><variant lang="fr" status="source" title="x"/></maslak_lesson>', 2),
        ("<maslak_lesson>\n<p></maslak_lesson>", 2),
        ("<maslak_lesson/>", 1),
    ],
)
def test_an_error_names_its_line(olx: str, line: int) -> None:
    with pytest.raises(OLXError) as caught:
        load_lesson(olx)
    assert caught.value.line == line


@pytest.mark.parametrize(
    "olx",
    [
        '<!DOCTYPE a [<!ENTITY e "x">]><maslak_lesson><variant lang="fr" status="source" title="x">&e;</variant></maslak_lesson>',
        '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;&a;">]><maslak_lesson>&b;</maslak_lesson>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><maslak_lesson/>',
    ],
)
def test_entities_and_document_types_are_refused(olx: str) -> None:
    with pytest.raises(OLXError):
        load_lesson(olx)


def test_a_missing_language_falls_back_to_the_nearest() -> None:
    assert choose({"fr": 1, "en": 1}, "ar", "en") == "fr"
    assert choose({"fr": 1, "en": 1}, None, "en") == "en"
