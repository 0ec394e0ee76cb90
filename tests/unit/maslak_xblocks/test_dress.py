from __future__ import annotations

import pytest

from maslak_xblocks.dress import dress
from maslak_xblocks.sanitise import sanitise


@pytest.mark.parametrize("command", ["git commit -am", "--no-edit", "left &lt;= 300", "2&gt;"])
def test_short_command_in_a_sentence_is_kept_on_one_line(command: str) -> None:
    assert (
        dress(sanitise(f"<p>Tapez <code>{command}</code>.</p>"), "fr") == f'<p>Tapez <code class="mk-whole" dir="ltr">{command}</code>.</p>'
    )


@pytest.mark.parametrize(
    "html", ["<p><code>git log --oneline --graph --all</code></p>", "<pre><code>git commit -am</code></pre>", "<p>git commit -am</p>"]
)
def test_long_code_and_listings_may_still_wrap(html: str) -> None:
    assert "mk-whole" not in dress(sanitise(html), "fr")


@pytest.mark.parametrize("cell", ["125", "–", "<code>False</code>", '<bdi dir="ltr">1493 − 14</bdi>'])
def test_cell_with_one_short_value_needs_no_width_of_its_own(cell: str) -> None:
    assert '<td class="mk-short">' in dress(sanitise(f"<table><tbody><tr><td>{cell}</td></tr></tbody></table>"), "ar")


@pytest.mark.parametrize(
    "cell", ["Ne dit rien : tout commit met à jour.", "<code>git log --oneline</code>", "de <code>a</code> à <code>b</code>"]
)
def test_cell_with_a_sentence_keeps_its_width(cell: str) -> None:
    assert "<td>" in dress(sanitise(f"<table><tbody><tr><td>{cell}</td></tr></tbody></table>"), "fr")
