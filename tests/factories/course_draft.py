"""A clean course of one chapter that a test spoils in one place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
COURSES = ROOT / "course_content"


def make_clean_course(folder: Path, chapter: str = "tc06") -> Path:
    """Write the chapter as a course of its own, with only the titles, terms and figures that it uses."""
    course = folder / "shared_core"
    shutil.copytree(COURSES / "frameworks", folder / "frameworks")
    shutil.copytree(COURSES / "shared_core", course)
    for kind in ("chapter", "sequential", "vertical", "static"):
        for path in (course / kind).iterdir():
            if not path.name.startswith((chapter, "course-image")):
                path.unlink()
    texts = b"".join(path.read_bytes() for path in (course / "vertical").iterdir()).decode()
    _keep(course / "course" / "run.xml", "chapter", "url_name", lambda name: name == chapter)
    _keep(course / "titles.xml", "title", "for", lambda name: name == "run" or name.startswith(chapter))
    _keep(course / "glossary.xml", "term", "key", lambda name: f'data-term="{name}"' in texts)
    return course


def _keep(path: Path, tag: str, name: str, wanted: Callable[[str], bool]) -> None:
    tree = etree.parse(path)
    for node in tree.getroot().findall(tag):
        if not wanted(node.get(name, "")):
            tree.getroot().remove(node)
    tree.write(path, encoding="utf-8")


class Draft:
    """A course being spoilt: what is picked by XPath among its files is changed, the rest stays; ``restore`` undoes it all."""

    def __init__(self, course: Path, seed: int) -> None:
        self.course = course
        self.random = Random(seed)
        self._before: dict[Path, bytes | None] = {}

    def pick(self, xpath: str, files: str = "vertical/*.xml") -> tuple[Path, Any]:
        """Choose one of the elements that the path finds."""
        found = []
        for path in sorted(self.course.glob(files)):
            root = etree.parse(path).getroot()
            found += [(path, node) for node in root.xpath(xpath, namespaces={"svg": "http://www.w3.org/2000/svg"})]
        assert found, f"nothing to spoil: {xpath} in {files}"
        return self.random.choice(found)

    def change(self, xpath: str, change: Callable[[Any], object], files: str = "vertical/*.xml") -> None:
        """Change one of the elements that the path finds."""
        path, node = self.pick(xpath, files)
        root = node.getroottree().getroot()
        change(node)
        self.write(path, etree.tostring(root, encoding="utf-8"))

    def write(self, path: Path | str, data: bytes | str) -> None:
        """Replace or add a file."""
        target = self.course / path
        self._before.setdefault(target, target.read_bytes() if target.exists() else None)
        target.write_bytes(data.encode() if isinstance(data, str) else data)

    def remove(self, pattern: str) -> None:
        """Remove one of the files that a pattern finds."""
        target = self.random.choice(sorted(self.course.glob(pattern)))
        self._before.setdefault(target, target.read_bytes())
        target.unlink()

    def replace(self, pattern: str, old: str, new: str) -> None:
        """Replace the first of a text in one of the files that hold it."""
        target = self.random.choice([path for path in sorted(self.course.glob(pattern)) if old in path.read_text("utf-8")])
        self.write(target, target.read_text("utf-8").replace(old, new, 1))

    def change_json(self, name: str, change: Callable[[Any], object]) -> None:
        """Change a policy."""
        value = json.loads((self.course / name).read_text("utf-8"))
        change(value)
        self.write(name, json.dumps(value))

    def restore(self) -> None:
        """Undo every change."""
        for path, data in self._before.items():
            if data is None or path.is_symlink():
                path.unlink()
            if data is not None:
                path.write_bytes(data)
