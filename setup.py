"""Refuses to build a wheel without its assets; everything else about the distribution stands in setup.cfg."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


def list_missing_assets() -> list[str]:
    """Ask maslak_web's asset builder, loaded from its file: the distribution is not installed while it is being built."""
    path = Path(__file__).parent / "plugins" / "maslak_web" / "build_assets.py"
    specification = importlib.util.spec_from_file_location("build_assets", path)
    if specification is None or specification.loader is None:
        return [f"{path.name} is not here"]
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.list_missing()


class CheckedBuild(build_py):
    """Copies the packages only when what is built beforehand is there; an editable install may build it afterwards."""

    def run(self) -> None:
        """Check, then build."""
        missing = [] if self.editable_mode else list_missing_assets()
        if missing:
            raise SystemExit("run `python -m maslak_web.build_assets` first:\n" + "\n".join(missing))
        super().run()


setup(cmdclass={"build_py": CheckedBuild})
