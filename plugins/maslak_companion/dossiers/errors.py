"""What can go wrong in the dossiers room, beyond what a project block may be refused."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, InvalidError, NotFoundError, UnavailableError


class DamagedFileError(UnavailableError):
    """Raised when the bytes of a file are lost or no longer have the digest under which they were kept."""

    code = "damaged_file"


class ProjectNotFoundError(NotFoundError):
    """Raised when the offering's release has no such project, or the offering is not one that the person may mark."""

    code = "project_not_found"


class DossierNotFoundError(NotFoundError):
    """Raised when there is no such dossier, round or file, or when it belongs to an offering that the person may not mark."""

    code = "dossier_not_found"


class TeamFullError(ConflictError):
    """Raised when a team has as many members as the project allows."""

    code = "team_full"


class TeamAtWorkError(ConflictError):
    """Raised when a learner would leave a team that has begun to hand in: their name stays on what they did."""

    code = "team_at_work"


class NotInOfferingError(InvalidError):
    """Raised when a learner is put into a team of an offering in which they are not enrolled."""

    code = "not_in_offering"
