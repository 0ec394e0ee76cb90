"""Settings: one frozen dataclass for each service, read from the environment once, at start."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

SettingsT = TypeVar("SettingsT")

_TRUE, _FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})


class SettingsError(Exception):
    """The environment lacks a variable that the service needs, or gives one that makes no sense."""


def read_settings(cls: type[SettingsT], environ: Mapping[str, str]) -> SettingsT:
    """Build the frozen dataclass `cls` from `environ`.

    A field `home` is read from ``MASLAK_HOME`` unless its metadata names another variable: ``field(metadata={"env": "…"})``.
    Raises SettingsError that names every missing variable at once.
    """
    hints = typing.get_type_hints(cls)
    values: dict[str, Any] = {}
    missing: list[str] = []
    for field in dataclasses.fields(cls):  # type: ignore[arg-type]
        variable = field.metadata.get("env", f"MASLAK_{field.name.upper()}")
        text = environ.get(variable)
        if text is not None:
            values[field.name] = _convert(variable, text, hints[field.name])
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            missing.append(variable)
    if missing:
        raise SettingsError(f"missing in the environment: {', '.join(missing)}")
    return cls(**values)


def _convert(variable: str, text: str, hint: Any) -> Any:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        if text == "":
            return None
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    if typing.get_origin(hint) is tuple:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    convert = _CONVERTERS.get(hint)
    if convert is None:
        raise SettingsError(f"{variable}: settings cannot hold a {hint!r}")
    try:
        return convert(text)
    except ValueError as error:
        raise SettingsError(f"{variable}: {text!r} is not a valid {hint.__name__}") from error


def _boolean(text: str) -> bool:
    word = text.strip().lower()
    if word not in _TRUE | _FALSE:
        raise ValueError(word)
    return word in _TRUE


_CONVERTERS: dict[Any, Callable[[str], Any]] = {
    str: str,
    int: int,
    float: float,
    bool: _boolean,
    Path: lambda text: Path(text).expanduser(),
}
