"""Changes that arrive at the same moment: one round, one draft, one mark each, and a defined answer for everybody."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import func, select
from tests.factories.classroom import Pupil
from tests.factories.project import PROJECT, Author, Marker, ProjectSchool

from maslak_companion.dossiers.marking.models import Marking, PublishedMark
from maslak_companion.dossiers.models import Dossier, DossierMember, DossierRound
from maslak_companion.dossiers.projects import find_project
from maslak_companion.dossiers.teams import create_team
from maslak_companion.progress.models import EvidenceRow
from maslak_web.database import Database

MANY = 12


def count(school: ProjectSchool, model: type) -> int:
    with school.database.session(reading=True) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_same_round_sent_many_times_at_once_is_one_round(school: ProjectSchool, author: Author) -> None:
    author.save("plan", question="Q")
    revision = author.state()["revision"]
    tabs = [Author(school.sign_in(author.pupil.learner_id)) for _ in range(MANY)]
    with ThreadPoolExecutor(MANY) as pool:
        answers = list(pool.map(lambda tab: tab.submit("plan", revision, key="one-key"), tabs))
    assert {answer.status_code for answer in answers} == {200}
    assert count(school, DossierRound) == 1


def test_rounds_of_different_tabs_at_once_end_once(school: ProjectSchool, author: Author) -> None:
    author.save("plan", question="Q")
    revision = author.state()["revision"]
    tabs = [Author(school.sign_in(author.pupil.learner_id)) for _ in range(MANY)]
    with ThreadPoolExecutor(MANY) as pool:
        answers = list(pool.map(lambda tab: tab.submit("plan", revision, key=uuid.uuid4().hex), tabs))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * (MANY - 1)
    assert {answer.get_json()["code"] for answer in answers if answer.status_code == 409} <= {"stale_revision", "busy"}
    assert count(school, DossierRound) == 1


def test_first_words_in_many_tabs_make_one_dossier(school: ProjectSchool, author: Author) -> None:
    tabs = [Author(school.sign_in(author.pupil.learner_id)) for _ in range(MANY)]
    with ThreadPoolExecutor(MANY) as pool:
        answers = list(pool.map(lambda pair: pair[1].save("plan", 0, question=f"Onglet {pair[0]}"), enumerate(tabs)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * (MANY - 1)
    assert (count(school, Dossier), count(school, DossierMember)) == (1, 1)
    kept = next(number for number, answer in enumerate(answers) if answer.status_code == 200)
    assert author.state()["draft"]["texts"]["question"] == f"Onglet {kept}"


def test_many_learners_begin_at_once_and_each_has_their_own_dossier(school: ProjectSchool) -> None:
    authors = [Author(school.enter()) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda each: each.save("plan", 0, question="Q"), authors))
    assert [answer.status_code for answer in answers] == [200] * 6
    with school.database.session(reading=True) as session:
        assert sorted(session.scalars(select(Dossier.number))) == [1, 2, 3, 4, 5, 6]


def test_members_who_save_at_once_lose_no_word_silently(database: Database, tmp_path: Path) -> None:
    school = ProjectSchool(database, tmp_path / "team", team=3)
    pupils: list[Pupil] = [school.enter() for _ in range(3)]
    with database.session() as session:
        create_team(session, school.offering_id, PROJECT, [each.learner_id for each in pupils], school.now)
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda each: Author(each).save("plan", 0, question=str(each.learner_id)), pupils))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    winner = next(pupil for pupil, answer in zip(pupils, answers, strict=True) if answer.status_code == 200)
    assert {Author(each).state()["draft"]["texts"]["question"] for each in pupils} == {str(winner.learner_id)}


def test_round_is_taken_by_one_of_many_markers(school: ProjectSchool, author: Author, marker: Marker) -> None:
    author.hand_in()
    (round_id,) = marker.find_rounds()
    markers = [Marker(school.add_staff("administrator")) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda each: each.take(round_id), markers))
    assert sorted(answer.status_code for answer in answers) == [303] + [409] * 5
    assert count(school, Marking) == 1


def test_list_published_by_two_people_at_once_is_published_once(school: ProjectSchool, marker: Marker) -> None:
    authors = [Author(school.enter()) for _ in range(4)]
    for each in authors:
        assert each.upload().status_code == 200
        each.submit("report")
    for round_id in marker.find_rounds():
        marker.take(round_id)
        marker.mark(round_id, "ready", band_c1="4", band_c2="4")
    publishers = [Marker(school.add_staff("administrator")) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda each: each.publish(), publishers))
    assert {answer.status_code for answer in answers} <= {303, 422}
    assert 303 in {answer.status_code for answer in answers}
    assert (count(school, PublishedMark), count(school, EvidenceRow)) == (4, 4)


def test_release_records_all_that_the_queue_needs(school: ProjectSchool) -> None:
    project = find_project(school.block_map, PROJECT)
    assert project is not None
    assert (project.team, project.rounds, [stage.id for stage in project.stages]) == (1, 3, ["plan", "report"])
    assert [stage.criteria for stage in project.stages] == [("c1",), ("c1", "c2")]
    assert project.weights == {"c1": 1, "c2": 2}
