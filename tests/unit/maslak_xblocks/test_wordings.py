"""Labels, bands and names know, like variants, from which text they were translated."""

from __future__ import annotations

from maslak_xblocks.digest import digest_of
from maslak_xblocks.olx import Element, parse_source, to_source
from maslak_xblocks.variants import stamp_basis
from maslak_xblocks.wordings import digest_wordings, list_stale_languages, list_wordings, settle_wordings

PROJECT = """<maslak_project url_name="p">
  <variant lang="fr" status="source" title="Un projet"><p>Texte</p></variant>
  <variant lang="ar" status="translated" title="مشروع"><p>نص</p></variant>
  <stage id="s"><deliverable id="d" type="text"><label lang="ar">خطة</label><label lang="fr">Un plan</label></deliverable></stage>
  <rubric><criterion id="c"><band level="1">
    <text lang="fr">Rien.</text><text lang="ar">لا شيء.</text><text lang="en">Nothing.</text>
  </band></criterion></rubric>
</maslak_project>"""
LAB = """<maslak_lab url_name="l"><variant lang="ar" status="source" title="ت"/><variant lang="fr" status="translated" title="T"/>
  <!-- <name lang="fr">in a comment</name> -->
  <misconception id="m"><name lang="fr">Erreur</name><name lang="ar">خطأ</name></misconception></maslak_lab>"""


def find(block: Element, path: str) -> Element:
    found = block.find(path)
    assert found is not None
    return found


def test_words_without_a_basis_are_not_called_stale() -> None:
    assert [wording.language for wording in list_wordings(parse_source(PROJECT))] == ["ar", "ar", "en"]
    assert list_stale_languages(parse_source(PROJECT)) == frozenset()


def test_stamped_words_lag_when_their_source_moves_and_in_their_own_language_alone() -> None:
    block = parse_source(stamp_basis(PROJECT))
    assert list_stale_languages(block) == frozenset()
    find(block, "rubric/criterion/band/text[@lang='fr']").text = "Rien du tout."
    assert list_stale_languages(block) == {"ar", "en"}
    find(block, "rubric/criterion/band/text[@lang='ar']").attrib.pop("basis")
    assert list_stale_languages(block) == {"en"}


def test_source_is_the_language_of_the_block_whichever_it_is() -> None:
    stamped = stamp_basis(LAB)
    block = parse_source(stamped)
    assert find(block, "misconception/name[@lang='fr']").get("basis") == digest_of(find(block, "misconception/name[@lang='ar']"))
    assert find(block, "misconception/name[@lang='ar']").get("basis") is None
    assert '<!-- <name lang="fr">in a comment</name> -->' in stamped


def test_stamping_again_changes_nothing_and_the_first_time_only_adds_the_basis() -> None:
    once = stamp_basis(PROJECT)
    assert stamp_basis(once) == once
    bare = parse_source(once)
    for node in bare.iter():
        node.attrib.pop("basis", None)
    assert to_source(bare) == to_source(parse_source(PROJECT))


def test_text_of_a_checkpoint_is_no_wording_and_stays_as_it_is() -> None:
    named = '<misconception id="m"><name lang="ar">خ</name></misconception>'
    olx = f'<maslak_checkpoint><variant lang="fr" status="source"/>{named}</maslak_checkpoint>'
    assert stamp_basis(olx) == olx


def test_word_that_is_rewritten_follows_the_source_of_today_and_one_left_alone_that_of_yesterday() -> None:
    block = parse_source(PROJECT)
    before = digest_wordings(block)
    source, arabic, english = (find(block, f"rubric/criterion/band/text[@lang='{lang}']") for lang in ("fr", "ar", "en"))
    source.text, arabic.text = "Presque rien.", "لا شيء تقريباً."
    settle_wordings(block, before)
    assert arabic.get("basis") == digest_of(source)
    assert list_stale_languages(block) == {"en"}
    assert english.get("basis") not in (None, digest_of(source))
    # What was not touched at all gets nothing.
    assert find(block, "stage/deliverable/label[@lang='ar']").get("basis") is None
