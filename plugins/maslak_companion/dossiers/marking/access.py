"""Who marks what: the lead of an offering, the colleagues whom the lead named, and administrators. Nobody else learns that it exists."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.classroom.errors import CourseNotFoundError
from maslak_companion.classroom.services import get_release
from maslak_companion.dossiers.errors import DossierNotFoundError, ProjectNotFoundError
from maslak_companion.dossiers.marking.hiding import hides_names, number_stage, rename_files
from maslak_companion.dossiers.marking.models import MarkingRule, OfferingMarker
from maslak_companion.dossiers.models import Dossier, DossierFile, DossierMember, DossierRound, DossierStage
from maslak_companion.dossiers.projects import Project, Stage, find_project, list_projects
from maslak_companion.offerings.models import Offering
from maslak_companion.offerings.services import list_led_offerings, list_offerings
from maslak_companion.progress.services import ReleaseFacts

ROLES = ("instructor", "administrator")


@dataclass(frozen=True, slots=True)
class Work:
    """One round with everything that it stands in. `stage` is None where the offering's release has no such project any more."""

    offering: Offering
    dossier: Dossier
    stage_row: DossierStage
    round: DossierRound
    project: Project | None
    stage: Stage | None
    rule: MarkingRule

    @property
    def hides_names(self) -> bool:
        """Whether whoever marks it does not see whose it is."""
        return hides_names(self.stage_row, is_anonymous=self.rule.is_anonymous)

    @property
    def number(self) -> int:
        """The number under which markers know the dossier now."""
        return number_stage(self.stage_row.id) if self.hides_names else self.dossier.number

    @property
    def numbers(self) -> tuple[int, int]:
        """Every number under which markers know or knew it."""
        return self.dossier.number, number_stage(self.stage_row.id)


def list_marked_offerings(session: Session, account: Account) -> Sequence[Offering]:
    """Return the offerings in which the account marks. Whoever is in a team of an offering that another leads does not mark there."""
    led = {each.id: each for each in list_led_offerings(session, account.id)}
    joined = set(session.scalars(select(DossierMember.offering_id).where(DossierMember.learner_id == account.learner_id))) - led.keys()
    if "administrator" in account.roles:
        return [each for each in list_offerings(session) if each.id not in joined]
    named = session.scalars(
        select(Offering).join(OfferingMarker, OfferingMarker.offering_id == Offering.id).where(OfferingMarker.account_id == account.id)
    )
    found = led | {each.id: each for each in named if each.id not in joined}
    return sorted(found.values(), key=lambda each: each.key)


def get_marked_offering(session: Session, account: Account, key: str) -> Offering:
    """Return an offering in which the account marks; raises ProjectNotFoundError, for another's as for none."""
    found = next((each for each in list_marked_offerings(session, account) if each.key == key), None)
    if found is None:
        raise ProjectNotFoundError("no such offering", offering=key[:80])
    return found


def read_release(session: Session, offering: Offering) -> ReleaseFacts | None:
    """Return what the offering's release says of its blocks, or None before one is installed."""
    try:
        release = get_release(session, offering.course_key, offering.release_id)
    except CourseNotFoundError:
        return None
    return ReleaseFacts(release.id, release.course_key, release.block_map)


def list_offering_projects(session: Session, offering: Offering) -> list[Project]:
    """Return the projects of an offering in reading order."""
    release = read_release(session, offering)
    return list(list_projects(release.block_map)) if release else []


def get_arranged_offering(session: Session, account: Account, key: str) -> Offering:
    """Return an offering whose teams, markers and rules the account decides on: its lead or an administrator.

    A colleague who was named to mark may not lift the anonymity of what they mark. Raises ProjectNotFoundError.
    """
    offering = get_marked_offering(session, account, key)
    if offering.lead_account_id != account.id and "administrator" not in account.roles:
        raise ProjectNotFoundError("no such offering", offering=key[:80])
    return offering


