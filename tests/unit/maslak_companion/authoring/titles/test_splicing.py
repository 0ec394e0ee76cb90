"""Changed titles in the file of a course, every byte around them kept."""

from __future__ import annotations

from maslak_companion.authoring.titles.splicing import replace_titles
from maslak_companion.authoring.titles.texts import parse_titles, write_titles

HEAD = '<titles><!-- <title for="a"/> -->\n  <title  for=\'b\'><text lang="fr">B</text></title>\n  '
OLD = '<title for="a" since="2">\n    <text lang="ar">قديم</text>\n    <text lang="fr">Vieux</text>\n    <later-part/>\n  </title>'
TAIL = "\n  <!-- fin -->\n</titles>\n"


def splice(data: str, **titles: dict[str, str]) -> str:
    made = replace_titles({"titles.xml": data.encode(), "other.xml": b"<x/>"}, write_titles(titles))
    assert made["other.xml"] == b"<x/>"
    return made["titles.xml"].decode()


def test_only_the_changed_title_is_written() -> None:
    made = splice(HEAD + OLD + TAIL, a={"ar": "جديد", "fr": "Neuf & beau"}, b={"fr": "B"})
    assert made.startswith(HEAD)
    assert made.endswith(TAIL)
    assert made[len(HEAD) : -len(TAIL)] == OLD.replace("قديم", "جديد").replace("Vieux", "Neuf &amp; beau")


def test_what_says_the_same_changes_no_byte() -> None:
    data = HEAD + OLD + TAIL
    assert splice(data, a={"ar": "قديم", "fr": "Vieux"}, b={"fr": "B"}) == data


def test_a_language_comes_and_goes() -> None:
    made = splice(HEAD + OLD + TAIL, a={"fr": "Vieux", "en": "Old"})
    assert parse_titles(made)["a"] == {"fr": "Vieux", "en": "Old"}
    assert "<later-part/>" in made


def test_a_title_that_was_not_there_is_added_at_the_end() -> None:
    made = splice(HEAD + OLD + TAIL, c={"fr": "C"})
    end = '\n  <!-- fin -->\n  <title for="c">\n    <text lang="fr">C</text>\n  </title>\n</titles>\n'
    assert made == HEAD + OLD + end


def test_a_course_without_the_file_gets_one() -> None:
    assert parse_titles(replace_titles({}, write_titles({"a": {"ar": "أ"}}))["titles.xml"].decode()) == {"a": {"ar": "أ"}}
    assert parse_titles(splice("<titles/>", a={"ar": "أ"})) == {"a": {"ar": "أ"}}
