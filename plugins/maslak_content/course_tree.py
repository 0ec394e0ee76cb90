"""The course as its files say it: chapters, units, pages and blocks, each knowing the file and element it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from maslak_content.findings import Finding
from maslak_domain.competency import Framework
from maslak_xblocks.olx import Element


@dataclass(frozen=True, eq=False)
class Part:
    """Anything with a ``url_name``: ``element`` stands in ``file``, a path relative to the course."""

    url_name: str
    file: str
    element: Element


@dataclass(frozen=True, eq=False)
class Block(Part):
    """One block of a page, inline or in a file of its own."""

    @property
    def kind(self) -> str:
        """The block's type, such as ``maslak_lesson``."""
        return str(self.element.tag)


@dataclass(frozen=True, eq=False)
class Vertical(Part):
    """A page."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, eq=False)
class Sequential(Part):
    """A unit."""

    verticals: tuple[Vertical, ...]

    def list_blocks(self, kind: str) -> list[Block]:
        """Give the unit's blocks of one type, in reading order."""
        return [block for vertical in self.verticals for block in vertical.blocks if block.kind == kind]


@dataclass(frozen=True, eq=False)
class Chapter(Part):
    """A chapter."""

    sequentials: tuple[Sequential, ...]

    def list_blocks(self, kind: str) -> list[Block]:
        """Give the chapter's blocks of one type, in reading order."""
        return [block for sequential in self.sequentials for block in sequential.list_blocks(kind)]


@dataclass(frozen=True, eq=False)
class Course(Part):
    """A whole course. ``url_name`` is the run; ``findings`` are the faults met while reading it."""

    root: Path
    chapters: tuple[Chapter, ...]
    titles: Mapping[str, Element]
    glossary: Mapping[str, Element]
    statics: Mapping[str, Path]
    policies: Mapping[str, Any]
    files: Mapping[str, Element]
    framework: Framework | None
    findings: tuple[Finding, ...]

    @property
    def run(self) -> str:
        """The ``url_name`` of the course: the name of its run."""
        return self.url_name

    @cached_property
    def lessons(self) -> tuple[Block, ...]:
        """Every lesson, in reading order."""
        return tuple(self._list_blocks("maslak_lesson"))

    @cached_property
    def checkpoints(self) -> tuple[Block, ...]:
        """Every checkpoint, in reading order."""
        return tuple(self._list_blocks("maslak_checkpoint"))

    @cached_property
    def passports(self) -> tuple[Block, ...]:
        """Every passport, in reading order."""
        return tuple(self._list_blocks("maslak_passport"))

    @cached_property
    def labs(self) -> tuple[Block, ...]:
        """Every lab, in reading order."""
        return tuple(self._list_blocks("maslak_lab"))

    @cached_property
    def logbooks(self) -> tuple[Block, ...]:
        """Every logbook, in reading order."""
        return tuple(self._list_blocks("maslak_logbook"))

    @cached_property
    def diagnostics(self) -> tuple[Block, ...]:
        """Every diagnostic, in reading order."""
        return tuple(self._list_blocks("maslak_diagnostic"))

    @cached_property
    def question_blocks(self) -> tuple[Block, ...]:
        """Every block that asks questions: checkpoints, then diagnostics."""
        return (*self.checkpoints, *self.diagnostics)

    @cached_property
    def projects(self) -> tuple[Block, ...]:
        """Every project, in reading order."""
        return tuple(self._list_blocks("maslak_project"))

    @cached_property
    def readables(self) -> tuple[Block, ...]:
        """Every block with texts for learners in three languages."""
        return (*self.lessons, *self.checkpoints, *self.passports, *self.diagnostics, *self.labs, *self.projects, *self.logbooks)

    @cached_property
    def sequentials(self) -> tuple[Sequential, ...]:
        """Every unit, in reading order."""
        return tuple(sequential for chapter in self.chapters for sequential in chapter.sequentials)

    @cached_property
    def verticals(self) -> tuple[Vertical, ...]:
        """Every page, in reading order."""
        return tuple(vertical for sequential in self.sequentials for vertical in sequential.verticals)

    def list_parts(self) -> Iterator[Part]:
        """Give the course, its chapters, units and pages: whatever has a title of its own in ``titles.xml``."""
        yield self
        yield from self.chapters
        yield from self.sequentials
        yield from self.verticals

    def _list_blocks(self, kind: str) -> Iterator[Block]:
        return (block for chapter in self.chapters for block in chapter.list_blocks(kind))
