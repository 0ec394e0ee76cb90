"""A course that was made in Studio is looked at too: what its own pages use is not called unused."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories.course import write_course

from maslak_content.check import check_course
from maslak_content.course import read_course

PAGE = (
    '<vertical><html url_name="h"/><video url_name="v"/><split_test url_name="s"/>'
    '<pdf url_name="p" xblock-family="xblock.v1" url="/static/slides%202026.pdf"/></vertical>'
)
STUDIO = {
    "vertical/u1-more.xml": PAGE,
    "html/h.xml": '<html filename="h"/>',
    "html/h.html": '<p><img src="/static/plan_du_port.png"/><script src="/static/chart/main.js"></script></p>',
    "video/v.xml": '<video sub="a film"><transcript language="ar" src="film-ar.srt"/></video>',
    "split_test/s.xml": '<split_test group_id_to_child="{}"><vertical url_name="one"/></split_test>',
    "vertical/one.xml": '<vertical display_name="One"/>',
    "about/overview.html": '<a href="/static/rules.pdf">…</a>',
    "course/run.xml": '<course display_name="Petit cours" course_image="cover.png"><chapter url_name="ch1"/></course>',
}
USED = [
    *("plan du port.png", "chart/main.js", "chart/pieces/axis.js", "subs_a film.srt.sjson", "film-ar.srt", "slides 2026.pdf"),
    *("rules.pdf", "cover.png", "slides%202026.pdf"),
]


def list_codes(course: Path, *codes: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.file) for finding in check_course(read_course(course)) if finding.code in codes]


def test_files_that_pages_of_studio_use_are_not_called_unused(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course", {"static/star.svg": None, **STUDIO, **{f"static/{name}": b"x" for name in USED}})
    assert list_codes(course, "figure_unused", "file_unused") == []


def test_files_that_nothing_uses_are_still_named_in_such_a_course(tmp_path: Path) -> None:
    left = {"static/old plan.png": b"x", "static/widgets/loose.js": b"x", "vertical/two.xml": "<vertical/>"}
    course = write_course(tmp_path / "course", {**STUDIO, **left})
    assert list_codes(course, "figure_unused", "file_unused") == [
        ("figure_unused", "static/old plan.png"),
        ("figure_unused", "static/star.svg"),
        ("figure_unused", "static/widgets/loose.js"),
        ("file_unused", "vertical/two.xml"),
    ]


@pytest.mark.parametrize(
    ("start", "policy", "is_told"),
    [
        ("&quot;2026-09-01T08:00:00+00:00&quot;", "2026-09-01T08:00:00Z", False),
        ("2026-09-01T08:00:00Z", "2026-09-01T09:00:00+01:00", False),
        (None, "2026-09-01T08:00:00Z", False),
        ("2026-09-01T08:00:00Z", "2026-09-01T09:00:00Z", True),
        ("soon", "later", True),
    ],
    ids=["as JSON", "another zone", "in the policy only", "another hour", "no moment"],
)
def test_moments_are_compared_and_not_how_they_are_written(tmp_path: Path, start: str | None, policy: str, is_told: bool) -> None:
    attribute = f' start="{start}"' if start else ""
    files = {
        "course/run.xml": f'<course display_name="Cours"{attribute}><chapter url_name="ch1"/></course>',
        "policies/run/policy.json": f'{{"course/run": {{"display_name": "Cours", "language": "", "start": "{policy}"}}}}',
    }
    found = list_codes(write_course(tmp_path / "course", files), "policy_differs")
    assert found == [("policy_differs", "policies/run/policy.json")] * is_told
