"""Awarding, signing and withdrawing badges."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from tests.factories.badge_school import COMPETENCY, BadgeSchool

from maslak_companion.badges.errors import BadgeNotFoundError, BadgeNotIssuedError
from maslak_companion.badges.models import AchievementRow, CredentialRow, StatusListRow
from maslak_companion.badges.services import (
    award_competency_badge,
    digest_of,
    get_public_credential,
    list_learner_credentials,
    revoke_credential,
    set_waker,
)
from maslak_companion.badges.verification import verify_document
from maslak_companion.outbox.models import OutboxRow
from maslak_companion.people.services import create_learner
from maslak_companion.trust.models import CredentialKeyRow
from maslak_domain.credential.verify import Verdict
from maslak_web.keys import create_key, load_signer


def verify(school: BadgeSchool, badge: uuid.UUID) -> Verdict:
    with school.database.session() as session:
        document = get_public_credential(session, badge).document
        return verify_document(session, school.settings, document, school.now)


def list_entries(school: BadgeSchool) -> list[dict[str, Any]]:
    with school.database.session() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.type.like("credential.%")).order_by(OutboxRow.id))
        return [json.loads(row.body) for row in rows]


def test_an_award_is_signed_once_and_verifies(school: BadgeSchool) -> None:
    badge = school.award()
    assert (school.issue(), school.issue()) == (1, 0)
    assert verify(school, badge).verdict == "valid"


def test_awarding_twice_is_one_award(school: BadgeSchool) -> None:
    assert school.award() == school.award()
    assert school.issue() == 1
    assert school.award()
    assert school.issue() == 0


def test_nothing_is_public_before_it_is_signed(school: BadgeSchool) -> None:
    badge = school.award()
    with school.database.session() as session, pytest.raises(BadgeNotFoundError):
        get_public_credential(session, badge)


def test_the_outbox_entry_names_the_exact_signed_bytes_and_nobody(school: BadgeSchool) -> None:
    badge = school.award()
    school.issue()
    (entry,) = list_entries(school)
    with school.database.session() as session:
        document = get_public_credential(session, badge).document
    assert entry["type"] == "credential.issued"
    assert entry["subject"] == entry["data"]["credential"] == str(badge)
    assert entry["data"]["digest"] == digest_of(document)
    assert entry["data"]["url"] == f"http://127.0.0.1:8201/badges/{badge}"
    assert "Salma" not in json.dumps(entry)
    assert b"Salma" not in document
    assert str(school.learner_id).encode() not in document


def test_a_failing_outbox_leaves_the_badge_unsigned(school: BadgeSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    badge = school.award()
    monkeypatch.setattr("maslak_companion.badges.issuing.record_entry", fail)
    with pytest.raises(RuntimeError):
        school.issue()
    monkeypatch.undo()
    assert list_entries(school) == []
    assert school.issue() == 1
    assert verify(school, badge).verdict == "valid"


def test_a_badge_that_cannot_be_signed_holds_up_no_other(school: BadgeSchool) -> None:
    with school.database.session() as session:
        award_competency_badge(session, school.learner_id, "MA-NUM.XX.99", "N1", school.now)
    good = school.award()
    assert school.issue() == 1
    assert verify(school, good).verdict == "valid"


def test_two_badges_never_share_a_subject_or_a_status_place(school: BadgeSchool) -> None:
    school.award("N1")
    school.award("N2")
    school.issue()
    with school.database.session() as session:
        first, second = session.scalars(select(CredentialRow)).all()
    assert first.subject != second.subject
    assert first.status_index != second.status_index
    with pytest.raises(IntegrityError), school.database.session() as session:
        session.get_one(CredentialRow, second.id).status_index = first.status_index


def test_a_revoked_badge_is_invalid_as_soon_as_the_list_is_signed(school: BadgeSchool) -> None:
    badge, other = school.award("N1"), school.award("N2")
    school.issue()
    school.pass_time(minutes=1)
    with school.database.session() as session:
        revoke_credential(session, badge, reason="awarded_by_mistake", author=uuid.uuid4(), at=school.now)
    school.issue()
    assert verify(school, badge).verdict == "invalid"
    assert verify(school, other).verdict == "valid"
    assert [entry["type"] for entry in list_entries(school)] == ["credential.issued", "credential.issued", "credential.revoked"]


def test_a_badge_is_revoked_once(school: BadgeSchool) -> None:
    badge = school.award()
    with school.database.session() as session, pytest.raises(BadgeNotIssuedError):
        revoke_credential(session, badge, reason="early", author=uuid.uuid4(), at=school.now)
    with school.database.session() as session, pytest.raises(BadgeNotFoundError):
        revoke_credential(session, uuid.uuid4(), reason="absent", author=uuid.uuid4(), at=school.now)


def test_status_lists_are_signed_anew_before_they_expire(school: BadgeSchool) -> None:
    badge = school.award()
    school.issue()
    for _ in range(3):
        school.pass_time(days=16)
        school.issue()
        assert verify(school, badge).verdict == "valid"
    school.pass_time(days=31)
    assert verify(school, badge).verdict == "unknown"


def test_a_badge_of_a_retired_key_stays_valid(school: BadgeSchool) -> None:
    badge = school.award("N1")
    school.issue()
    school.pass_time(days=1)
    path = school.settings.keys / "new.jwk"
    create_key(path, "ed25519")
    object.__setattr__(school.workshop, "signer", load_signer(path))
    later = school.award("N2")
    school.issue()
    assert verify(school, later).verdict == "valid"
    with school.database.session() as session:
        keys = session.scalars(select(CredentialKeyRow).order_by(CredentialKeyRow.valid_from)).all()
        assert [key.valid_until is None for key in keys] == [False, True]
        session.get_one(StatusListRow, 1).is_stale = True
    school.issue()
    assert verify(school, badge).verdict == "valid"


def test_the_definition_is_frozen_at_the_first_signature(school: BadgeSchool) -> None:
    school.award()
    school.issue()
    with school.database.session() as session:
        frozen = session.get_one(AchievementRow, f"{COMPETENCY}-N1")
        frozen.name = {**frozen.name, "fr": "Ancien titre"}
        other = create_learner(session, name_ar="يوسف", name_latin="Youssef", student_number="R2", at=school.now)
        award_competency_badge(session, other.id, COMPETENCY, "N1", school.now)
    school.issue()
    with school.database.session() as session:
        (credential,) = list_learner_credentials(session, other.id)
    assert credential.title["fr"] == "Ancien titre"


def test_the_learner_sees_the_badge_from_the_moment_of_the_award(school: BadgeSchool) -> None:
    badge = school.award()
    with school.database.session() as session:
        assert [(each.uuid, each.state) for each in list_learner_credentials(session, school.learner_id)] == [(badge, "awarded")]
    school.issue()
    with school.database.session() as session:
        assert [each.state for each in list_learner_credentials(session, school.learner_id)] == ["issued"]


def test_the_worker_is_woken_after_the_commit_and_not_after_a_rollback(school: BadgeSchool) -> None:
    woken: list[int] = []
    set_waker(school.database.engine.url, lambda: woken.append(1))
    with school.database.make_session() as session:
        award_competency_badge(session, school.learner_id, COMPETENCY, "N2", school.now)
        session.rollback()
    assert woken == []
    school.award()
    assert woken == [1]
