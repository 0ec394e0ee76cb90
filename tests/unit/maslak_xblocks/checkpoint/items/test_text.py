from __future__ import annotations

import pytest
from tests.factories.question import make_item, make_questions_olx, own_names

from maslak_xblocks.checkpoint.document import load_checkpoint
from maslak_xblocks.checkpoint.scoring import EmptyAnswerError, read_response, score_item
from maslak_xblocks.errors import InvalidPayloadError, OLXError


def mark(name: str, text: str) -> tuple[bool, tuple[str, ...]]:
    item = make_item(name)
    verdict = score_item(item, read_response(item, text, "fr", {}))
    return verdict.right, verdict.feedback


@pytest.mark.parametrize("text", ["git merge SECRET", "  git   merge\tSECRET ", "\u200egit merge SECRET\u200f", "git merge --no-ff SECRET"])
def test_code_is_right_whatever_its_spaces(text: str) -> None:
    assert mark("command", text) == (True, ("right",))


@pytest.mark.parametrize(
    "text", ["Git merge SECRET", "git merge secret", "gitmerge SECRET", "git merge SECRET.", "git merge ‑‑no‑ff SECRET"]
)
def test_in_code_every_other_sign_counts(text: str) -> None:
    assert mark("command", text) == (False, ("other",))


@pytest.mark.parametrize(
    "text",
    ["pare-feu", "Pare feu", "PARE‑FEU.", " « pare-feu » ", "جدار الحماية", "جِدَارُ الحمايه", "جــدار الحماية", "Firewall", "firewall!"],
)
def test_a_word_is_right_however_and_in_whichever_language_it_is_written(text: str) -> None:
    assert mark("word", text) == (True, ("right",))


def test_a_known_wrong_text_shows_its_misconception() -> None:
    item = make_item("word")
    verdict = score_item(item, read_response(item, "مضادّ الفيروسات", "ar", {}))
    assert (verdict.score, verdict.feedback, verdict.misconceptions) == (0, ("w1",), ("slip",))
    assert mark("command", "git merge feature") == (False, ("w1",))
    assert mark("word", "un mur") == (False, ("other",))


def test_a_text_is_stored_as_it_was_written_without_what_nobody_sees() -> None:
    assert read_response(make_item("word"), " Pare\u200b-Feu\u00a0 ! ", "fr", own_names("word")) == "Pare-Feu !"
    assert read_response(make_item("command"), ["git  merge"], "fr", own_names("command")) == "git merge"


@pytest.mark.parametrize("given", [None, 3, {}, [], ["a", "b"], "x" * 201, "a\x00b", [["a"]]])
def test_a_text_of_the_wrong_shape_is_refused(given: object) -> None:
    with pytest.raises(InvalidPayloadError):
        read_response(make_item("word"), given, "fr", own_names("word"))


@pytest.mark.parametrize("given", ["", "  ", " … ", "\u200f", "\u0651"])
def test_an_empty_text_says_so(given: str) -> None:
    with pytest.raises(EmptyAnswerError):
        read_response(make_item("word"), given, "ar", own_names("word"))


def test_what_is_shown_as_accepted_is_in_the_readers_language() -> None:
    task = make_item("word").task
    assert task.list_accepted("ar") == ("جدار الحماية", "firewall")  # type: ignore[attr-defined]
    assert task.list_accepted("en") == ("firewall",)  # type: ignore[attr-defined]


def test_an_accepted_text_is_never_among_what_is_shown_by_name() -> None:
    assert make_item("word").text("fr")[0].options == {}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('<accept id="a1"/><accept id="a2" value="firewall"/>', "", "needs an <accept"),
        ('value="firewall"', 'value="  ! "', "nothing that can be written"),
        ('<wrong id="w1" ', '<wrong id="w1" value="Fire-wall" ', None),
        ('<wrong id="w1" ', '<wrong id="w1" value="FIREWALL" ', "one and the same answer"),
        ('<wrong id="w1" ', '<wrong id="a2" ', "two texts have the id"),
        ('<accept id="a1"/>', '<accept id="a1"/><accept id="a3"/>', "needs a value"),
        ('type="text"', 'type="text" match="regex"', "is not one of exact, folded"),
    ],
)
def test_a_key_that_cannot_mean_anything_is_refused_with_its_line(old: str, new: str, says: str | None) -> None:
    olx = make_questions_olx("word").replace(old, new, 1)
    if says is None:
        assert load_checkpoint(olx)
        return
    with pytest.raises(OLXError, match=says) as refused:
        load_checkpoint(olx)
    assert refused.value.line in (4, 5, 6)
