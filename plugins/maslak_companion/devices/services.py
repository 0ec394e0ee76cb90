"""What other rooms may ask of the devices room."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.devices.errors import DeviceNotFoundError, LearnersOnlyError
from maslak_companion.devices.models import Device
from maslak_web.database import Database

LIFETIME = timedelta(days=90)
MOST_DEVICES = 20
LONGEST_NAME = 80


def create_device(session: Session, account: Account, name: str, *, at: datetime) -> tuple[Device, str]:
    """Sign a device in and return it with its token, which nobody can read again; raises `LearnersOnlyError`.

    The token holds for `LIFETIME`. An account has at most `MOST_DEVICES` devices: the one signed in first makes room.
    """
    if account.learner_id is None or "student" not in account.roles:
        raise LearnersOnlyError("only an account that learns here can sign a device in")
    # Tokens that hold no more are only in the way.
    is_over = (Device.expires_at <= at) | (Device.epoch != account.session_epoch)
    session.execute(delete(Device).where(Device.account_id == account.id, is_over))
    for device in list_devices(session, account, at=at)[MOST_DEVICES - 1 :]:
        session.delete(device)
    token = secrets.token_urlsafe(32)
    device = Device(
        account_id=account.id,
        token_digest=_digest(token),
        name=name,
        epoch=account.session_epoch,
        created_at=at,
        expires_at=at + LIFETIME,
        used_on=at.date(),
    )
    session.add(device)
    session.flush()
    return device, token


def find_account(database: Database, token: str, *, at: datetime) -> Account | None:
    """Return the account whose token it is, or None where the token is unknown, ended, too old, or its account is closed."""
    with database.session(reading=True) as session:
        row = session.execute(
            select(Account, Device)
            .join(Device, Device.account_id == Account.id)
            .where(Device.token_digest == _digest(token), Device.epoch == Account.session_epoch, Device.expires_at > at)
        ).one_or_none()
    if row is None or not row.Account.active:
        return None
    if row.Device.used_on != at.date():
        with database.session() as session:
            # A device that is ended in this very moment has no row to change any more, and that is no fault.
            session.execute(update(Device).where(Device.id == row.Device.id).values(used_on=at.date()))
    account: Account = row.Account
    return account


def list_devices(session: Session, account: Account, *, at: datetime) -> Sequence[Device]:
    """Return the devices whose tokens hold, the one signed in last first."""
    query = select(Device).where(Device.account_id == account.id, Device.epoch == account.session_epoch, Device.expires_at > at)
    return session.scalars(query.order_by(Device.created_at.desc(), Device.id.desc())).all()


def end_device(session: Session, account: Account, device_id: uuid.UUID) -> None:
    """Sign one of the account's devices out; raises `DeviceNotFoundError`."""
    device = session.get(Device, device_id)
    if device is None or device.account_id != account.id:
        raise DeviceNotFoundError("this account has no such device")
    session.delete(device)


def end_token(session: Session, account: Account, token: str) -> None:
    """Sign out the device that shows the token; twice changes nothing."""
    session.execute(delete(Device).where(Device.account_id == account.id, Device.token_digest == _digest(token)))


def _digest(token: str) -> str:
    # The token is 256 random bits, so a plain digest cannot be turned back, and it can be looked up.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
