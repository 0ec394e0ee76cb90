"""What can go wrong in the devices room."""

from __future__ import annotations

from maslak_domain.errors import ForbiddenError, InvalidError, NotFoundError, TooManyError, UnauthenticatedError


class InvalidDeviceError(InvalidError):
    """Raised when what is sent to sign a device in is not as it should be; `field` names what."""

    code = "invalid_device"


class WrongCredentialsError(UnauthenticatedError):
    """Raised when login and password do not belong together."""

    code = "wrong_credentials"


class TooManyTriesError(TooManyError):
    """Raised when a login or an address was tried too often; `retry_after` says how many seconds to wait."""

    code = "too_many_tries"


class LearnersOnlyError(ForbiddenError):
    """Raised when somebody who does not learn here signs a device in: what tokens open is for learners."""

    code = "learners_only"


class DeviceNotFoundError(NotFoundError):
    """Raised when the signed-in person has no such device."""

    code = "device_not_found"
