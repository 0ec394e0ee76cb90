"""Beginning a unit, an item or a lab: files with every part in place, in three languages, that `check` has nothing to say about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from maslak_content.course import Block, Chapter, Course, Sequential
from maslak_content.errors import ContentError
from maslak_content.scaffolding.item_scaffold import ASKING, ItemPlan, fill, plan_items, write_item, write_misconceptions
from maslak_content.scaffolding.lab_scaffold import plan_tasks, write_lab
from maslak_content.whole_files import write_whole
from maslak_domain.language import LANGUAGES, LocalizedText
from maslak_xblocks.checkpoint.document import ItemType
from maslak_xblocks.lab.generators import GENERATORS
from maslak_xblocks.variants import stamp_basis

_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MOST_PRACTICE: Final = 6
_SKIPPED: Final = r"<!--.*?-->|<!\[CDATA\[.*?\]\]>"
_PRACTICE: Final = {"fr": "S’entraîner\u00a0: {}", "ar": "تمرّن: {}", "en": "Practise: {}"}


class ScaffoldRefusedError(ContentError):
    """Raised when what is asked for would not fit the course; nothing was written."""


def add_unit(course: Course, chapter_name: str, name: str, titles: LocalizedText, *, year: int | None = None) -> list[str]:
    """Add a unit with a lesson and a practice to a chapter and return the files written. Raises ScaffoldRefusedError."""
    chapter = _find_chapter(course, chapter_name)
    _refuse_name(course, name)
    competency, level = _find_competency(chapter)
    values = {"name": name, "competency": competency, "level": level, "year": str(year or date.today().year)}  # noqa: DTZ011 - an author's day
    titles = _set_in_type(titles)
    practice = {language: _PRACTICE[language].format(titles[language]) for language in LANGUAGES}
    for language in LANGUAGES:
        values |= {f"title_{language}": quoteattr(titles[language]), f"practice_{language}": quoteattr(practice[language])}
    plans = [ItemPlan(f"{name}-q{n + 1}", f"{name}-s{n + 1}", f"{name}-o{n % 2 + 1}", "single", n % 3, ASKING[n]) for n in range(4)]
    items = "".join(write_item(plan, f"{name}-") for plan in plans).rstrip("\n")
    bank = values | {"items": items, "misconceptions": write_misconceptions(f"{name}-")}
    pages = "".join(f'  <vertical url_name="{name}-{page}"/>\n' for page in ("read", "practice"))
    written = {
        f"vertical/{name}-read.xml": stamp_basis(fill("lesson.xml", values)),
        f"vertical/{name}-practice.xml": stamp_basis(fill("practice.xml", bank)),
        f"sequential/{name}.xml": f"<sequential display_name={values['title_fr']}>\n{pages}</sequential>\n",
        "titles.xml": _with_titles(course, {name: titles, f"{name}-read": titles, f"{name}-practice": practice}),
        # The chapter comes last: until it names the unit, the course is what it was.
        chapter.file: _with_unit(course, chapter, name),
    }
    return _write_all(course.root, written)


def add_item(course: Course, checkpoint: str, objective: str, kind: ItemType = "single") -> list[str]:
    """Add an item to a practice, or a pair of siblings to a bank, and return their ids. Raises ScaffoldRefusedError.

    `kind` is the way in which the item is answered.
    """
    block = next((each for each in course.checkpoints if each.url_name == checkpoint), None)
    if block is None:
        there = ", ".join(each.url_name for each in course.checkpoints) or "–"
        raise ScaffoldRefusedError("the course has no checkpoint {name}; there are {there}", name=checkpoint, there=there)
    known = [node.get("id", "") for lesson in course.lessons for node in lesson.element.iterchildren("objective")]
    if objective not in known:
        raise ScaffoldRefusedError(
            "no lesson declares the objective {name}; there are {there}", name=objective, there=", ".join(known) or "–"
        )
    in_bank = block.element.get("purpose") == "mastery"
    if not in_bank and len(block.element.findall("item")) >= _MOST_PRACTICE:
        raise ScaffoldRefusedError("{name} has {most} items, as many as a practice may have", name=checkpoint, most=_MOST_PRACTICE)
    plans = plan_items(course, block, objective, kind, 2 if in_bank else 1)
    text = _read_text(course, block.file)
    first = plans[0].id + "-"
    text = _insert(text, block, "</maslak_checkpoint>", write_misconceptions(first).strip("\n"))
    text = _insert(text, block, "<misconception", "".join(write_item(plan, first) for plan in plans).strip("\n"))
    _write_all(course.root, {block.file: stamp_basis(text)})
    return [plan.id for plan in plans]


def add_lab(course: Course, unit_name: str, generator: str, titles: LocalizedText) -> list[str]:
    """Add a page with a lab, on data that a generator makes, at the end of a unit, and return the files written.

    Raises ScaffoldRefusedError.
    """
    if generator not in GENERATORS:
        raise ScaffoldRefusedError("there are no data called {name}; there are {there}", name=generator, there=", ".join(GENERATORS))
    unit = _find_unit(course, unit_name)
    taught = [node for block in unit.list_blocks("maslak_lesson") for node in block.element.iterchildren("objective")]
    if not taught:
        raise ScaffoldRefusedError("no lesson of {name} declares an objective that a lab could practise", name=unit_name)
    name = _find_free_page(course, f"{unit_name}-lab")
    titles = _set_in_type(titles)
    values = {"name": name, "competency": taught[0].get("competency", ""), "level": taught[0].get("level", "N1")}
    values |= {f"title_{language}": quoteattr(titles[language]) for language in LANGUAGES}
    plans = plan_tasks(generator, [node.get("id", "") for node in taught])
    written = {
        f"vertical/{name}.xml": stamp_basis(write_lab(generator, plans, values)),
        "titles.xml": _with_titles(course, {name: titles}),
        # The unit comes last: until it names the page, the course is what it was.
        unit.file: _with_page(course, unit, name),
    }
    return _write_all(course.root, written)


def _find_unit(course: Course, name: str) -> Sequential:
    for unit in course.sequentials:
        if unit.url_name == name:
            return unit
    there = ", ".join(unit.url_name for unit in course.sequentials) or "–"
    raise ScaffoldRefusedError("the course has no unit {name}; there are {there}", name=name, there=there)


def _find_free_page(course: Course, name: str) -> str:
    names = (name, *(f"{name}{number}" for number in range(2, 100)))
    return next(each for each in names if not (course.root / f"vertical/{each}.xml").exists() and each not in course.titles)


def _set_in_type(titles: LocalizedText) -> LocalizedText:
    """People type plain spaces and straight apostrophes; print wants others."""
    return {**titles, "fr": re.sub(r" (?=[;:!?»%])|(?<=«) ", "\u00a0", titles["fr"].replace("'", "’"))}


def _with_page(course: Course, unit: Sequential, name: str) -> str:
    text = _read_text(course, unit.file)
    head, end, tail = text.rpartition("</sequential>")
    if not end:
        raise ScaffoldRefusedError('{path} cannot be changed safely; add <vertical url_name="{name}"/> by hand', path=unit.file, name=name)
    return f'{head}  <vertical url_name="{name}"/>\n{end}{tail}'


def _find_chapter(course: Course, name: str) -> Chapter:
    for chapter in course.chapters:
        if chapter.url_name == name:
            return chapter
    there = ", ".join(chapter.url_name for chapter in course.chapters) or "–"
    raise ScaffoldRefusedError("the course has no chapter {name}; there are {there}", name=name, there=there)


def _refuse_name(course: Course, name: str) -> None:
    if not _NAME.fullmatch(name) or len(name) > 60:
        raise ScaffoldRefusedError("{name} is no name for a unit; use small letters, digits and hyphens, as in tc06-u4", name=name)
    paths = (f"sequential/{name}.xml", f"vertical/{name}-read.xml", f"vertical/{name}-practice.xml")
    taken = [path for path in paths if (course.root / path).exists()]
    if taken or name in course.titles:
        raise ScaffoldRefusedError("{name} is already there", name=", ".join(taken) or name)


def _find_competency(chapter: Chapter) -> tuple[str, str]:
    for block in chapter.list_blocks("maslak_checkpoint"):
        if block.element.get("competency"):
            return str(block.element.get("competency")), block.element.get("level", "N1")
    raise ScaffoldRefusedError(
        "no checkpoint of {name} says which competency the chapter teaches; begin the chapter with its checkpoint", name=chapter.url_name
    )


def _with_titles(course: Course, titles: Mapping[str, LocalizedText]) -> str:
    entries = "".join(
        f'  <title for="{name}">\n'
        + "".join(f'    <text lang="{language}">{escape(title[language])}</text>\n' for language in LANGUAGES)
        + "  </title>\n"
        for name, title in titles.items()
    )
    text = _read_text(course, "titles.xml") if (course.root / "titles.xml").is_file() else "<titles>\n</titles>\n"
    head, end, tail = text.rpartition("</titles>")
    return f"{head}{entries}{end}{tail}"


def _with_unit(course: Course, chapter: Chapter, name: str) -> str:
    """Put the unit before the chapter's own checkpoint, where learners meet it."""
    text = _read_text(course, chapter.file)
    deciding = [unit.url_name for unit in chapter.sequentials if unit.element.get("graded") == "true"]
    before = rf"""<sequential(?=\s)[^>]*\surl_name=["']{re.escape(deciding[0])}["']""" if deciding else "</chapter>"
    found = re.search(rf"[ \t]*(?:{before})", text)
    if found is None:
        raise ScaffoldRefusedError(
            '{path} cannot be changed safely; add <sequential url_name="{name}"/> by hand', path=chapter.file, name=name
        )
    return f'{text[: found.start()]}  <sequential url_name="{name}"/>\n{text[found.start() :]}'


def _insert(text: str, block: Block, before: str, what: str) -> str:
    """Put lines before the next `before` inside a checkpoint."""
    inside = False
    pattern = rf"{_SKIPPED}|<maslak_checkpoint(?=\s)[^>]*>|[ \t]*(?:{re.escape(before)}|</maslak_checkpoint>)"
    for match in re.finditer(pattern, text, re.DOTALL):
        if match[0].startswith("<maslak_checkpoint"):
            inside = re.search(rf"""\surl_name=["']{re.escape(block.url_name)}["']""", match[0]) is not None
        elif inside and not match[0].startswith("<!"):
            return f"{text[: match.start()]}    {what.lstrip()}\n{text[match.start() :]}"
    raise ScaffoldRefusedError("{path} cannot be changed safely; add the item by hand", path=block.file)


def _read_text(course: Course, file: str) -> str:
    try:
        return (course.root / file).read_bytes().decode()
    except UnicodeDecodeError as error:
        raise ScaffoldRefusedError("{path} is not UTF-8 text", path=file) from error


def _write_all(root: Path, texts: Mapping[str, str]) -> list[str]:
    for name in texts:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
    write_whole({root / name: text.encode() for name, text in texts.items()})
    return list(texts)
