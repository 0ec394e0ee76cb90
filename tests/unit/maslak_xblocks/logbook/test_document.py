"""What a logbook's OLX means, and what an editor makes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.xblock import LOGBOOK

from maslak_domain.language import LANGUAGES
from maslak_xblocks.errors import OLXError
from maslak_xblocks.logbook.document import PURPOSES, load_logbook
from maslak_xblocks.logbook.editing.draft import PromptDraft, read_draft
from maslak_xblocks.logbook.editing.rewriting import rewrite_logbook
from maslak_xblocks.olx import parse_source

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=30).map(str.strip).filter(bool)


def test_guidance_and_questions_are_read_apart() -> None:
    text = load_logbook(LOGBOOK).variants["fr"].body
    assert "avez-vous" not in text.html
    assert [(each.id, each.purpose) for each in text.prompts] == [("what", "entry"), ("alone", "synthesis")]
    assert [each.id for each in text.questions("synthesis")] == ["alone"]
    assert "avez-vous fait" in text.plain, "search finds a question too"


def test_competencies_of_one_domain_give_the_block_its_hue() -> None:
    def hue(ids: str) -> str:
        return load_logbook(LOGBOOK.replace('show="current"', f'competencies="{ids}"')).competency

    assert hue("MA-NUM.CYB.03  MA-NUM.CYB.05 MA-NUM.CYB.03") == "MA-NUM.CYB.03"
    assert hue("MA-NUM.CYB.03 MA-NUM.TC.01") == hue("") == ""


@pytest.mark.parametrize(
    ("old", "new", "said", "line"),
    [
        ('show="current"', 'show="some"', "not one of", 1),
        ('show="current"', 'competencies="CYB"', "not the id of a competency", 1),
        ('id="alone"', 'id="what"', "given twice", 3),
        ('for="synthesis"', 'for="defence"', "not for one of", 3),
        ('id="what" later', "later", "needs the attribute id", 3),
        (">Que savez-vous", "/><b>Que savez-vous", "asks nothing", 3),
        ('status="source"', 'status="reviewed"', "exactly one variant", 1),
        (' title="دفتري"', "", "needs the attribute title", 4),
    ],
)
def test_element_that_means_nothing_is_refused_with_its_line(old: str, new: str, said: str, line: int) -> None:
    source = LOGBOOK.replace(old, new)
    if "<b>" in new:
        source = source.replace("faire seul\u202f?</prompt>", "faire seul\u202f?</b>")
    assert source != LOGBOOK
    with pytest.raises(OLXError, match=said) as refused:
        load_logbook(source)
    assert refused.value.line == line


def test_draft_that_changes_nothing_changes_no_byte() -> None:
    assert rewrite_logbook(LOGBOOK, read_draft(parse_source(LOGBOOK))) == LOGBOOK


@given(
    st.dictionaries(st.sampled_from(LANGUAGES), WORDS),
    st.lists(st.tuples(st.sampled_from(PURPOSES), st.dictionaries(st.sampled_from(["fr", "ar"]), WORDS, min_size=1)), max_size=4),
)
def test_what_is_written_in_the_editor_is_what_is_read_back(titles: dict[str, str], asked: list[tuple[str, dict[str, str]]]) -> None:
    known = read_draft(parse_source(LOGBOOK))
    prompts = tuple(PromptDraft(f"p{number}", purpose, text) for number, (purpose, text) in enumerate(asked))  # type: ignore[arg-type]
    escape = lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")  # noqa: E731
    safe = tuple(replace(each, text={key: escape(text) for key, text in each.text.items()}) for each in prompts)
    titles = {"fr": "x", "ar": "y"} | titles
    draft = replace(known, title=titles, prompts=safe)  # type: ignore[arg-type]
    changed = rewrite_logbook(LOGBOOK, draft)
    found = load_logbook(changed)
    assert {language: variant.body.title for language, variant in found.variants.items()} == titles
    for language in ("fr", "ar"):
        ids = [each.id for each in prompts if language in each.text]
        assert [each.id for each in found.variants[language].body.prompts] == ids  # type: ignore[index]
    for kept in ('future="kept"', "<!-- a note -->", "later:extension"):
        assert kept in changed


def test_question_that_is_reworded_keeps_what_a_later_version_wrote_on_it() -> None:
    known = read_draft(parse_source(LOGBOOK))
    first = replace(known.prompts[0], text=dict(known.prompts[0].text) | {"fr": "Autre"})
    changed = rewrite_logbook(LOGBOOK, replace(known, prompts=(first, *known.prompts[1:])))
    assert '<prompt id="what" later="kept">Autre</prompt>' in changed
