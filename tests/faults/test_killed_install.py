"""A course is being installed when the process dies, or is damaged on the disk: no release by half, and the same command mends it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.factories.country import Country
from tests.factories.course import write_course

from maslak_companion.classroom.courses.course_files import hash_course_files, read_course_files
from maslak_companion.classroom.models import Release
from maslak_web.failpoints import KILLED

pytestmark = pytest.mark.faults
SCHOOL, COURSE = "ensam-rabat", "SMALL-100"


def shelf(country: Country) -> Path:
    return Path(country.services[SCHOOL].home) / "releases"


def count_releases(country: Country) -> int:
    with country.database(SCHOOL) as database, database.session(reading=True) as session:
        return session.scalar(select(func.count()).select_from(Release).where(Release.course_key == COURSE)) or 0


def list_drafts(country: Country) -> list[Path]:
    return list(shelf(country).glob(".*.draft"))


def is_whole(path: Path) -> bool:
    return hash_course_files(read_course_files(path)) == path.name.partition(".")[0]


# The place, and whether the course stands on the shelf by then.
@pytest.mark.parametrize(("failpoint", "shelved"), [("before_shelf", False), ("before_commit", True)])
def test_install_killed_at_a_named_place_leaves_no_release_and_is_done_again(
    country: Country, tmp_path: Path, failpoint: str, shelved: bool
) -> None:
    words = ("install-course", str(write_course(tmp_path / "course")), "--course", COURSE)
    before = set(shelf(country).glob("*.tar.gz"))
    assert country.run(SCHOOL, *words, failpoint=failpoint).returncode == KILLED
    assert count_releases(country) == 0
    added = set(shelf(country).glob("*.tar.gz")) - before
    assert (len(added), len(list_drafts(country))) == ((1, 0) if shelved else (0, 1))
    for draft in list_drafts(country):
        os.utime(draft, times=(time.time() - 3_600,) * 2)
    again = country.run(SCHOOL, *words)
    assert again.returncode == 0, again.stderr
    [archive] = set(shelf(country).glob("*.tar.gz")) - before
    assert (count_releases(country), is_whole(archive), list_drafts(country)) == (1, True, [])


def test_course_that_was_damaged_on_the_disk_is_named_by_the_doctor_and_mended_by_installing_it_again(
    country: Country, tmp_path: Path
) -> None:
    with country.database(SCHOOL) as database, database.session(reading=True) as session:
        release = session.scalars(select(Release).order_by(Release.course_key)).first()
        assert release is not None
    archive = shelf(country) / f"{release.hash}.tar.gz"
    source = tmp_path / "release.tar.gz"
    source.write_bytes(archive.read_bytes())
    archive.write_bytes(archive.read_bytes()[:1_000])
    told = country.run(SCHOOL, "doctor")
    assert (told.returncode, "was damaged on this machine" in told.stdout) == (1, True), told
    mended = country.run(SCHOOL, "install-course", str(source), "--course", release.course_key)
    assert mended.returncode == 0, mended.stderr
    assert is_whole(archive)
    assert country.run(SCHOOL, "doctor").returncode == 0