def get_offering_project(session: Session, account: Account, offering_key: str, usage_key: str) -> tuple[Offering, Project]:
    """Return an offering that the account arranges and a project of it; raises ProjectNotFoundError."""
    offering = get_arranged_offering(session, account, offering_key)
    found = next((each for each in list_offering_projects(session, offering) if each.usage_key == usage_key), None)
    if found is None:
        raise ProjectNotFoundError("the offering has no such project")
    return offering, found


def find_rule(session: Session, offering_id: UUID, usage_key: str) -> MarkingRule:
    """Return how a project is marked in an offering; what nobody set is one marker who sees names."""
    return session.get(MarkingRule, (offering_id, usage_key)) or _usual_rule(offering_id, usage_key)


def _usual_rule(offering_id: UUID, usage_key: str) -> MarkingRule:
    return MarkingRule(offering_id=offering_id, usage_key=usage_key, is_anonymous=False, is_double=False, tolerance=0)


def get_work(session: Session, account: Account, round_id: UUID) -> Work:
    """Return a round that the account may mark; raises DossierNotFoundError."""
    query = (
        select(Dossier.offering_id)
        .join(DossierStage, DossierStage.dossier_id == Dossier.id)
        .join(DossierRound, DossierRound.stage_id == DossierStage.id)
    )
    offering_id = session.scalar(query.where(DossierRound.id == round_id))
    offering = next((each for each in list_marked_offerings(session, account) if each.id == offering_id), None)
    if offering is None:
        raise DossierNotFoundError("there is no such round")
    return list_works(session, offering, [round_id])[round_id]


def list_works(session: Session, offering: Offering, round_ids: Collection[UUID]) -> Mapping[UUID, Work]:
    """Return these rounds by id, as far as they belong to the offering, with a number of queries that does not grow with them."""
    query = (
        select(DossierRound, DossierStage, Dossier)
        .join(DossierStage, DossierStage.id == DossierRound.stage_id)
        .join(Dossier, Dossier.id == DossierStage.dossier_id)
        .where(DossierRound.id.in_(round_ids), Dossier.offering_id == offering.id)
    )
    release = read_release(session, offering)
    rules = {row.usage_key: row for row in session.scalars(select(MarkingRule).where(MarkingRule.offering_id == offering.id))}
    works = {}
    for row, stage_row, dossier in session.execute(query):
        project = find_project(release.block_map, dossier.usage_key) if release else None
        stage = project.find_stage(stage_row.stage) if project else None
        rule = rules.get(dossier.usage_key) or _usual_rule(offering.id, dossier.usage_key)
        works[row.id] = Work(offering, dossier, stage_row, row, project, stage, rule)
    return works


def get_marked_file(session: Session, account: Account, file_id: UUID) -> tuple[DossierFile, str]:
    """Return a file of a round that the account may mark, and the name by which a marker may know it.

    A file that was never handed in stays with its team. Raises DossierNotFoundError.
    """
    query = (
        select(DossierFile, DossierStage, Dossier)
        .join(DossierStage, DossierStage.id == DossierFile.stage_id)
        .join(Dossier, Dossier.id == DossierStage.dossier_id)
        .where(DossierFile.id == file_id)
    )
    found = session.execute(query).one_or_none()
    if found is not None and found[2].offering_id in {each.id for each in list_marked_offerings(session, account)}:
        file, stage, dossier = found
        handed_in = session.scalars(select(DossierRound.files).where(DossierRound.stage_id == stage.id))
        if any(str(file_id) in files for files in handed_in):
            rule = find_rule(session, dossier.offering_id, dossier.usage_key)
            return file, name_files(session, stage, is_anonymous=rule.is_anonymous)[str(file_id)]
    raise DossierNotFoundError("there is no such file")


def name_files(session: Session, stage: DossierStage, *, is_anonymous: bool) -> dict[str, str]:
    """Return the names by which a marker may know the files of a stage, by their ids."""
    rows = session.scalars(select(DossierFile).where(DossierFile.stage_id == stage.id)).all()
    if hides_names(stage, is_anonymous=is_anonymous):
        return rename_files(rows, number_stage(stage.id))
    return {str(row.id): row.name for row in rows}
