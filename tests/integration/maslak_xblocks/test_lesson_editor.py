"""The lesson's editor driven as its script drives it."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from tests.factories.xblock import LESSON, Classroom, make_host

FORM: dict[str, Any] = {
    "title": {"fr": "Le cadenas", "ar": "القفل"},
    "state": {"ar": "translated", "en": "translated"},
    "html": {
        "fr": '<section><h2>Un</h2><p>Le texte français.</p></section>\n<aside class="callout" data-kind="tip"><p>Astuce.</p></aside>',
        "ar": '<section><h2>واحد</h2><p>النص العربي: <code dir="ltr">https</code>.</p></section>',
        "en": "<p><br></p>",
    },
    "objectives": [
        {
            "id": "o1",
            "origin": "",
            "competency": "MA-NUM.TC.06",
            "level": "N1",
            "verb": "recognise",
            "text": {"fr": "Reconnaître une adresse", "ar": "تمييز عنوان"},
        }
    ],
}


def form(**changes: Any) -> dict[str, Any]:
    """Give the payload of an untouched form, with some fields written differently."""
    made = copy.deepcopy(FORM)
    for name, value in changes.items():
        made[name] = {**made[name], **value} if isinstance(value, dict) else value
    return {"form": made, "language": "fr"}


def room(olx: str = LESSON, language: Any = None) -> Classroom:
    return Classroom(olx, make_host(is_staff=True, language=language))


def paths(findings: list[dict[str, str]]) -> dict[str, str]:
    return {finding["path"]: finding["severity"] for finding in findings}


def test_saving_without_a_change_keeps_every_byte() -> None:
    place = room()
    before = place.block.source
    assert place.post("studio_save", form())[0] == 200
    assert place.block.source == before


def test_the_editor_changes_one_language_and_keeps_the_rest() -> None:
    place = room()
    assert place.post("studio_save", form(title={"fr": "Le verrou"}, html={"fr": "<h2>Un</h2><p>Nouveau<br>texte</p>"}))[0] == 200
    block = place.block
    assert block.document.title("fr") == "Le verrou"
    assert "<p>Nouveau<br>texte</p>" in block.document.variants["fr"].body.html
    for kept in ('future="kept"', "<!-- a note -->", "later:extension", "النص العربي: <code>https</code>"):
        assert kept in block.source


def test_a_new_translation_is_stamped_and_goes_stale_when_the_source_moves() -> None:
    place = room()
    english = form(title={"en": "The padlock"}, html={"en": "<p>Text</p>"})
    assert place.post("studio_save", english)[0] == 200
    assert not place.block.document.is_stale("en")
    moved = form(title={"en": "The padlock", "fr": "Autre"}, html={"en": "<p>Text</p>"}, state={"en": "translated", "ar": "translated"})
    assert place.post("studio_save", moved)[0] == 200
    document = place.block.document
    assert document.is_stale("en")
    assert document.is_stale("ar"), "a translation without a basis follows the source as it was before this edit"
    place.post("set_language", {"language": "en"})
    assert "older than the text" in place.render("student_view")


def test_a_stale_translation_stays_stale_until_somebody_confirms_it() -> None:
    place = room()
    place.post("studio_save", form(title={"fr": "Autre"}))
    place.post("studio_save", form(title={"fr": "Autre"}, state={"ar": "stale"}))
    assert place.block.document.is_stale("ar")
    place.post("studio_save", form(title={"fr": "Autre"}, state={"ar": "reviewed"}))
    variant = place.block.document.variants["ar"]
    assert (variant.stale, variant.status) == (False, "reviewed")


def test_objectives_are_added_moved_and_deleted_with_their_words() -> None:
    place = room()
    second = {"id": "o2", "competency": "MA-NUM.TC.01", "level": "N2", "verb": "apply", "text": {"fr": "Savoir <strong>faire</strong>"}}
    assert place.post("studio_save", form(objectives=[second, *FORM["objectives"]]))[0] == 200
    document = place.block.document
    assert [(each.id, each.level) for each in document.objectives] == [("o2", "N2"), ("o1", "N1")]
    assert document.variants["fr"].body.objectives["o2"] == "Savoir <strong>faire</strong>"
    assert place.post("studio_save", form(objectives=[second]))[0] == 200
    assert list(place.block.document.variants["ar"].body.objectives) == []


def test_the_preview_is_the_page_of_a_learner_and_keeps_nothing() -> None:
    place = room(language="ar")
    before = place.block.source
    status, answer = place.post("studio_preview", form(html={"fr": "<h2>Un</h2><p>Tout neuf<script>alert(1)</script></p>"}))
    assert status == 200
    assert 'class="mk mk-lesson mk-student mk-tc" lang="fr" dir="ltr"' in answer["html"]
    assert "Tout neuf" in answer["html"]
    assert "alert" not in answer["html"]
    assert "minute de lecture" in answer["html"], "the words around it are those of a learner who reads French"
    assert place.block.source == before
    assert place.runtime.published == []


def test_the_preview_of_a_language_that_is_missing_says_so_to_the_learner() -> None:
    _, answer = room().post("studio_preview", {**form(), "language": "en"})
    assert "Not yet available in English" in answer["html"]


def test_notes_stand_beside_the_field_in_the_authors_language() -> None:
    broken = form(
        title={"ar": ""},
        html={"fr": '<h4>Trop bas</h4><img src="/static/missing-1.png" alt=""><table><tbody><tr><td>x</td></tr></tbody></table>'},
        objectives=[{**FORM["objectives"][0], "competency": "", "text": {"fr": "x"}}],
    )
    _, answer = room(language="fr").post("studio_preview", broken)
    found = paths(answer["findings"])
    assert found["title.ar"] == "error"
    assert found["objectives.0.competency"] == "error"
    assert found["objectives.0.text.ar"] == "warning"
    assert found["title.en"] == "warning"
    texts = [finding["text"] for finding in answer["findings"] if finding["path"] == "html.fr"]
    assert len(texts) == 4, "the level, the picture that is missing, its description and the header of the table"
    assert any("missing-1.png" in text for text in texts)
    assert "html" in answer, "a draft that cannot be saved can still be looked at"


def test_a_glossary_term_lost_in_translation_is_noted() -> None:
    _, answer = room().post("studio_preview", form(html={"fr": '<p>Un <dfn data-term="phishing">hameçonnage</dfn>.</p>'}))
    assert any(note["path"] == "html.ar" and "phishing" in note["text"] for note in answer["findings"])


def test_saving_what_cannot_mean_anything_is_refused_with_the_place() -> None:
    place = room()
    before = place.block.source
    status, problem = place.post("studio_save", form(title={"fr": ""}))
    assert (status, problem["code"]) == (400, "invalid_olx")
    assert paths(problem["findings"]) == {"title.fr": "error"}
    assert place.block.source == before


def test_nobody_saves_over_what_somebody_else_saved_meanwhile() -> None:
    place = room()
    opened = place.render("studio_view").split('data-base="')[1].split('"')[0]
    status, first = place.post("studio_save", {**form(title={"fr": "Un"}), "base": opened})
    assert status == 200
    status, problem = place.post("studio_save", {**form(title={"fr": "Deux"}), "base": opened})
    assert (status, problem["code"]) == (409, "source_moved")
    assert place.block.document.title("fr") == "Un"
    assert place.post("studio_save", {**form(title={"fr": "Deux"}), "base": first["base"]})[0] == 200


@pytest.mark.parametrize("handler", ["studio_save", "studio_preview"])
@pytest.mark.parametrize(
    "payload",
    [
        [],
        3,
        {},
        {"form": []},
        {"form": {"title": "x"}, "language": "fr"},
        {"form": {"title": {"de": "x"}}, "language": "fr"},
        {"form": {"html": {"fr": 3}}, "language": "fr"},
        {"form": {"objectives": {}}, "language": "fr"},
        {"form": {"objectives": [{"id": "a b"}]}, "language": "fr"},
        {"form": {"objectives": [{"id": "o", "level": "N9"}]}, "language": "fr"},
        {"form": {"state": {"ar": "finished"}}, "language": "fr"},
    ],
)
def test_a_form_of_the_wrong_shape_is_refused(handler: str, payload: object) -> None:
    place = room()
    before = place.block.source
    status, problem = place.post(handler, payload)
    assert (status, problem["code"], place.block.source == before) == (400, "invalid_payload", True)


@pytest.mark.parametrize("handler", ["studio_save", "studio_preview"])
def test_a_learner_cannot_reach_the_editor(handler: str) -> None:
    assert Classroom(LESSON).post(handler, form())[1]["code"] == "not_author"


def test_minutes_of_work_are_written_corrected_and_taken_away() -> None:
    place = room()
    assert "minute de lecture" in place.render("student_view")
    for wrong in ("half an hour", "-5", "601"):
        _, answer = place.post("studio_preview", form(minutes=wrong))
        assert paths(answer["findings"])["minutes"] == "error"
        assert place.post("studio_save", form(minutes=wrong))[0] == 400
    before = place.block.source
    assert place.post("studio_save", form(minutes="45"))[0] == 200
    assert place.block.student_view_data()["minutes"] == 45
    assert "Environ 45 minutes, travail compris" in place.render("student_view")
    assert place.post("studio_save", form())[0] == 200
    assert place.block.source == before
