"""Items that ask nearly the same are found whichever words they share, and thousands of others are not compared."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from tests.factories.course import write_course

from maslak_content.course import read_course
from maslak_content.rules import duplicates

WORDS = [f"w{number}" for number in range(400)]


def make_texts(random: Random) -> list[str]:
    """Give texts of which some are others with a few words put in, taken out, or in another order; one says nothing at all."""
    texts = [" ".join(random.sample(WORDS, random.randint(1, 40))) for _ in range(25)]
    for text in list(texts):
        words = text.split()
        random.shuffle(words)
        texts.append(" ".join(words[random.randint(0, 3) :] + random.sample(WORDS, random.randint(0, 3))))
    return [*texts, "", ""]


def write_bank(folder: Path, texts: list[str]) -> Path:
    items = "".join(
        f'<item id="i{number}" type="single"><variant lang="fr" status="source"><stem>{text}</stem></variant></item>'
        for number, text in enumerate(texts)
    )
    bank = f'<maslak_checkpoint url_name="cp-bank">{items}</maslak_checkpoint>'
    return write_course(folder, {"vertical/cp-page.xml": f'<vertical display_name="Banque">{bank}</vertical>'})


def list_alike(texts: list[str]) -> set[tuple[str, str]]:
    """Compare each with each."""
    found = set()
    for (one, text), (other, before) in combinations(reversed(list(enumerate(texts))), 2):
        words, known = set(text.split()), set(before.split())
        if text == before or len(words & known) > 0.9 * len(words | known):
            found.add((f"i{one}", f"i{other}"))
    return found


def test_items_that_are_nearly_the_same_are_those_that_comparing_each_with_each_finds(tmp_path: Path) -> None:
    random = Random(3)
    for number in range(10):
        texts = make_texts(random)
        course = read_course(write_bank(tmp_path / str(number), texts))
        found = {(str(each.params["id"]), str(each.params["other"])) for each in duplicates.check(course)}
        assert found == list_alike(texts)
        assert len(found) > 1


def test_items_that_share_no_rare_word_are_not_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a course of thousands of pages comparing each with each took minutes."""
    random = Random(4)
    texts = [" ".join([f"own{number}", *random.sample(WORDS, 12)]) for number in range(600)]
    compared = []
    monkeypatch.setattr(duplicates._Asked, "is_like", lambda one, other: compared.append((one, other)))
    assert list(duplicates.check(read_course(write_bank(tmp_path, texts)))) == []
    assert 0 < len(compared) < len(list(combinations(texts, 2))) / 10
