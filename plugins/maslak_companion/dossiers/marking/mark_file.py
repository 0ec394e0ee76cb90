"""The published marks of an offering as a file that a spreadsheet opens by a double click: one line for each learner and stage."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.dossiers.marking.access import list_works
from maslak_companion.dossiers.marking.models import PublishedMark
from maslak_companion.dossiers.models import Dossier, DossierRound, DossierStage
from maslak_companion.dossiers.teams import list_teams_by_id
from maslak_companion.offerings.models import Offering
from maslak_companion.people.services import list_learners_by_id
from maslak_domain.language import Language, LocalizedText, format_decimal

BOM: Final = "\ufeff"
_CENT: Final = Decimal("0.01")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class MarkLine:
    """What was published for one learner in one stage; `mark` lies on the offering's scale."""

    learner_id: UUID
    student_number: str
    name_ar: str
    name_latin: str
    team: int
    project: LocalizedText
    stage: LocalizedText
    round: int
    is_late: bool
    mark: Decimal | None
    published_at: datetime


def list_marks(session: Session, offering: Offering) -> Iterator[MarkLine]:
    """Yield the final marks of an offering, in their latest revision, by team and stage."""
    query = (
        select(PublishedMark)
        .join(DossierRound, DossierRound.id == PublishedMark.round_id)
        .join(DossierStage, DossierStage.id == DossierRound.stage_id)
        .join(Dossier, Dossier.id == DossierStage.dossier_id)
        .where(Dossier.offering_id == offering.id, PublishedMark.outcome == "marked")
        .order_by(Dossier.usage_key, Dossier.number, DossierRound.submitted_at, PublishedMark.revision)
    )
    latest = {row.round_id: row for row in session.scalars(query)}
    works = list_works(session, offering, latest)
    teams = list_teams_by_id(session, {work.dossier.id for work in works.values()})
    learners = {each.id: each for each in list_learners_by_id(session, {one for team in teams.values() for one in team.learner_ids})}
    for round_id, row in latest.items():
        work = works[round_id]
        for member in teams[work.dossier.id].members:
            yield MarkLine(
                learner_id=member.learner_id,
                student_number=learners[member.learner_id].student_number,
                name_ar=member.name_ar,
                name_latin=member.name_latin,
                team=work.dossier.number,
                project=work.project.titles if work.project else {},
                stage=work.stage.titles if work.stage else {},
                round=work.round.number,
                is_late=work.round.is_late,
                mark=None if row.score is None else (row.score * offering.scale).quantize(_CENT),
                published_at=row.published_at,
            )


def write_file(rows: list[list[str | int | Decimal | None]], language: Language) -> bytes:
    """Write rows, the first of them headings: byte-order mark, semicolons, the language's decimal sign, and no formula."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([_write_cell(value, language) for value in row] for row in rows)
    return (BOM + text.getvalue()).encode()


def _write_cell(value: str | int | Decimal | None, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, (int, Decimal)):
        return format_decimal(Decimal(value), language)
    # A text that a spreadsheet would run, or a number of a student that it would round, stays text.
    return f"'{value}" if value.lstrip().startswith(_FORMULA) or value.startswith(_FORMULA) or value.isdigit() else value
