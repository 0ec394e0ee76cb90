"""An instructor changes a lesson, a colleague accepts it, the school releases it, and its learners keep what they did."""

from __future__ import annotations

import hashlib
import tarfile
from pathlib import Path

from tests.factories.authoring import COURSE, NEW_TEXT, Writer, WritingSchool, accept_one
from tests.factories.classroom import CHECKPOINT, LESSON

from maslak_companion.authoring.models import LocalRelease
from maslak_companion.classroom.courses.course_files import read_course_files
from maslak_companion.classroom.models import Mark, Release
from maslak_companion.progress.models import EvidenceRow
from maslak_domain.release import verify_manifest
from maslak_web.keys import load_signer


def move(author: Writer, release: object) -> int:
    return author.post(f"{COURSE}/move", {"release": str(release)}).status_code


def test_a_paragraph_travels_from_the_editor_to_the_learner(school: WritingSchool) -> None:
    pupil = school.enter()
    pupil.begin()
    pupil.answer("q1", "a", pupil.state()["revision"])
    author, colleague = accept_one(school)
    assert colleague.list_reviews() == []
    assert author.post(f"{COURSE}/releases", {}).status_code == 303
    assert "Bonjour le cours." in pupil.client.get("/learn/tiny/u1").text, "nobody moves by itself"
    with school.database.session(reading=True) as session:
        made = session.query(LocalRelease).one()
    assert move(author, made.release_id) == 303
    page = pupil.client.get("/learn/tiny/u1").text
    assert "Bonjour à toute la classe." in page
    assert pupil.state()["attempt"]["number"] == 1, "the attempt that was running goes on"
    for item in ("q2", "q3"):
        assert pupil.answer(item, "a", pupil.state()["revision"]).status_code == 200
    with school.database.session(reading=True) as session:
        evidence = session.query(EvidenceRow).filter_by(learner_id=pupil.learner_id).all()
        assert {row.release_id for row in evidence} == {school.release_id, made.release_id}, "what was given stays, what follows is new"
        assert session.query(Mark).filter_by(learner_id=pupil.learner_id, usage_key=CHECKPOINT).one().value == 1


def test_the_release_is_signed_by_the_school_and_changes_nothing_else(school: WritingSchool) -> None:
    author, _ = accept_one(school)
    author.post(f"{COURSE}/releases", {})
    with school.database.session(reading=True) as session:
        made = session.query(Release).filter(Release.base_id == school.release_id).one()
        assert made.block_map == school.block_map
    before = read_course_files(school.home / "releases" / f"{school.find_release().hash}.tar.gz")
    after = dict(read_course_files(school.home / "releases" / f"{made.hash}.tar.gz"))
    manifest = after.pop("release.json")
    assert {name for name in before if before[name] != after.get(name)} == {"vertical/u1-read.xml"}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in after.items()}
    key = load_signer(school.home / "keys" / "releases.jwk").public_key
    told = verify_manifest(manifest, digests, [key])
    assert told["overlay"]["institution"] == "ensam-rabat"
    assert told["overlay"]["base"] == school.find_release().hash
    assert [block for block, _digest in told["overlay"]["blocks"]] == [LESSON]
    old, new = before["vertical/u1-read.xml"].decode(), after["vertical/u1-read.xml"].decode()
    for mark, part in (("<maslak_lesson", 0), ("</maslak_lesson>", 2)):
        assert new.partition(mark)[part] == old.partition(mark)[part], "every byte around the block stays"


def test_a_school_that_pins_keys_installs_its_own_releases_too(school: WritingSchool, tmp_path: Path) -> None:
    pinned = tmp_path / "pinned"
    pinned.mkdir()
    object.__setattr__(school.settings, "release_keys", pinned)
    author, _ = accept_one(school)
    assert author.post(f"{COURSE}/releases", {}).status_code == 303


def test_the_same_release_is_made_once(school: WritingSchool) -> None:
    author, _ = accept_one(school)
    author.post(f"{COURSE}/releases", {})
    assert author.post(f"{COURSE}/releases", {}).status_code == 409
    with school.database.session(reading=True) as session:
        assert session.query(LocalRelease).count() == 1


def test_nothing_is_released_before_a_colleague_accepted_it(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    author.write(NEW_TEXT)
    assert author.post(f"{COURSE}/releases", {}).status_code == 409
    author.hand_in(1)
    assert author.post(f"{COURSE}/releases", {}).status_code == 409


def test_an_offering_that_names_no_release_never_slips_to_the_schools_own(school: WritingSchool) -> None:
    school.change_offering(release_id=None)
    pupil = school.enter()
    author, _ = accept_one(school)
    author.post(f"{COURSE}/releases", {})
    assert "Bonjour le cours." in pupil.client.get("/learn/tiny/u1").text


def test_an_offering_moves_back_and_nothing_is_lost(school: WritingSchool) -> None:
    pupil = school.enter()
    author, _ = accept_one(school)
    author.post(f"{COURSE}/releases", {})
    with school.database.session(reading=True) as session:
        made = session.query(LocalRelease).one().release_id
    move(author, made)
    assert "state-of-released" in author.get(COURSE).text
    move(author, school.release_id)
    assert "Bonjour le cours." in pupil.client.get("/learn/tiny/u1").text
    assert author.newest()["number"] == 1


def test_an_archive_of_the_school_is_a_course_like_any_other(school: WritingSchool) -> None:
    author, _ = accept_one(school)
    author.post(f"{COURSE}/releases", {})
    with school.database.session(reading=True) as session:
        made = session.query(Release).filter(Release.base_id.is_not(None)).one()
    with tarfile.open(school.home / "releases" / f"{made.hash}.tar.gz") as archive:
        assert "release.json" in archive.getnames()
