"""The project in the classroom: what the block asks of its host, answered for the learner of this request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from flask_babel import gettext

from maslak_companion.dossiers.dates import Dates, read_dates
from maslak_companion.dossiers.handing_in import Act, add_file, remove_file, save_draft, submit
from maslak_companion.dossiers.reading import View, describe_dossier, describe_untouched, read_own_file
from maslak_companion.dossiers.schedule.services import Schedule, read_schedule
from maslak_companion.dossiers.team_forming.seeing import Former, describe_forming
from maslak_companion.dossiers.team_forming.services import form_team
from maslak_companion.dossiers.teams import Team, create_team, find_team
from maslak_xblocks.errors import StaleRevisionError
from maslak_xblocks.project import port
from maslak_xblocks.project.assignment import Assignment
from maslak_xblocks.project.errors import NoTeamError, UnknownFileError

if TYPE_CHECKING:
    from maslak_companion.classroom.runtime.classroom_runtime import ClassroomRuntime


class ClassroomProjectRoom:
    """Answers `maslak_xblocks.project.port.ProjectRoom`."""

    def __init__(self, runtime: ClassroomRuntime) -> None:
        self._session, self._at = runtime.session, runtime.visit.at
        self._offering, self._reader = runtime.visit.offering, runtime.reader

    def read(self, assignment: Assignment) -> port.Dossier:
        """Return the dossier as it is now."""
        team = self._find_team(assignment)
        schedule = read_schedule(self._session, self._offering.id, assignment.usage)
        dates = self._read_dates(assignment, team, schedule)
        forming = describe_forming(self._session, self._make_former(assignment, schedule), team)
        if team is None:
            alone = assignment.team_size == 1
            untouched = describe_untouched(assignment, dates, self._at, name=self._reader.display_name, has_team=alone)
            return replace(untouched, forming=forming)
        arabic = self._reader.language == "ar"
        names = {each.learner_id: each.name_ar if arabic else each.name_latin for each in team.members}
        name = (team.name or gettext("Team %(number)d", number=team.number)) if assignment.team_size > 1 else ""
        view = View(
            team=team, names=names, learner_id=self._reader.learner_id, assignment=assignment, dates=dates, at=self._at, team_name=name
        )  # fmt: skip
        return replace(describe_dossier(self._session, view), forming=forming)

    def save_draft(self, assignment: Assignment, stage: str, revision: int, texts: Mapping[str, str]) -> port.Dossier:
        """Keep the texts of a stage."""
        save_draft(self._session, self._begin(assignment, stage, revision), texts)
        return self.read(assignment)

    def add_file(self, assignment: Assignment, stage: str, revision: int, upload: port.Upload, key: str) -> port.Dossier:
        """Keep one more file."""
        add_file(self._session, self._begin(assignment, stage, revision), upload, key)
        return self.read(assignment)

    def remove_file(self, assignment: Assignment, stage: str, revision: int, file: str) -> port.Dossier:
        """Take a file out of the draft."""
        remove_file(self._session, self._begin(assignment, stage, revision), file)
        return self.read(assignment)

    def submit(self, assignment: Assignment, stage: str, revision: int, key: str) -> port.Dossier:
        """Make the draft a round."""
        submit(self._session, self._begin(assignment, stage, revision), key)
        return self.read(assignment)

    def form_team(self, assignment: Assignment, act: port.TeamAct, value: str) -> port.Dossier:
        """Do one thing about the learner's team."""
        schedule = read_schedule(self._session, self._offering.id, assignment.usage)
        form_team(self._session, self._make_former(assignment, schedule), act, value)
        return self.read(assignment)

    def read_file(self, assignment: Assignment, file: str) -> port.FileContent:
        """Return a file of the learner's own team."""
        team = self._find_team(assignment)
        if team is None:
            raise UnknownFileError("there is no such file")
        return read_own_file(self._session, team.dossier_id, file)

    def _begin(self, assignment: Assignment, stage: str, revision: int) -> Act:
        team = self._find_team(assignment)
        dates = self._read_dates(assignment, team, read_schedule(self._session, self._offering.id, assignment.usage))
        return Act(
            dossier_id=team.dossier_id if team else self._begin_alone(assignment, revision),
            learner_id=self._reader.learner_id,
            assignment=assignment,
            stage=stage,
            revision=revision,
            dates=dates,
            at=self._at,
        )

    def _begin_alone(self, assignment: Assignment, revision: int) -> UUID:
        if assignment.team_size > 1:
            raise NoTeamError("nobody put this learner into a team yet")
        if revision != 0:
            raise StaleRevisionError("nothing was begun yet", revision=0)
        return create_team(self._session, self._offering.id, assignment.usage, [self._reader.learner_id], self._at)

    def _find_team(self, assignment: Assignment) -> Team | None:
        return find_team(self._session, self._reader.learner_id, self._offering.id, assignment.usage)

    def _read_dates(self, assignment: Assignment, team: Team | None, schedule: Schedule) -> Dates:
        learners = team.learner_ids if team else [self._reader.learner_id]
        return read_dates(self._session, self._offering, assignment.usage, learners, schedule=schedule)

    def _make_former(self, assignment: Assignment, schedule: Schedule) -> Former:
        return Former(
            offering=self._offering, usage_key=assignment.usage, team_size=assignment.team_size, learner_id=self._reader.learner_id,
            schedule=schedule, at=self._at, is_arabic=self._reader.language == "ar",
        )  # fmt: skip
