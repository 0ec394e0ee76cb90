"""Releases: the course tree, its block map and titles, and OLX that is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories.course import CHECKPOINT, COMPETENCY, LESSON, make_course_files, write_course
from tests.factories.xblock import LOGBOOK

from maslak_companion.classroom.courses.release import CourseRelease, build_release, load_release
from maslak_companion.classroom.errors import CourseRefusedError

ROOT = Path(__file__).resolve().parents[5]


def build(changes: dict[str, str | bytes | None] | None = None) -> CourseRelease:
    return build_release(make_course_files(changes), "tiny")


def code_of(changes: dict[str, str | bytes | None]) -> str:
    with pytest.raises(CourseRefusedError) as caught:
        build(changes)
    return str(caught.value.params["findings"][0]["code"])  # type: ignore[index, call-overload]


def test_course_is_read_into_chapters_units_pages_and_blocks() -> None:
    release = build()
    assert [unit.url_name for unit in release.units()] == ["u1", "cp"]
    assert [block.usage_key for block in release.blocks_under(release.course)][::2] == [LESSON, CHECKPOINT]


def test_titles_come_from_the_catalogue_and_else_from_the_display_name() -> None:
    release = build()
    unit, checkpoint = release.units()
    assert dict(unit.titles) == {"ar": "درس أول", "fr": "Unité une"}
    assert dict(checkpoint.titles) == {"fr": "Évaluation"}


def test_block_map_says_what_each_block_assesses() -> None:
    entry = build().block_map[CHECKPOINT]
    assert (entry["competency"], entry["level"], entry["pass_mark"], entry["decides"], entry["unit"]) == (
        COMPETENCY, "N1", "0.7", True, "cp",
    )  # fmt: skip
    assert set(entry["items"]) == {"q1", "q2", "q3"}


def test_release_cannot_be_changed() -> None:
    release = build()
    with pytest.raises(TypeError):
        release.nodes["x"] = release.course  # type: ignore[index]
    with pytest.raises(AttributeError):
        release.course.block_type = "x"  # type: ignore[misc]


@pytest.mark.parametrize("name", ["../secret", "..", "/etc/passwd", "a\\b", "a/b"])
def test_url_name_that_leads_outside_is_refused(name: str) -> None:
    assert code_of({"course/run.xml": f'<course><chapter url_name="{name}"/></course>'}) == "path_outside"


@pytest.mark.parametrize("attribute", ["src", "filename"])
def test_block_file_that_leads_outside_is_refused(attribute: str) -> None:
    vertical = f'<vertical><html url_name="h" {attribute}="../../etc/passwd"/></vertical>'
    assert code_of({"vertical/u1-more.xml": vertical}) == "path_outside"


def test_pointer_without_its_file_is_refused() -> None:
    assert code_of({"chapter/ch1.xml": None}) == "missing_file"


def test_entity_bomb_is_refused() -> None:
    bomb = (
        '<!DOCTYPE c [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
        '<chapter display_name="&c;"/>'
    )
    assert code_of({"chapter/ch1.xml": bomb}) in {"document_type", "malformed_xml"}


def test_external_entity_is_refused_and_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOP-SECRET")
    chapter = (
        f'<!DOCTYPE c [<!ENTITY x SYSTEM "file://{secret}">]><chapter display_name="x"><sequential url_name="u1">&x;</sequential></chapter>'
    )
    assert code_of({"chapter/ch1.xml": chapter}) == "document_type"


def test_broken_xml_is_refused_with_the_name_of_its_file() -> None:
    with pytest.raises(CourseRefusedError, match=r"chapter/ch1\.xml"):
        build({"chapter/ch1.xml": "<chapter"})


def test_same_block_twice_is_refused() -> None:
    assert code_of({"sequential/cp.xml": '<sequential><vertical url_name="u1-read"/></sequential>'}) == "duplicate_name"


def test_container_in_the_wrong_place_is_refused() -> None:
    assert code_of({"vertical/u1-more.xml": '<vertical><course url_name="run"/></vertical>'}) == "wrong_tag"


def test_pointer_to_another_kind_of_element_is_refused() -> None:
    assert code_of({"chapter/ch1.xml": "<vertical/>"}) == "wrong_tag"


def test_start_without_a_time_zone_is_refused() -> None:
    assert code_of({"course/run.xml": '<course start="2026-09-01T00:00:00"><chapter url_name="ch1"/></course>'}) == "bad_time"


def test_directory_loads_under_its_own_name(tmp_path: Path) -> None:
    assert load_release(write_course(tmp_path / "small")).course_key == "small"


def test_shared_core_loads_and_one_checkpoint_decides_its_competency() -> None:
    release = load_release(ROOT / "course_content" / "shared_core")
    deciding = {entry["competency"] for entry in release.block_map.values() if entry["decides"]}
    assert COMPETENCY in deciding
    assert all(set(unit.titles) == {"ar", "fr", "en"} for unit in release.units())


def test_what_is_never_done_with_keeps_no_unit_from_being_complete() -> None:
    page = f'<vertical display_name="Carnet">{LOGBOOK}</vertical>'
    beside = build({"vertical/u1-more.xml": page})
    unit, _ = beside.units()
    assert not beside.stays_open(unit)
    counted, there = ({block.block_type for block in found(unit)} for found in (beside.counted_blocks, beside.blocks_under))
    assert there - counted == {"maslak_logbook"}


def test_unit_of_a_logbook_alone_stays_open_and_an_empty_one_does_not() -> None:
    alone = build({"sequential/u1.xml": f'<sequential display_name="U"><vertical url_name="only">{LOGBOOK}</vertical></sequential>'})
    unit, checkpoint = alone.units()
    assert alone.stays_open(unit)
    assert list(alone.required_units()) == [checkpoint]
    empty = build({"sequential/u1.xml": '<sequential display_name="U"/>'})
    assert not empty.stays_open(next(iter(empty.units())))
