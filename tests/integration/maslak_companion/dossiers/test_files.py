"""Files: told by their content, kept once, given back as attachments, and to nobody who may not have them."""

from __future__ import annotations

import hashlib
import uuid

import pytest
from sqlalchemy import func, select, update
from tests.factories.project import PDF, PROJECT, Author, Marker, ProjectSchool

from maslak_companion.dossiers.models import DossierFile, FileContent


def list_contents(school: ProjectSchool) -> list[str]:
    with school.database.session(reading=True) as session:
        return list(session.scalars(select(FileContent.digest)))


def test_file_is_kept_under_its_digest_and_given_back_as_an_attachment(school: ProjectSchool, author: Author) -> None:
    answer = author.upload("rapport final.pdf")
    assert answer.status_code == 200, answer.text
    file = author.state("report")["draft"]["files"][0]
    assert (file["name"], file["type"], file["size"]) == ("rapport final.pdf", "application/pdf", len(PDF))
    assert list_contents(school) == [hashlib.sha256(PDF).hexdigest()]
    given = author.download(file["id"])
    assert given.data == PDF
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert given.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rapport.pdf", b"<html><script>alert(1)</script>"),
        ("rapport.pdf", b"MZ\x90\x00" + b"\x00" * 100),
        ("rapport.exe", PDF),
        ("rapport.md", b"<!DOCTYPE html><script>1</script>"),
        ("rapport.md", b"\xff\xfe\x00binaire"),
        ("rapport", PDF),
        ("rapport.pdf", b""),
    ],
)
def test_file_that_is_not_what_it_says_is_refused_and_not_kept(school: ProjectSchool, author: Author, name: str, content: bytes) -> None:
    assert author.upload(name, content).status_code in (400, 413)
    assert list_contents(school) == []


def test_file_beyond_the_limit_is_refused(school: ProjectSchool, author: Author) -> None:
    assert author.upload("long.md", b"a" * (1024 * 1024 + 1)).status_code == 413
    assert list_contents(school) == []


def test_same_bytes_of_two_learners_are_kept_once_and_outlive_the_first(school: ProjectSchool, author: Author) -> None:
    other = Author(school.enter())
    author.upload()
    other.upload()
    assert len(list_contents(school)) == 1
    remove(author)
    assert len(list_contents(school)) == 1
    remove(other)
    assert list_contents(school) == []


def remove(author: Author) -> None:
    state = author.state("report")
    payload = {"stage": "report", "revision": state["revision"], "file": state["draft"]["files"][0]["id"]}
    assert author.pupil.call(PROJECT, "remove_file", payload).status_code == 200


def test_same_upload_sent_again_is_one_file(school: ProjectSchool, author: Author) -> None:
    for _ in range(2):
        assert author.upload(key="one-key", revision=0).status_code == 200
    with school.database.session(reading=True) as session:
        assert session.scalar(select(func.count()).select_from(DossierFile)) == 1


def test_sixth_file_is_refused(author: Author) -> None:
    answers = [author.upload(f"{number}.md", f"Texte {number}".encode()) for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [409]


def test_file_of_a_round_stays_when_it_leaves_the_next_draft(author: Author, marker: Marker) -> None:
    author.upload()
    author.submit("report")
    (round_id,) = marker.find_rounds()
    marker.take(round_id)
    marker.mark(round_id, "return", remark="Encore")
    remove(author)
    state = author.state("report")
    assert state["draft"]["files"] == []
    assert author.download(state["rounds"][0]["files"][0]["id"]).data == PDF


def test_marker_downloads_what_was_handed_in_and_nothing_else(school: ProjectSchool, author: Author, marker: Marker) -> None:
    author.upload("تقرير «نهائي».pdf")
    file = author.state("report")["draft"]["files"][0]["id"]
    assert marker.browser.client.get(f"/to-mark/files/{file}").status_code == 404
    author.submit("report")
    given = marker.browser.client.get(f"/to-mark/files/{file}")
    assert given.data == PDF
    assert given.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in given.headers["Content-Security-Policy"]
    assert author.pupil.client.get(f"/to-mark/files/{file}").status_code == 403
    assert school.add_staff("instructor").client.get(f"/to-mark/files/{file}").status_code == 404
    assert marker.browser.client.get(f"/to-mark/files/{uuid.uuid4()}").status_code == 404


def test_bytes_that_were_changed_in_the_database_are_not_given_out(school: ProjectSchool, author: Author) -> None:
    author.upload()
    file = author.state("report")["draft"]["files"][0]["id"]
    with school.database.session() as session:
        session.execute(update(FileContent).values(body=b"other"))
    assert author.download(file).status_code == 503
