"""What comes in, made safe and comparable before the host sees it: which stage, which texts, which link, which file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final, cast
from urllib.parse import urlsplit

from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.payload import take_text
from maslak_xblocks.project.document import ProjectDocument
from maslak_xblocks.project.errors import (
    EmptyFileError,
    FileTooLargeError,
    FileTypeError,
    IncompleteRoundError,
    InvalidLinkError,
    TeamNameError,
    UnknownStageError,
)
from maslak_xblocks.project.media import find_media_type
from maslak_xblocks.project.port import LONGEST_TEXT, Draft, TeamAct, Upload
from maslak_xblocks.project.stages import Deliverable, Stage

LONGEST_LINK: Final = 2000
LONGEST_TEAM_NAME: Final = 40
_LONGEST_NAME: Final = 100
_PREFIX: Final = "text."
# Control characters and marks of direction: with them a name shows another ending than it has.
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
# Which field of a payload says with what something is done.
_TEAM_FIELDS: Final = {
    "create": "name", "join": "code", "ask": "team", "accept": "request", "decline": "request", "withdraw": "", "leave": "",
}  # fmt: skip
_UNSAFE: Final = re.compile(r'[<>:"|?*%]')
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+\.[A-Za-z][A-Za-z0-9-]+|\[?[0-9A-Fa-f:.]+\]?")


def take_stage(payload: Mapping[str, Any], document: ProjectDocument) -> Stage:
    """Give the stage that a payload speaks about. Raises InvalidPayloadError and UnknownStageError."""
    stage = document.find_stage(take_text(payload, "stage", 64))
    if stage is None:
        raise UnknownStageError("the project has no such stage")
    return stage


def take_deliverable(payload: Mapping[str, Any], stage: Stage) -> Deliverable:
    """Give the deliverable a file is for. Raises InvalidPayloadError and UnknownStageError."""
    deliverable = stage.find(take_text(payload, "deliverable", 64))
    if deliverable is None or deliverable.kind != "file":
        raise UnknownStageError("the stage asks for no such file")
    return deliverable


def take_texts(payload: Mapping[str, Any], stage: Stage) -> dict[str, str]:
    """Give the texts and links of a stage: an object ``texts``, or the fields ``text.…`` of a plain form.

    A link is kept as it is being typed; only handing in asks for a whole one. Raises InvalidPayloadError and UnknownStageError.
    """
    given = payload.get("texts")
    if given is None:
        given = {name.removeprefix(_PREFIX): value for name, value in payload.items() if name.startswith(_PREFIX)}
    if not isinstance(given, Mapping):
        raise InvalidPayloadError("texts must be an object", field="texts")
    texts = {}
    for name, value in given.items():
        deliverable = stage.find(name)
        if deliverable is None or deliverable.kind == "file":
            raise UnknownStageError("the stage asks for no such text")
        longest = LONGEST_LINK if deliverable.kind == "link" else LONGEST_TEXT
        if not isinstance(value, str) or "\x00" in value or len(value) > longest:
            raise InvalidPayloadError(f"a text must have at most {longest} characters", field=name)
        text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        if text:
            texts[name] = text
    return texts


def take_team_act(payload: Mapping[str, Any]) -> tuple[TeamAct, str]:
    """Give what a learner does about their team, and with what. Raises InvalidPayloadError and TeamNameError."""
    act = take_text(payload, "act", 16)
    if act not in _TEAM_FIELDS:
        raise InvalidPayloadError("there is no such act", field="act")
    name = _TEAM_FIELDS[act]
    value = take_text(payload, name, 400) if name else ""
    if act == "create":
        value = " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", value)).split())
        if not 0 < len(value) <= LONGEST_TEAM_NAME:
            raise TeamNameError("a team needs a short name", limit=LONGEST_TEAM_NAME)
    return cast(TeamAct, act), value


def make_upload(deliverable: Deliverable, name: str, content: bytes) -> Upload:
    """Give a file as the host keeps it. Raises EmptyFileError, FileTooLargeError and FileTypeError."""
    if not content:
        raise EmptyFileError("the file is empty")
    if len(content) > deliverable.max_bytes:
        raise FileTooLargeError("the file is too large", limit=deliverable.max_bytes)
    kept = clean_name(name)
    _, dot, ending = kept.lower().rpartition(".")
    media_type = find_media_type(ending, content) if dot and ending in deliverable.accept else None
    if media_type is None:
        raise FileTypeError("the file is not of a type that is asked for", accept=list(deliverable.accept))
    return Upload(deliverable.id, kept, media_type, content)


def clean_name(name: str) -> str:
    """Give a file's name without a path, without what nobody sees, and short; its ending stays."""
    last = re.split(r"[/\\]", name)[-1]
    seen = _UNSAFE.sub("_", _UNSEEN.sub("", unicodedata.normalize("NFC", last))).rstrip(" .")
    stem, dot, ending = seen.rpartition(".")
    return f"{stem.strip(' .')[:_LONGEST_NAME] or 'file'}{dot}{ending[:10]}" if dot else seen[:_LONGEST_NAME]


def is_safe_link(link: str) -> bool:
    """Say whether a page may lead to a link: https, a host with a dot, no user name, nothing invisible."""
    if _UNSEEN.search(link) or " " in link:
        return False
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:
        return False
    return parts.scheme == "https" and "@" not in parts.netloc and bool(_HOST.fullmatch(host))


def check_whole(stage: Stage, draft: Draft) -> None:
    """Raise IncompleteRoundError where something required is missing, InvalidLinkError where a link leads nowhere."""
    present = {name for name, text in draft.texts.items() if text} | {file.deliverable for file in draft.files}
    missing = [each.id for each in stage.deliverables if each.is_required and each.id not in present]
    if missing or not present & {each.id for each in stage.deliverables}:
        raise IncompleteRoundError("something required is missing", missing=missing)
    for each in stage.deliverables:
        link = draft.texts.get(each.id, "") if each.kind == "link" else ""
        if link and not is_safe_link(link):
            raise InvalidLinkError("a link must begin with https://", field=each.id)
