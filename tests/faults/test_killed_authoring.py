"""The school's web process is killed while somebody writes: what was confirmed is whole, and nothing is there by half."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import etree, html
from sqlalchemy import select
from tests.factories.country import Country, eventually
from tests.factories.picture import make_png
from tests.factories.studio import read_form
from tests.factories.visitor import Visitor

from maslak_companion.accounts.services import create_account
from maslak_companion.authoring.models import LocalRelease, Overlay, OverlayRevision, Picture
from maslak_companion.classroom.courses.course_files import read_course_files
from maslak_companion.classroom.courses.olx import read_titles
from maslak_companion.classroom.models import Release

# A busy machine takes many seconds for each start.
pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
SCHOOL, COURSE = "ensam-rabat", "/authoring/courses/NUM-100-2026-2027-S1"
COLLEAGUE = {"login": "colleague@ensam-rabat", "password": "a long password for tests"}
KILLS = 3


class Author:
    """An instructor at the pages of authoring of a running school, and what the school confirmed to them."""

    def __init__(self, country: Country, login: dict[str, Any] | None = None) -> None:
        self.visitor = Visitor(country.address(SCHOOL)).sign_in(login or country.login(SCHOOL, "instructor"))
        page = html.fromstring(self.visitor.get(f"{COURSE}?chapter=tc06").text) if login is None else None
        self.titles = page.xpath("//p[@class='author-titles']/a/@href")[0] if page is not None else ""
        self.lesson = next((each for each in page.xpath("//a/@href") if "maslak_lesson" in each), "") if page is not None else ""
        self.saved: list[dict[str, str]] = []
        self.pictures: dict[str, bytes] = {}

    def __enter__(self) -> Author:
        return self

    def __exit__(self, *_: object) -> None:
        self.visitor.client.close()

    def read_titles(self) -> dict[str, str]:
        """Return the form of the titles as it stands."""
        page = html.fromstring(self.visitor.get(self.titles).text)
        return {each.get("name"): each.get("value", "") for each in page.xpath("//form[@id='titles']//input[@name]")}

    def save_titles(self, words: str) -> httpx.Response:
        """Give every title in French other words."""
        fields = {name: f"{words} {name}" if name.endswith(".fr") else value for name, value in self.read_titles().items()}
        answer = self.visitor.client.post(self.titles, data={**fields, "csrf_token": self.visitor.token})
        if answer.status_code == httpx.codes.SEE_OTHER:
            self.saved.append({name: value for name, value in fields.items() if name.endswith(".fr")})
        return answer

    def add_picture(self, body: bytes) -> httpx.Response:
        """Add a picture to the course."""
        answer = self.visitor.client.post(
            f"{COURSE}/pictures", files={"file": ("x.png", body)}, headers={"X-CSRFToken": self.visitor.token}
        )
        if answer.status_code == httpx.codes.CREATED:
            self.pictures[answer.json()["name"]] = body
        return answer

    def write_lesson(self, more: str) -> None:
        """Put something at the end of the French text of the first lesson."""
        page, newest = self.visitor.get(self.lesson).text, self.visitor.get(f"{self.lesson}/newest").json()
        form = read_form(page)
        form["html"]["fr"] += more
        answer = self.visitor.call(f"{self.lesson}/handler/studio_save?opened={newest['number']}", {"form": form, "base": newest["base"]})
        assert answer.status_code == httpx.codes.OK, answer.text

    def hand_in(self, address: str) -> None:
        """Ask for a review of the newest revision."""
        page = html.fromstring(self.visitor.get(address).text)
        [form] = page.xpath("//form[contains(@action, '/hand-in')]")
        answer = self.visitor.send(form.get("action"), {each.get("name"): each.get("value") for each in form.xpath(".//input[@name]")})
        assert answer.status_code == httpx.codes.OK, answer.text

    def accept_all(self) -> None:
        """Accept everything that waits for a reader."""
        for review in html.fromstring(self.visitor.get("/authoring").text).xpath("//a[contains(@href, '/reviews/')]/@href"):
            [number] = html.fromstring(self.visitor.get(review).text).xpath("//input[@name='number']/@value")
            self.visitor.send(f"{review}/decide", {"number": number, "verdict": "accept", "comment": ""})


def restart(country: Country, failpoint: str = "") -> None:
    if SCHOOL in country.processes:
        country.kill(SCHOOL)
    country.start(SCHOOL, failpoint=failpoint)


def lose(send: Any, *words: Any) -> None:
    """See that the process dies while it is asked for something."""
    with pytest.raises(httpx.TransportError):
        send(*words)


def read_archives(country: Country) -> dict[str, dict[str, bytes]]:
    """Return the files of every release on the school's shelf; each must be whole."""
    releases = Path(country.settings(SCHOOL).home) / "releases"
    return {path.name: dict(read_course_files(path)) for path in releases.glob("*.tar.gz")}


