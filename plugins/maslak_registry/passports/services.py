"""Put together what one person earned everywhere: titles, levels, states and dates, and nothing else."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from maslak_registry.credentials import services as credentials
from maslak_registry.credentials.services import IndexedCredential
from maslak_registry.institutions import services as institutions
from maslak_registry.institutions.services import Institution
from maslak_registry.learners import services as learners
from maslak_registry.records import services as records
from maslak_registry.records.values import RecordView


def make_passport(session: Session, institution_id: uuid.UUID, learner: uuid.UUID, at: datetime) -> dict[str, Any]:
    """Return the released credentials and final completions of a local learner's person, newest first within each kind.

    An unknown learner has an empty passport: whether a uuid exists elsewhere is nobody's business.
    """
    person = learners.list_same_person(session, (institution_id, learner))
    items: list[dict[str, Any]] = []
    if person:
        known = institutions.map_institutions(session)
        items = [_credential_item(each, known[each.institution_id]) for each in credentials.list_released(session, person)]
        items += [_completion_item(each, known[each.institution_id]) for each in records.list_final(session, person)]
    return {"as_of": _instant(at), "items": items}


def _credential_item(credential: IndexedCredential, institution: Institution) -> dict[str, Any]:
    return {
        "institution": _institution(institution),
        "kind": "credential",
        "key": credential.competency or credential.achievement,
        "title": dict(credential.title),
        "level": credential.level,
        "status": "issued",
        "state": credential.state,
        "decision": None,
        "earned_at": None,
        "issued_at": _instant(credential.issued_at),
        "credential_url": credential.url,
    }


def _completion_item(record: RecordView, institution: Institution) -> dict[str, Any]:
    return {
        "institution": _institution(institution),
        "kind": "completion",
        "key": record.about_key,
        "title": dict(record.title),
        "level": record.level,
        "status": "completed",
        "state": record.state,
        "decision": record.decision,
        "earned_at": None if record.earned_at is None else _instant(record.earned_at),
        "issued_at": None,
        "credential_url": None,
    }


def _institution(institution: Institution) -> dict[str, Any]:
    return {"key": institution.key, "name": dict(institution.name)}


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
