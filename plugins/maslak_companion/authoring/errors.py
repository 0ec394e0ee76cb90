"""What can go wrong in the authoring room."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, TooLargeError


class DraftMovedError(ConflictError):
    """Raised when somebody saved after the page was opened; `number` is the newest revision."""

    code = "draft_moved"


class NotEditableError(InvalidError):
    """Raised when a block has no editor of ours: it is edited in Studio."""

    code = "not_editable"


class RevisionNotFoundError(NotFoundError):
    """Raised when a block has no revision of that number."""

    code = "revision_not_found"


class ReviewNotFoundError(NotFoundError):
    """Raised when nothing waits for a review under that id."""

    code = "review_not_found"


class OwnWorkError(ForbiddenError):
    """Raised when somebody would review what they wrote themselves."""

    code = "own_work"


class NothingToReleaseError(ConflictError):
    """Raised when the newest edition already holds everything that was accepted."""

    code = "nothing_to_release"


class ReleaseNotFoundError(NotFoundError):
    """Raised when the course has no release of that id."""

    code = "release_not_found"


class UnknownPictureError(InvalidError):
    """Raised when a file is no picture of a kind that every browser shows and nothing can hide in."""

    code = "unknown_picture"


class DamagedPictureError(InvalidError):
    """Raised when a picture is not built as its kind is, so that nobody can say what else is in its file."""

    code = "damaged_picture"


class LargePictureError(TooLargeError):
    """Raised when a picture has more bytes, or more dots, than a phone should have to load."""

    code = "large_picture"


class ManyPicturesError(ConflictError):
    """Raised when a course has as many pictures of the school as it may have."""

    code = "many_pictures"
