"""What can be refused about a project; a host's room raises these too."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, TooLargeError, UnavailableError


class NoProjectError(UnavailableError):
    """Raised when the platform keeps no projects."""

    code = "no_project"


class NoTeamError(ForbiddenError):
    """Raised when a learner who is in no team yet would change a dossier."""

    code = "no_team"


class StageClosedError(ForbiddenError):
    """Raised when a stage takes nothing now: not open yet, closed, with the marker, or finished."""

    code = "stage_closed"


class NoRoundLeftError(ForbiddenError):
    """Raised when every round of a stage was handed in."""

    code = "no_round_left"


class IncompleteRoundError(ConflictError):
    """Raised when a round lacks something required; ``missing`` lists the ids of deliverables."""

    code = "incomplete_round"


class UnknownStageError(NotFoundError):
    """Raised when a stage, or a deliverable of it, is not in the project."""

    code = "unknown_stage"


class UnknownFileError(NotFoundError):
    """Raised when a file is not one of this team's, whether or not another team has it."""

    code = "unknown_file"


class TooManyFilesError(ConflictError):
    """Raised when a deliverable holds as many files as it may."""

    code = "too_many_files"


class FileTypeError(InvalidError):
    """Raised when a file's content is not of a type that is asked for; ``accept`` lists the endings."""

    code = "file_type"


class FileTooLargeError(TooLargeError):
    """Raised when a file is larger than the deliverable allows; ``limit`` is in bytes."""

    code = "file_too_large"


class EmptyFileError(InvalidError):
    """Raised when a file was sent without content."""

    code = "empty_file"


class InvalidLinkError(InvalidError):
    """Raised when a link is not an https address."""

    code = "invalid_link"


class FormingClosedError(ForbiddenError):
    """Raised when learners do not form teams here, or no longer."""

    code = "forming_closed"


class AlreadyInTeamError(ConflictError):
    """Raised when a learner who is in a team would make or join another one."""

    code = "already_in_team"


class UnknownTeamError(NotFoundError):
    """Raised when no team of the learner's group has this code or id, whether or not another group's has it."""

    code = "unknown_team"


class TeamFullError(ConflictError):
    """Raised when a team has as many members as the project allows."""

    code = "team_full"


class TeamAtWorkError(ConflictError):
    """Raised when somebody would leave or join a team that has begun to hand in: who did the work stays as it was."""

    code = "team_at_work"


class TeamNameError(InvalidError):
    """Raised when a team would have no name, or one that is too long."""

    code = "team_name"
