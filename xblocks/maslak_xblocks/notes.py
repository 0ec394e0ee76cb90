"""Notes that an author reads beside a field while typing: few, in the author's language, each with what to do.

An *error* is what cannot mean anything: it keeps the content from being saved. A *warning* is worth a look and never stands in
the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, Protocol

from lxml import html as lxml_html

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.errors import OLXError
from maslak_xblocks.frame import name_language

Severity = Literal["error", "warning"]
_HEADINGS: Final = ("h2", "h3", "h4")
_MISSING: Final = re.compile(r"/?static/missing-\d+\.png")


@dataclass(frozen=True)
class Note:
    """One note: where, by the path of a form such as ``items.0.stem.fr``, what, and how grave."""

    path: str
    text: str
    severity: Severity = "warning"


def note_missing(path: str, language: Language, translate: Translator) -> Note:
    """Note that something is not yet there in a language."""
    return Note(path, translate("Not yet written in {language}.", language=name_language(translate, language)))


class Page(Protocol):
    """A page in several languages as an editor holds it."""

    @property
    def languages(self) -> Sequence[Language]: ...

    @property
    def title(self) -> Mapping[Language, str]: ...

    @property
    def html(self) -> Mapping[Language, str]: ...

    @property
    def state(self) -> Mapping[Language, str]: ...


def check_languages(page: Page, translate: Translator, untitled: str, empty: str = "") -> Iterator[Note]:
    """Note which languages are missing, have no title, lag behind their source, or have no text where ``empty`` says what to do."""
    for language in LANGUAGES:
        if language not in page.languages:
            yield note_missing(f"title.{language}", language, translate)
            continue
        if not page.title.get(language):
            yield Note(f"title.{language}", untitled, "error")
        if empty and language not in page.html:
            yield Note(f"html.{language}", empty)
        if page.state.get(language) == "stale":
            text = translate("The source was changed after this was translated. Bring it up to date, then set its state.")
            yield Note(f"state.{language}", text)


class NotedError(OLXError):
    """Raised when an author saves what cannot mean anything; ``findings`` name each place."""

    def __init__(self, notes: Sequence[Note]) -> None:
        super().__init__(notes[0].text)
        self.params = {**self.params, "findings": as_findings(notes)}


def as_findings(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Give notes in the form that the editor's script reads."""
    return [asdict(note) for note in notes]


def refuse_errors(notes: Iterable[Note]) -> None:
    """Raise NotedError when any note is an error."""
    if errors := [note for note in notes if note.severity == "error"]:
        raise NotedError(errors)


def sum_up(notes: Sequence[Note], translate: Translator) -> str:
    """Say in one sentence how many notes there are."""
    errors = sum(note.severity == "error" for note in notes)
    if not notes:
        return translate("Nothing to mend.")
    if not errors:
        return translate.count(
            "{number} note, nothing that stands in the way", "{number} notes, nothing that stands in the way", len(notes)
        )
    return translate.count("{number} thing to mend before saving", "{number} things to mend before saving", errors)


def check_html(html: str, path: str, translate: Translator) -> Iterator[Note]:
    """Check what any written text can get wrong: pictures without words, headings that skip a level, tables without a header."""
    if "<" not in html:
        return
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for image in root.iter("img"):
        name = (image.get("src") or "").rpartition("/")[2]
        if _MISSING.fullmatch(image.get("src") or ""):
            yield Note(path, translate("The picture {name} is not here yet: select it in the text and give its file.", name=name))
        if not (image.get("alt") or "").strip():
            yield Note(path, translate("The picture {name} needs a description for those who do not see it.", name=name or "?"))
    yield from _check_headings(root, path, translate)
    if any(not table.xpath(".//th") for table in root.iter("table")):
        yield Note(path, translate("A table needs a first row of headers, or nobody who listens to it can follow."))


def _check_headings(root: Any, path: str, translate: Translator) -> Iterator[Note]:
    level = 1
    for heading in root.iter(*_HEADINGS):
        own, words = int(heading.tag[1]), " ".join("".join(heading.itertext()).split())
        if own > level + 1:
            yield Note(path, translate("The heading “{words}” skips a level.", words=words[:60]))
        if not words:
            yield Note(path, translate("A heading has no words."))
        level = own
