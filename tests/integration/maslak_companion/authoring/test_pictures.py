"""A picture that an author adds: kept once, shown in drafts, released with the text that refers to it, and met by a learner."""

from __future__ import annotations

import html
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.factories.account import Browser, sign_in
from tests.factories.authoring import COURSE, WritingSchool, accept_one
from tests.factories.classroom import AT, LESSON
from tests.factories.picture import make_jpeg, make_png, make_webp
from werkzeug.test import TestResponse

from maslak_companion.authoring.models import LocalRelease, Picture
from maslak_companion.authoring.pictures import jobs, services
from maslak_companion.classroom.courses.course_files import read_course_files
from maslak_companion.classroom.models import Release
from maslak_web.jobs import make_queue

PNG = make_png(40, 30)


def add(author: Browser, body: bytes, *, token: str | None = None) -> TestResponse:
    form = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="x.svg"\r\n\r\n' + body + b"\r\n--cut--\r\n"
    headers = {"X-CSRFToken": author.token if token is None else token, "Content-Type": "multipart/form-data; boundary=cut"}
    return author.client.post(f"{COURSE}/pictures", data=form, headers=headers)


def show(name: str, alt: str = "Un réseau") -> str:
    return f'<section><h2>Leçon</h2><figure><img src="/static/{name}" alt="{alt}"></figure></section>'


def read_release(school: WritingSchool) -> dict[str, bytes]:
    """Return the files of the school's newest release."""
    with school.database.session(reading=True) as session:
        made = session.query(LocalRelease).order_by(LocalRelease.number.desc()).first()
        assert made is not None
        row = session.get_one(Release, made.release_id)
    return dict(read_course_files(school.home / "releases" / f"{row.hash}.tar.gz"))


def test_a_picture_reaches_the_learner_as_it_was(school: WritingSchool) -> None:
    pupil, first = school.enter(), school.hire(leads=True)
    name, unused = add(first, PNG).get_json()["name"], add(first, make_png(8, 8)).get_json()["name"]
    author, colleague = accept_one(school, show(name))
    shown = author.client.get(f"/authoring/files/{school.release_id}/{name}")
    assert (shown.data, shown.content_type, shown.headers["X-Content-Type-Options"]) == (PNG, "image/png", "nosniff")
    assert author.post(f"{COURSE}/releases", {}).status_code == 303
    files = read_release(school)
    assert files[f"static/{name}"] == PNG
    assert f"static/{unused}" not in files, "what no text refers to stays at school"
    with school.database.session(reading=True) as session:
        made = session.query(LocalRelease).one().release_id
    author.post(f"{COURSE}/move", {"release": str(made)})
    page = pupil.client.get("/learn/tiny/u1").text
    [address] = re.findall(rf'src="([^"]+{name})"', page)
    assert pupil.client.get(html.unescape(address)).data == PNG
    assert colleague.list_reviews() == []


def test_a_text_that_is_taken_back_leaves_no_picture_behind(school: WritingSchool) -> None:
    name = add(school.hire(leads=True), PNG).get_json()["name"]
    author, colleague = accept_one(school, show(name))
    author.post(f"{COURSE}/releases", {})
    assert author.write("<p>Sans image.</p>", 1).status_code == 200
    author.hand_in(2)
    [review] = colleague.list_reviews()
    colleague.decide(review, 2)
    assert author.post(f"{COURSE}/releases", {}).status_code == 303
    assert f"static/{name}" not in read_release(school)
    author.post(f"{COURSE}/blocks/{LESSON}/bring-back", {"opened": 2, "number": 1})
    assert author.client.get(f"/authoring/files/{school.release_id}/{name}").data == PNG, "it waits for the text that may come back"


def test_a_reader_sees_the_picture_that_came(school: WritingSchool) -> None:
    author, colleague = school.hire(leads=True), school.hire()
    name = add(author, PNG).get_json()["name"]
    author.write(show(name))
    address = f"/authoring/files/{school.release_id}/{name}"
    assert f'src="{address}" alt="Un réseau"' in html.unescape(author.get(f"{COURSE}/blocks/{LESSON}/preview").text)
    assert f'src="{address}" alt="Un réseau"' in author.get(f"{COURSE}/blocks/{LESSON}/history").text
    checked = author.get(f"{COURSE}/blocks/{LESSON}/check").text
    assert name not in checked, "the rules of the course find the file"
    author.hand_in(1)
    [review] = colleague.list_reviews()
    assert f'src="{address}" alt="Un réseau"' in colleague.get(review).text
    assert f'src="{address}"' in html.unescape(colleague.get(f"{review}/preview").text)
    assert colleague.client.get(address).data == PNG


