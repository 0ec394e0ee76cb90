"""What can be wrong with a sheet that comes back."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, InvalidError, NotFoundError


class SheetFileError(InvalidError):
    """Raised when a file is no mark sheet that can be read; `reason` says why and `detail` what it is about."""

    code = "sheet_file"


class SheetNotFoundError(NotFoundError):
    """Raised when there is no such sheet, or it is another person's, or a newer one took its place."""

    code = "sheet_not_found"


class SheetMovedError(ConflictError):
    """Raised when what a sheet would change is no longer what its page showed."""

    code = "sheet_moved"


class SheetFaultyError(ConflictError):
    """Raised when a sheet with a cell that cannot be taken would be taken over: it is taken whole or not at all."""

    code = "sheet_faulty"
