"""What a course gives each competency and each language, in numbers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree
from tests.factories.course import make_checkpoint, make_lesson, write_course

from maslak_content.cli import main
from maslak_content.course import read_course
from maslak_content.stats import MINUTES_AN_ITEM, WORDS_A_MINUTE, count_course

FRAMEWORKS = Path(__file__).parents[3] / "course_content" / "frameworks"


def test_competency_is_counted_by_objectives_items_and_minutes(tmp_path: Path) -> None:
    more = f'<vertical display_name="Plus">{make_checkpoint(4, purpose="practice", name="u1-practice")}</vertical>'
    stats = count_course(read_course(write_course(tmp_path, {"vertical/u1-more.xml": more}), FRAMEWORKS))
    coverage = stats.coverage["MA-NUM.TC.06"]
    assert (coverage.objectives, coverage.practice, coverage.bank) == (1, 4, 3)
    # The lesson says "Leçon Bonjour le cours.": four words.
    assert coverage.minutes == 4 / WORDS_A_MINUTE + 7 * MINUTES_AN_ITEM


def test_only_what_an_attempt_asks_takes_time(tmp_path: Path) -> None:
    drawn = make_checkpoint(6).replace('draw="0"', 'draw="2"')
    course = write_course(tmp_path, {"vertical/cp-page.xml": f"<vertical>{drawn}</vertical>"})
    minutes = count_course(read_course(course, FRAMEWORKS)).coverage["MA-NUM.TC.06"].minutes
    assert round(minutes, 3) == round(4 / WORDS_A_MINUTE + 2 * MINUTES_AN_ITEM, 3)


def test_competency_that_gets_nothing_is_shown_with_nothing(tmp_path: Path) -> None:
    stats = count_course(read_course(write_course(tmp_path), FRAMEWORKS))
    assert stats.coverage["MA-NUM.TC.01"].minutes == 0
    assert not any(key.startswith("MA-NUM.CYB") for key in stats.coverage)


def test_missing_and_stale_translations_are_told_apart(tmp_path: Path) -> None:
    lesson = etree.fromstring(make_lesson())
    arabic, english = (lesson.find(f"variant[@lang='{lang}']") for lang in ("ar", "en"))
    assert arabic is not None
    assert english is not None
    arabic.set("basis", "000000000000")
    lesson.remove(english)
    page = f"<vertical>{etree.tostring(lesson, encoding='unicode')}</vertical>"
    stats = count_course(read_course(write_course(tmp_path, {"vertical/u1-read.xml": page}), FRAMEWORKS))
    # A lesson, the introduction of the checkpoint and its three items.
    assert dict(stats.translation["fr"]) == {"source": 5}
    assert dict(stats.translation["ar"]) == {"stale": 1, "translated": 4}
    assert dict(stats.translation["en"]) == {"missing": 1, "translated": 4}


def test_texts_of_other_blocks_are_counted_but_take_no_time_of_a_lesson(tmp_path: Path) -> None:
    texts = "".join(
        f'<variant lang="{lang}" status="{status}"><p>Deux mots</p></variant>' for lang, status in (("fr", "source"), ("ar", "reviewed"))
    )
    project = f'<maslak_project url_name="p" competency="MA-NUM.TC.06">{texts}<stage id="s">{texts}</stage></maslak_project>'
    plain = count_course(read_course(write_course(tmp_path / "plain", {"vertical/u1-more.xml": "<vertical/>"}), FRAMEWORKS))
    page = {"vertical/u1-more.xml": f"<vertical>{project}</vertical>"}
    stats = count_course(read_course(write_course(tmp_path / "project", page), FRAMEWORKS))
    assert stats.words["fr"] - plain.words["fr"] == 4
    assert stats.translation["ar"]["reviewed"] - plain.translation["ar"]["reviewed"] == 2
    assert stats.translation["en"]["missing"] - plain.translation["en"]["missing"] == 2
    assert stats.minutes == plain.minutes


def test_labels_bands_and_names_are_counted_with_their_own_state(tmp_path: Path) -> None:
    variant = '<variant lang="fr" status="source"><p>Mot</p></variant>'
    names = '<name lang="fr">Trois mots ici</name><name lang="ar" basis="000000000000">كلمتان هنا</name>'
    lab = f'<maslak_lab url_name="l" competency="MA-NUM.TC.06">{variant}<misconception id="m">{names}</misconception></maslak_lab>'
    plain = count_course(read_course(write_course(tmp_path / "plain", {"vertical/u1-more.xml": "<vertical/>"}), FRAMEWORKS))
    stats = count_course(read_course(write_course(tmp_path / "lab", {"vertical/u1-more.xml": f"<vertical>{lab}</vertical>"}), FRAMEWORKS))
    assert stats.words["fr"] - plain.words["fr"] == 4
    assert stats.words["ar"] - plain.words["ar"] == 2
    assert stats.translation["ar"]["stale"] - plain.translation["ar"]["stale"] == 1
    # The introduction and the name of the misconception.
    assert stats.translation["en"]["missing"] - plain.translation["en"]["missing"] == 2


def test_declared_and_estimated_times_are_told_apart_and_added(tmp_path: Path) -> None:
    lab = '<maslak_lab url_name="l" competency="MA-NUM.TC.06" minutes="45"/>'
    project = '<maslak_project url_name="p" competency="MA-NUM.TC.06" hours="14"/>'
    placement = '<maslak_diagnostic url_name="d" most="20"/>'
    plain = count_course(read_course(write_course(tmp_path / "plain"), FRAMEWORKS))
    pages = {"vertical/u1-more.xml": f"<vertical>{lab}{project}{placement}</vertical>"}
    stats = count_course(read_course(write_course(tmp_path / "more", pages), FRAMEWORKS))
    assert {name: stats.time[name] for name in ("lab", "project", "diagnostic")} == {"lab": 45, "project": 14 * 60, "diagnostic": 10}
    assert stats.minutes == pytest.approx(plain.minutes + 45 + 14 * 60 + 10)
    # A project serves the whole course: no competency gets its hours.
    assert stats.coverage["MA-NUM.TC.06"].minutes == pytest.approx(plain.coverage["MA-NUM.TC.06"].minutes + 45)


def test_lesson_that_only_opens_a_lab_serves_the_competency_of_the_lab(tmp_path: Path) -> None:
    words = '<variant lang="fr" status="source" title="T"><p>Six mots pour ouvrir un travail</p></variant>'
    lesson = f'<maslak_lesson url_name="opening" level="N1">{words}</maslak_lesson>'
    lab = '<maslak_lab url_name="l" competency="MA-NUM.TC.02" minutes="45"/>'
    pages = {"vertical/u1-more.xml": f"<vertical>{lesson}{lab}</vertical>"}
    stats = count_course(read_course(write_course(tmp_path, pages), FRAMEWORKS))
    assert stats.coverage["MA-NUM.TC.02"].minutes == 45 + 6 / WORDS_A_MINUTE
    assert stats.coverage["MA-NUM.TC.02"].objectives == 0


def test_time_that_cannot_be_read_counts_nothing(tmp_path: Path) -> None:
    pages = {"vertical/u1-more.xml": '<vertical><maslak_lab url_name="l" competency="MA-NUM.TC.06" minutes="soon"/></vertical>'}
    assert count_course(read_course(write_course(tmp_path, pages), FRAMEWORKS)).time["lab"] == 0


def test_command_writes_the_same_numbers_as_text_json_and_drawing(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    runner = CliRunner()
    text = runner.invoke(main, ["stats", str(course), "--svg", str(tmp_path / "hours.svg"), "--in", "ar"])
    data = json.loads(runner.invoke(main, ["stats", str(course), "--json"]).output)
    assert text.exit_code == 0
    assert data["competencies"]["MA-NUM.TC.06"] == {"objectives": 1, "practice": 0, "bank": 3, "minutes": 8}
    assert data["activities"] == {"lesson": 0, "checkpoint": 8, "workshop": 0, "lab": 0, "project": 0, "diagnostic": 0}
    assert "كل الأنشطة" in text.output
    assert re.search("\u200f\u2066MA-NUM.TC.06\u2069 +0,1  █{20} +1 +0 +3\\n", text.output)
    drawing = etree.fromstring((tmp_path / "hours.svg").read_bytes())
    assert drawing.findtext("{*}desc") == "MA-NUM.TC.06: 0,1 س"


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_tables_fit_into_eighty_columns(language: str) -> None:
    text = CliRunner().invoke(main, ["stats", str(FRAMEWORKS.parent / "shared_core"), "--in", language]).output
    assert text.count("\n") > 20
    assert [line for line in text.splitlines() if len(re.sub("[\u200f\u2066-\u2069\u064b-\u0652]", "", line)) > 80] == []
