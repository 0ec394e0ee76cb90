"""Terms of a lesson: who sees which of them, and as what."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html
from tests.factories.studio import read_form
from tests.factories.xblock import Classroom, make_host

from maslak_xblocks.lesson.glossary import list_marked
from maslak_xblocks.workbench.glossary_room import TERMS

LESSON = """<maslak_lesson url_name="l1" level="N1">
  <variant lang="fr" status="source" title="Adresses"><p>Le <dfn data-term="domain-name">nom <em>de</em> domaine</dfn>, le
  <dfn data-term="domain-name">domaine</dfn>, <dfn data-term="unknown">rien</dfn>, <dfn>sans clé</dfn>,
  <a href="https://x.example"><dfn data-term="phishing">lien</dfn></a>.</p>
  <details class="answer"><summary>Un <dfn data-term="phishing">pli</dfn></summary><p>x</p></details></variant>
  <variant lang="ar" status="translated" title="عناوين"><p><dfn data-term="encryption">التشفير</dfn></p></variant>
  <variant lang="en" status="translated" title="Addresses"><p>No term at all.</p></variant>
</maslak_lesson>"""


def place(language: Any = "fr", key: str = "learner-1", **more: Any) -> Classroom:
    return Classroom(LESSON, make_host(key=key, language=language, **more))


def page(language: Any = "fr", key: str = "learner-1", view: str = "student_view") -> Any:
    return html.fromstring(f"<div>{place(language, key).render(view)}</div>")


@pytest.mark.parametrize("view", ["student_view", "public_view", "author_view"])
def test_a_known_term_is_a_link_to_its_entry(view: str) -> None:
    shown = page(view=view)
    links = shown.xpath("//a[@class='mk-term']")
    assert [link.text_content() for link in links] == ["nom de domaine", "domaine"]
    (entry,) = shown.xpath("//*[@data-entry]")
    assert {link.get("href") for link in links} == {f"#{entry.get('id')}"}
    assert entry.xpath("string(dt)") == "nom de domaine"
    assert entry.xpath("string(dd[1])") == TERMS["domain-name"].definitions["fr"]
    assert [(each.get("lang"), each.get("dir")) for each in entry.xpath("dd[2]/span")] == [("ar", "rtl"), ("en", "ltr")]


def test_what_nobody_explains_and_what_is_in_a_link_already_stay_text() -> None:
    shown = page()
    assert [dfn.text_content() for dfn in shown.xpath("//dfn[not(a)]")] == ["rien", "sans clé", "lien", "pli"]
    assert shown.xpath("//a//a | //summary//a") == []


def test_only_the_terms_of_the_language_being_read_are_sent() -> None:
    shown = place("ar").render("student_view")
    assert TERMS["encryption"].definitions["ar"] in shown
    assert TERMS["domain-name"].definitions["ar"] not in shown
    assert TERMS["encryption"].definitions["fr"] not in shown, "the meaning is in the reader's language alone"
    assert "data-glossary" not in place("en").render("student_view")


def test_a_meaning_that_is_missing_in_a_language_is_given_in_the_nearest_and_says_so() -> None:
    olx = LESSON.replace("No term at all.", 'An <dfn data-term="encryption">encryption</dfn>.')
    shown = html.fromstring(f"<div>{Classroom(olx, make_host(language='en')).render('student_view')}</div>")
    (entry,) = shown.xpath("//*[@data-entry]")
    assert entry.xpath("dd[1]/@lang") == ["fr"]
    assert entry.xpath("dt/@lang") == ["fr"]


@pytest.mark.parametrize("host", ["plain", "bare"])
def test_without_a_glossary_terms_stay_plain_text(host: str) -> None:
    room = place(key="plain")
    if host == "bare":
        room.runtime._services.pop("maslak_host")
    shown = html.fromstring(f"<div>{room.render('student_view')}</div>")
    assert shown.xpath("//a[@class='mk-term'] | //*[@data-glossary]") == []
    assert len(shown.xpath("//dfn")) == 6


def test_a_client_of_its_own_gets_the_terms_too() -> None:
    data = place().block.student_view_data()
    assert [(each["key"], each["names"]["ar"]) for each in data["terms"]] == [("domain-name", "اسم النطاق")]
    assert data["terms"][0]["definition"] == TERMS["domain-name"].definitions["fr"]


def test_an_author_chooses_among_the_terms_and_the_preview_shows_them() -> None:
    room = place(is_staff=True)
    (offered,) = html.fromstring(room.render("studio_view")).xpath('//datalist[@id="mk-terms"]')
    assert {option.get("value"): option.text for option in offered} == {key: term.names["fr"] for key, term in TERMS.items()}
    status, answer = room.post("studio_preview", {"form": read_form(room.render("studio_view")), "language": "fr"})
    assert (status, answer["html"].count('class="mk-term"')) == (200, 2)


def test_two_lessons_of_one_page_name_their_entries_apart() -> None:
    room = place()
    other = room.runtime.get_block(room.runtime.parse_xml_string(LESSON.encode()))
    both = f"<div>{room.render('student_view')}{room.runtime.render(other, 'student_view').content}</div>"
    names = html.fromstring(both).xpath("//*[@data-entry]/@id")
    assert len(names) == len(set(names)) == 2


def test_terms_are_listed_once_in_reading_order() -> None:
    marked = "".join(f'<dfn data-term="{key}">x</dfn>' for key in "bab")
    text = f'<p>{marked}<dfn data-term="c"><dfn data-term="d">z</dfn></dfn></p>'
    assert list_marked(text) == ("b", "a", "d")
    assert list_marked("<aside>x</aside><abbr>y</abbr>") == ()
