"""The short way to a digest and the long one lead to the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from maslak_xblocks.digest import digest_of

TEXT = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cn"), whitelist_characters="\t\n\r<>&\"'\u00a0", blacklist_characters="\ufffe\uffff")
)


@given(st.sampled_from(["label", "text", "name", "pre"]), TEXT, st.dictionaries(st.sampled_from(["lang", "status", "basis"]), TEXT))
def test_a_comment_changes_no_digest(tag: str, words: str, attributes: dict[str, str]) -> None:
    alone = etree.Element(tag, attributes)
    alone.text = words
    around = etree.fromstring(etree.tostring(alone, encoding="unicode"))
    around.append(etree.Comment("a note"))
    assert digest_of(around) == digest_of(alone)
