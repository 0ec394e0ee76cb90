"""French as it is set: a sign that stands apart from its word never begins a line without it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[3]
CATALOGUES = sorted(path for root in ("plugins", "xblocks") for path in (ROOT / root).rglob("translations/fr/LC_MESSAGES/*.po"))
APART = re.compile(" [:;?!»]|« ")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT).parents[2]))
def test_no_line_begins_with_a_sign_that_belongs_to_the_word_before(path: Path) -> None:
    with path.open("rb") as file:
        strings = [message.string for message in read_po(file) if message.id]
    forms = [form for found in strings for form in ([found] if isinstance(found, str) else found)]
    assert forms
    assert [form for form in forms if APART.search(form)] == []
