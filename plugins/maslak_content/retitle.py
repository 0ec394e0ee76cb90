"""Fitting a course to what Studio can read: titles in one language, and Maslak's blocks inline in their page.

Every change is a piece of text put in place of another and is kept beside the result, so that the import can take it back
and the tree comes out as it went in, byte for byte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from maslak_content.course import Block, Course, Part
from maslak_domain.language import LANGUAGES, Language, pick

_DISPLAY_NAME = re.compile(r"""(\sdisplay_name\s*=\s*)("[^"]*"|'[^']*')""")
_LANGUAGE = re.compile(r"""(\slanguage\s*=\s*)("[^"]*"|'[^']*')""")
# Comments and CDATA are matched first, so that a tag inside them is never taken for one.
_SKIPPED = r"<!--.*?-->|<!\[CDATA\[.*?\]\]>"
_START = r"""<{tag}(?=[\s/>])(?:[^>"']|"[^"]*"|'[^']*')*>"""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to a file: the first place that reads `before` then reads `after`."""

    path: str
    before: str
    after: str

    def apply(self, text: str) -> str:
        """Return the text with the change made."""
        return text.replace(self.before, self.after, 1)

    def revert(self, text: str) -> str:
        """Return the text with the change taken back."""
        return text.replace(self.after, self.before, 1)


def title_of(course: Course, part: Part, language: Language) -> str | None:
    """Return the title of a chapter, unit or page in a language, or the nearest; None when the catalogue has none."""
    entry = course.titles.get(part.url_name)
    if entry is None:
        return None
    texts = {node.get("lang", ""): "".join(node.itertext()).strip() for node in entry.iterchildren("text")}
    known = {each: texts[each] for each in LANGUAGES if texts.get(each)}
    return pick(known, language)[0] if known else None


def list_edits(course: Course, language: Language, read: dict[str, str]) -> list[Edit]:
    """Return the changes that make the course speak one language in Studio; `read` holds the text of its OLX and policy files."""
    edits = [edit for part in course.list_parts() for edit in _retitle(course, part, language, read)]
    edits += [edit for page in course.verticals for block in page.blocks for edit in _inline(page, block, read)]
    return edits + list(_policy(course, language, read))


def _retitle(course: Course, part: Part, language: Language, read: dict[str, str]) -> Iterator[Edit]:
    title = title_of(course, part, language)
    start = find_start(read[part.file], part)
    if start is None:
        return
    changed = start if title is None else _with_attribute(start, _DISPLAY_NAME, "display_name", title)
    if part is course:
        changed = _with_attribute(changed, _LANGUAGE, "language", language)
    if changed != start:
        yield Edit(part.file, start, changed)


def _inline(page: Part, block: Block, read: dict[str, str]) -> Iterator[Edit]:
    """Studio imports a pointer to one of our blocks as an empty block."""
    if block.file == page.file or not block.kind.startswith("maslak_"):
        return
    pattern = (
        rf"""<{block.kind}\s(?:[^>"']|"[^"]*"|'[^']*')*?url_name\s*=\s*["']{re.escape(block.url_name)}["'][^>]*?(?:/>|></{block.kind}>)"""
    )
    found = re.search(pattern, read[page.file])
    if found is None:
        return
    body = re.sub(r"^\s*<\?xml[^>]*\?>\s*", "", read[block.file]).strip()
    start = find_start(body, block) or ""
    named = start if " url_name=" in start else start.replace(f"<{block.kind}", f'<{block.kind} url_name="{block.url_name}"', 1)
    yield Edit(page.file, found[0], body.replace(start, named, 1))


def _policy(course: Course, language: Language, read: dict[str, str]) -> Iterator[Edit]:
    path = f"policies/{course.run}/policy.json"
    if path not in read:
        return
    document = json.loads(read[path])
    own = document.get(f"course/{course.run}")
    if not isinstance(own, dict):
        return
    changed = own | {"language": language, "display_name": title_of(course, course, language) or own.get("display_name")}
    if changed != own:
        text = json.dumps(document | {f"course/{course.run}": changed}, ensure_ascii=False, indent=2) + "\n"
        yield Edit(path, read[path], text)


def find_start(text: str, part: Part) -> str | None:
    """Return the start tag of a part as it stands in the text of its file."""
    tag = str(part.element.tag)
    is_root = part.element.getparent() is None
    for match in re.finditer(f"{_SKIPPED}|{_START.format(tag=re.escape(tag))}", text, re.DOTALL):
        if not match[0].startswith(f"<{tag}"):
            continue
        if is_root or re.search(rf"""\surl_name\s*=\s*["']{re.escape(part.url_name)}["']""", match[0]):
            return match[0]
    return None


def _with_attribute(start: str, pattern: re.Pattern[str], name: str, value: str) -> str:
    literal = quoteattr(value)
    if pattern.search(start):
        return pattern.sub(lambda match: match[1] + literal, start, count=1)
    return re.sub(r"(?=\s|/?>)", lambda _: f" {name}={literal}", start, count=1)
