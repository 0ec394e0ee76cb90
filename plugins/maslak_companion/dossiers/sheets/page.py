"""The content of a sheet, and the stages that a marker may ask one for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.dossiers.errors import ProjectNotFoundError
from maslak_companion.dossiers.marking.access import get_marked_offering, list_offering_projects
from maslak_companion.dossiers.marking.drafts import score_stage
from maslak_companion.dossiers.sheets.columns import DOSSIER, ID, MARK, Identity, band_code, digest_cells, flatten_body
from maslak_companion.dossiers.sheets.sheet_file import SheetContent
from maslak_companion.dossiers.sheets.standing import Place, Standing
from maslak_companion.dossiers.sheets.wording import list_band_choices, list_guide, list_headings, say_cell
from maslak_companion.dossiers.teams import Team, list_teams_by_id
from maslak_companion.people.services import list_learners_by_id
from maslak_web.i18n import current_language, format_moment

_CENT: Final = Decimal("0.01")


def list_places(session: Session, account: Account, offering_key: str) -> list[Place]:
    """Return every stage of an offering in which the account marks; raises ProjectNotFoundError."""
    offering = get_marked_offering(session, account, offering_key)
    return [Place(offering, project, stage) for project in list_offering_projects(session, offering) for stage in project.stages]


def get_place(session: Session, account: Account, offering_key: str, wanted: str) -> Place:
    """Return a stage by `usage#stage`, the first one where none is named; raises ProjectNotFoundError."""
    places = list_places(session, account, offering_key)
    found = next((each for each in places if wanted in ("", name_place(each))), None)
    if found is None:
        raise ProjectNotFoundError("the offering has no such stage")
    return found


def name_place(place: Place) -> str:
    """Return how an address names a stage."""
    return f"{place.project.usage_key}#{place.stage.id}"


def make_content(session: Session, place: Place, standings: Sequence[Standing], *, with_names: bool) -> SheetContent:
    """Return what is written into the workbook, in the language of the page."""
    teams = list_teams_by_id(session, {each.work.dossier.id for each in standings}) if with_names else {}
    numbers = _list_student_numbers(session, teams)
    weights = place.project.weights
    return SheetContent(
        language=current_language(),
        name=gettext("Marks"),
        guide_name=gettext("How to"),
        headings=list_headings(place, with_names=with_names),
        rows=[_make_row(place, each, teams.get(each.work.dossier.id), numbers) for each in standings],
        bands=list_band_choices(),
        weights={name: weights[name] for name in place.stage.criteria if name in weights},
        scale=float(place.offering.scale),
        guide=list_guide(place),
        refusal=gettext("Choose one of the four from the list."),
    )


def _make_row(place: Place, standing: Standing, team: Team | None, numbers: Mapping[UUID, str]) -> dict[str, str | int]:
    work, choices = standing.work, list_band_choices()
    cells = flatten_body(standing.body, place.stage.criteria)
    score = score_stage(place.project, place.stage, standing.body)
    is_arabic = current_language() == "ar"
    members = team.members if team else ()
    return {
        ID: str(Identity(work.round.id, standing.version, work.number, digest_cells(cells))),
        DOSSIER: work.number,
        "team": ("، " if is_arabic else ", ").join(each.name_ar if is_arabic else each.name_latin for each in members),
        "students": ", ".join(numbers.get(each.learner_id, "") for each in members),
        "round": work.round.number,
        "handed_in": format_moment(work.round.submitted_at),
        "late": gettext("late") if work.round.is_late else "",
        **{code: say_cell(code, text, choices) if code.startswith(band_code("")) else text for code, text in cells.items()},
        MARK: "" if score is None else str((score * place.offering.scale).quantize(_CENT)),
    }


def _list_student_numbers(session: Session, teams: Mapping[UUID, Team]) -> dict[UUID, str]:
    learners = list_learners_by_id(session, {each for team in teams.values() for each in team.learner_ids})
    return {each.id: each.student_number for each in learners}
