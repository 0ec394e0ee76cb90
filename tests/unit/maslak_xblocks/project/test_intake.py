from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.factories.project_files import HTML, PDF, SVG

from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.project.document import load_project
from maslak_xblocks.project.errors import (
    EmptyFileError,
    FileTooLargeError,
    FileTypeError,
    IncompleteRoundError,
    InvalidLinkError,
    UnknownStageError,
)
from maslak_xblocks.project.intake import check_whole, clean_name, is_safe_link, make_upload, take_deliverable, take_stage, take_texts
from maslak_xblocks.project.port import Draft, StoredFile
from maslak_xblocks.workbench.scenarios.project import PROJECT

DOCUMENT = load_project(PROJECT)
PLAN, REPORT = DOCUMENT.stages
RISKS = PLAN.deliverables[2]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("C:\\Users\\amina\\report.pdf", "report.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("/absolute/تقرير نهائي.pdf", "تقرير نهائي.pdf"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ('x"<y>|?*:%.pdf', "x__y______.pdf"),
        ("..pdf", "file.pdf"),
        (".pdf", "file.pdf"),
        ("a" * 300 + ".pdf", "a" * 100 + ".pdf"),
        ("no-ending", "no-ending"),
        ("...", ""),
    ],
)
def test_name_keeps_its_ending_and_loses_path_and_tricks(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_upload_is_named_and_typed_by_its_content() -> None:
    upload = make_upload(RISKS, "dir/Risques.PDF", PDF)
    assert (upload.deliverable, upload.name, upload.media_type, upload.content) == ("risks", "Risques.PDF", "application/pdf", PDF)


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("x.pdf", b"", EmptyFileError),
        ("x.pdf", PDF + b"0" * (2 * 1024 * 1024), FileTooLargeError),
        ("x.svg", SVG, FileTypeError),
        ("x.md", SVG, FileTypeError),
        ("x.pdf", HTML, FileTypeError),
        ("x.html", HTML, FileTypeError),
        ("x.pdf.exe", PDF, FileTypeError),
        ("pdf", PDF, FileTypeError),
        ("", PDF, FileTypeError),
        ("x.png", b"\x89PNG\r\n\x1a\n", FileTypeError),
    ],
)
def test_file_that_was_not_asked_for_is_refused(name: str, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        make_upload(RISKS, name, content)


@pytest.mark.parametrize("link", ["https://github.com/x/y", "https://مثال.المغرب/صفحة", "https://localhost.example.org:8443/a?b=c#d"])
def test_whole_https_address_is_a_safe_link(link: str) -> None:
    assert is_safe_link(link)


@pytest.mark.parametrize(
    "link",
    [
        "http://github.com",
        "javascript:alert(1)",
        "https://",
        "https://localhost",
        "https://user@evil.example",
        "https://evil.example@good.example/",
        "data:text/html,x",
        "//github.com",
        "https://a b.org",
        "https://x.org/\u202ecod",
        "https://[::1",
        "github.com",
        " https://github.com",
        "https://" + "é" * 80 + ".org",
    ],
)
def test_anything_else_is_not(link: str) -> None:
    assert not is_safe_link(link)


def test_texts_come_as_an_object_or_as_fields_of_a_form() -> None:
    assert take_texts({"texts": {"plan": " a\r\nb ", "repository": ""}}, PLAN) == {"plan": "a\nb"}
    assert take_texts({"text.plan": "a", "text.repository": "https", "revision": "0"}, PLAN) == {"plan": "a", "repository": "https"}


@pytest.mark.parametrize(
    "texts", [[], 3, {"plan": 3}, {"plan": ["a"]}, {"plan": "a\x00"}, {"plan": "x" * 20_001}, {"repository": "x" * 2001}]
)
def test_texts_of_the_wrong_kind_or_length_are_refused(texts: Any) -> None:
    with pytest.raises(InvalidPayloadError):
        take_texts({"texts": texts}, PLAN)


@pytest.mark.parametrize("name", ["nothing", "risks", ""])
def test_text_that_the_stage_does_not_ask_for_is_refused(name: str) -> None:
    with pytest.raises(UnknownStageError):
        take_texts({"texts": {name: "x"}}, PLAN)


def test_stage_and_deliverable_must_exist() -> None:
    assert take_stage({"stage": "report"}, DOCUMENT) is REPORT
    assert take_deliverable({"deliverable": "risks"}, PLAN) is RISKS
    for bad in ("plan", "report", "x"):
        with pytest.raises(UnknownStageError):
            take_deliverable({"deliverable": bad}, PLAN)
    with pytest.raises(UnknownStageError):
        take_stage({"stage": "x"}, DOCUMENT)


def test_round_needs_what_is_required_and_whole_links() -> None:
    file = StoredFile("f", "report", "r.pdf", "application/pdf", 3, datetime(2026, 11, 1, tzinfo=UTC))
    with pytest.raises(IncompleteRoundError) as refused:
        check_whole(REPORT, Draft({"link": "https://github.com/x"}))
    assert refused.value.params["missing"] == ["report"]
    with pytest.raises(InvalidLinkError):
        check_whole(REPORT, Draft({"link": "github.com/x"}, (file,)))
    check_whole(REPORT, Draft({"link": "https://github.com/x"}, (file,)))