def test_what_is_killed_before_it_is_kept_leaves_nothing_and_can_be_done_again(postgres_country: Country) -> None:
    country, picture = postgres_country, make_png(61, 47)
    restart(country, failpoint="before_commit")
    with Author(country) as author:
        lose(author.save_titles, "Perdu")
        lose(author.add_picture, picture)
        with country.database(SCHOOL) as database, database.session() as session:
            assert [*session.scalars(select(Overlay.number)), *session.scalars(select(OverlayRevision.number))] == []
            assert session.scalars(select(Picture.name)).all() == []
            create_account(session, roles=["instructor"], display_name="Colleague", **COLLEAGUE)
        restart(country)
        name = write_and_accept(country, author, picture)
        before = read_archives(country)
        restart(country, failpoint="before_commit")
        lose(author.visitor.send, f"{COURSE}/releases", {})
        with country.database(SCHOOL) as database, database.session(reading=True) as session:
            assert session.scalars(select(LocalRelease.number)).all() == []
            assert session.scalars(select(Release.id).where(Release.base_id.is_not(None))).all() == []
        assert len(read_archives(country)) == len(before) + 1, "what nobody was told of waits on the shelf, whole"
        restart(country)
        assert author.visitor.send(f"{COURSE}/releases", {}).status_code == httpx.codes.OK
    with country.database(SCHOOL) as database, database.session(reading=True) as session:
        made = session.scalars(select(LocalRelease)).one()
        archive = f"{session.get_one(Release, made.release_id).hash}.tar.gz"
    files = read_archives(country)[archive]
    assert files[f"static/{name}"] == picture
    assert read_titles(files)["tc06"]["fr"] == "Gardé tc06.fr"


def write_and_accept(country: Country, author: Author, picture: bytes) -> str:
    """Do again what was lost, let a colleague accept it, and return the name of the picture."""
    assert author.save_titles("Gardé").status_code == httpx.codes.SEE_OTHER
    assert author.add_picture(picture).status_code == httpx.codes.CREATED
    [name] = author.pictures
    author.write_lesson(f'<figure><img src="/static/{name}" alt="Un schéma"></figure>')
    for address in (author.titles, author.lesson):
        author.hand_in(address)
    with Author(country, COLLEAGUE) as colleague:
        colleague.accept_all()
    return name


def test_titles_and_pictures_confirmed_while_the_web_process_is_killed_are_whole(postgres_country: Country) -> None:
    country, chance = postgres_country, random.Random(20261129)
    restart(country)
    stop, refused = threading.Event(), list[str]()
    with country.database(SCHOOL) as database, database.session(reading=True) as session:
        known = len(session.scalars(select(OverlayRevision.number).join(Overlay).where(Overlay.usage_key.contains("+type@chapter+"))).all())

    with Author(country) as author:
        writer = threading.Thread(target=keep_writing, args=(author, stop, refused))
        writer.start()
        for _ in range(KILLS):
            count = len(author.saved)
            eventually(lambda count=count: len(author.saved) > count, seconds=90)
            time.sleep(chance.uniform(0.0, 0.4))
            restart(country)
        count = len(author.saved)
        eventually(lambda: len(author.saved) > count, seconds=90)
        stop.set()
        writer.join(60)
        assert refused == []
        check_everything_is_whole(country, author, known)


def keep_writing(author: Author, stop: threading.Event, refused: list[str]) -> None:
    """Save titles and add pictures without pause, and go on after a lost connection."""
    number = 0
    while not stop.is_set() and not refused:
        number += 1
        try:
            answers = author.save_titles(f"Titre {number}"), author.add_picture(make_png(30 + number, 30))
            # Somebody whose answer was lost may have saved all the same, and is then told that the titles moved on.
            refused.extend(each.text[:300] for each in answers if each.status_code not in (201, 303, 409))
        except httpx.TransportError:
            time.sleep(0.05)


def check_everything_is_whole(country: Country, author: Author, known: int) -> None:
    with country.database(SCHOOL) as database, database.session(reading=True) as session:
        overlay = session.scalars(select(Overlay).where(Overlay.usage_key.contains("+type@chapter+"))).one()
        query = select(OverlayRevision).where(OverlayRevision.overlay_id == overlay.id).order_by(OverlayRevision.number)
        revisions = session.scalars(query).all()
        pictures = {row.name: (row.body, row.size) for row in session.scalars(select(Picture))}
    assert [row.number for row in revisions] == list(range(1, overlay.number + 1)), "no revision is missing, none is there twice"
    sources = [read_titles({"titles.xml": row.source.encode()}) for row in revisions]
    texts = [{f"{key}.fr": words.get("fr", "") for key, words in source.items()} for source in sources]
    assert all(etree.fromstring(row.source) is not None for row in revisions)
    assert [saved for saved in author.saved if saved not in texts[known:]] == []
    assert author.pictures.items() <= {name: body for name, (body, _size) in pictures.items()}.items()
    for name, (body, size) in pictures.items():
        assert (name, size) == (f"picture-{hashlib.sha256(body).hexdigest()[:12]}.png", len(body))