def test_an_editor_sends_a_picture_back_under_its_own_name(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    name = add(author, PNG).get_json()["name"]
    assert author.write(show(name).replace("/static/", f"/authoring/files/{school.release_id}/")).status_code == 200
    with school.database.session(reading=True) as session:
        assert f'src="/static/{name}"' in session.connection().exec_driver_sql("SELECT source FROM overlay_revision").scalar_one()


def test_the_same_picture_is_one_file(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    first, again = add(author, PNG), add(author, PNG)
    assert (first.status_code, again.get_json()) == (201, first.get_json())
    with school.database.session(reading=True) as session:
        row = session.query(Picture).one()
        assert (row.body, row.size, row.added_by) == (PNG, len(PNG), author.account_id)


def test_the_same_picture_sent_twice_at_one_moment_is_kept_once_and_told_twice(school: WritingSchool) -> None:
    author, gate, look = school.hire(leads=True), threading.Barrier(2), Session.get
    tab = Browser(school.app.test_client(), author.token)
    with author.client.session_transaction() as mine, tab.client.session_transaction() as theirs:
        theirs.update(mine)

    def look_together(session: Session, entity: object, *args: object, **named: object) -> object:
        found = look(session, entity, *args, **named)  # type: ignore[call-overload]
        if entity is Picture and school.database.engine.dialect.name == "postgresql":
            gate.wait(10)  # SQLite lets nobody look before the other has written
        return found

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        patch.setattr(Session, "get", look_together)
        answers = list(pool.map(lambda each: add(each, PNG), (author, tab)))
    assert [answer.status_code for answer in answers] == [201, 201], [answer.text for answer in answers]
    with school.database.session(reading=True) as session:
        assert session.query(Picture).count() == 1


def sweep(school: WritingSchool, monkeypatch: pytest.MonkeyPatch, at: datetime) -> set[str]:
    """Let the worker sweep at a moment, and return the names of the pictures that are left."""
    monkeypatch.setattr(jobs, "system_clock", lambda: at)
    jobs.register_jobs(make_queue(school.home, "sweep", immediate=True), school.database)()
    with school.database.session(reading=True) as session:
        return set(session.scalars(select(Picture.name)))


def test_a_picture_that_no_revision_names_is_swept_after_its_time(school: WritingSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    author = school.hire(leads=True)
    used, replaced, unused = (add(author, make_png(width, 9)).get_json()["name"] for width in (21, 22, 23))
    assert author.write(show(replaced)).status_code == 200
    assert author.write(show(used), 1).status_code == 200
    assert sweep(school, monkeypatch, AT + jobs.GRACE) == {used, replaced, unused}, "its author may still be writing"
    assert sweep(school, monkeypatch, AT + jobs.GRACE + timedelta(seconds=1)) == {used, replaced}, "an old revision may come back"


def test_a_picture_that_is_added_again_has_its_time_anew(school: WritingSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    author = school.hire(leads=True)
    name = add(author, PNG).get_json()["name"]
    monkeypatch.setitem(school.app.extensions, "clock", lambda: AT + timedelta(days=29))
    assert add(author, PNG).get_json()["name"] == name
    assert sweep(school, monkeypatch, AT + timedelta(days=31)) == {name}
    assert sweep(school, monkeypatch, AT + timedelta(days=60)) == set()


@pytest.mark.parametrize(("body", "ending"), [(PNG, "png"), (make_jpeg(40, 30), "jpg"), (make_webp(40, 30), "webp")])
def test_the_name_says_what_the_bytes_are(school: WritingSchool, body: bytes, ending: str) -> None:
    assert re.fullmatch(rf"picture-[0-9a-f]{{12}}\.{ending}", add(school.hire(leads=True), body).get_json()["name"])


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "unknown_picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 422, "unknown_picture"),
        (b"GIF89a" + bytes(100), 422, "unknown_picture"),
        (PNG[:20], 422, "unknown_picture"),
        (PNG[:-3], 422, "damaged_picture"),
        (make_png(0, 5), 422, "unknown_picture"),
        (make_png(6_001, 2), 413, "large_picture"),
        (make_png(5_000, 5_000), 413, "large_picture"),
        (PNG + bytes(services.LARGEST), 413, "large_picture"),
    ],
    ids=["nothing", "svg", "gif", "head", "cut", "flat", "long", "many-dots", "many-bytes"],
)
def test_what_is_no_picture_for_a_lesson_is_refused_and_not_kept(school: WritingSchool, body: bytes, status: int, code: str) -> None:
    author = school.hire(leads=True)
    answer = add(author, body)
    assert (answer.status_code, answer.get_json()["code"], answer.mimetype) == (status, code, "application/problem+json")
    with school.database.session(reading=True) as session:
        assert session.query(Picture).count() == 0


def test_a_course_has_room_for_so_many(school: WritingSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_BYTES", len(PNG))
    author = school.hire(leads=True)
    assert add(author, PNG).status_code == 201
    refused = add(author, make_png(8, 8))
    assert (refused.status_code, refused.get_json()["code"]) == (409, "many_pictures")
    assert add(author, PNG).status_code == 201, "what is there already needs no room"


def test_only_who_leads_the_course_adds_pictures(school: WritingSchool) -> None:
    author, stranger = school.hire(leads=True), school.hire()
    assert add(stranger, PNG).status_code == 404
    assert add(author, PNG, token="").status_code == 400
    name = add(author, PNG).get_json()["name"]
    pupil = sign_in(school.app, school.database, "student")
    assert add(pupil, PNG).status_code == 403
    assert pupil.get(f"/authoring/files/{school.release_id}/{name}").status_code == 403
    assert school.app.test_client().post(f"{COURSE}/pictures").status_code in (302, 303, 401)
