"""The wheel carries both package roots, their templates, catalogues and assets."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("package", ["maslak_domain", "maslak_web", "maslak_companion", "maslak_registry", "maslak_xblocks", "maslak_demo"])
def test_wheel_holds_every_module_of_every_root(names: set[str], package: str) -> None:
    root = ROOT / ("xblocks" if package == "maslak_xblocks" else "plugins")
    modules = {str(path.relative_to(root)) for path in (root / package).rglob("*.py")}
    assert modules
    assert modules - names == set()


def test_wheel_holds_every_template_and_compiled_catalogue(names: set[str]) -> None:
    for root in (ROOT / "plugins", ROOT / "xblocks"):
        templates = {str(path.relative_to(root)) for path in root.rglob("*.html") if "node_modules" not in path.parts}
        catalogues = {str(path.with_suffix(".mo").relative_to(root)) for path in root.rglob("*.po")}
        assert templates - names == set()
        assert catalogues - names == set()


def test_wheel_holds_the_built_assets_and_the_official_contexts(names: set[str]) -> None:
    assert [name for name in names if name.startswith("maslak_web/static/vendor/") and name.endswith(".css")]
    assert [name for name in names if name.startswith("maslak_web/static/vendor/") and name.endswith(".woff2")]
    assert [name for name in names if name.startswith("maslak_domain/credential/contexts/")]


def test_wheel_leaves_out_build_tools_and_tests(names: set[str]) -> None:
    assert [name for name in names if "node_modules" in name or name.startswith("tests/")] == []
