from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from maslak_web.settings import SettingsError, read_settings


@dataclass(frozen=True)
class Settings:
    home: Path
    institution: str
    port: int = 8201
    secure: bool = True
    registry_key: Path | None = None
    courses: tuple[str, ...] = ()
    mode: str = field(default="", metadata={"env": "OTHER_NAME"})


def test_values_get_the_types_of_their_fields() -> None:
    read = read_settings(
        Settings,
        {
            "MASLAK_HOME": "/srv/x",
            "MASLAK_INSTITUTION": "esith",
            "MASLAK_PORT": "1",
            "MASLAK_SECURE": "no",
            "MASLAK_REGISTRY_KEY": "",
            "MASLAK_COURSES": "a, b",
            "OTHER_NAME": "z",
        },
    )
    assert read == Settings(Path("/srv/x"), "esith", 1, False, None, ("a", "b"), "z")


def test_every_missing_variable_is_named_at_once() -> None:
    with pytest.raises(SettingsError, match="MASLAK_HOME, MASLAK_INSTITUTION"):
        read_settings(Settings, {})


@pytest.mark.parametrize(("variable", "value"), [("MASLAK_PORT", "many"), ("MASLAK_SECURE", "perhaps")])
def test_a_value_without_sense_is_refused_with_its_variable(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        read_settings(Settings, {"MASLAK_HOME": "/x", "MASLAK_INSTITUTION": "esith", variable: value})
