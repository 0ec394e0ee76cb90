"""Files of block packages: the listed ones and nothing else."""

from __future__ import annotations

import pytest

from maslak_companion.classroom.errors import ResourceNotFoundError
from maslak_companion.classroom.runtime.resources import content_type_of, get_resource, resource_version


def test_listed_stylesheet_is_served_with_its_type() -> None:
    found = get_resource("maslak_lesson", "public/frame.css")
    assert found.content_type == "text/css; charset=utf-8"
    assert found.version == resource_version("maslak_lesson", "public/frame.css")


@pytest.mark.parametrize(
    "uri",
    [
        "public/../block.py",
        "../setup.py",
        "public/frame.css/../../host.py",
        "/etc/passwd",
        "block.py",
        "public",
        "",
        "public/%2e%2e/host.py",
    ],
)
def test_anything_else_is_not_found(uri: str) -> None:
    with pytest.raises(ResourceNotFoundError):
        get_resource("maslak_lesson", uri)


def test_block_type_that_is_not_installed_serves_nothing() -> None:
    with pytest.raises(ResourceNotFoundError):
        get_resource("problem", "public/frame.css")


def test_files_of_unknown_types_are_not_served() -> None:
    with pytest.raises(ResourceNotFoundError):
        content_type_of("page.html")
