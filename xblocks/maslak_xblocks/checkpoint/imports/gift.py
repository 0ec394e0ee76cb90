"""Moodle's GIFT: questions as plain text. Format: docs.moodle.org, "GIFT format"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from maslak_domain.language import Language
from maslak_xblocks.checkpoint.editing.item_draft import tidy_number
from maslak_xblocks.checkpoint.imports.result import Answer, Imported, make_choice, make_matching, make_number, make_text

# What stands behind a backslash loses its meaning; a private sign keeps its place until the text is read.
_SPECIAL: Final = "~=#{}:\\n"
_HIDDEN: Final = {sign: chr(0xE000 + number) for number, sign in enumerate(_SPECIAL)}
_SHOWN: Final = {hidden: "\n" if sign == "n" else sign for sign, hidden in _HIDDEN.items()}
_ESCAPE: Final = re.compile(r"\\([~=#{}:\\n])")
_FORMAT: Final = re.compile(r"^\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_WEIGHT: Final = re.compile(r"^%(-?\d{1,3}(?:\.\d{1,5})?)%")
_NUMBER: Final = r"-?[0-9]{1,20}(?:[.,][0-9]{1,20})?"
_BOOLEANS: Final = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_TRUE: Final[dict[Language, tuple[str, str]]] = {"ar": ("صحيح", "خطأ"), "fr": ("Vrai", "Faux"), "en": ("True", "False")}


def read_gift(text: str, language: Language) -> Imported:
    """Read a GIFT file whose texts are in one language."""
    found = Imported()
    for line, block in _split(text.removeprefix("\ufeff")):
        if block.startswith("$CATEGORY:"):
            found.note("category", line, block.removeprefix("$CATEGORY:").strip())
            continue
        try:
            _read_question(block, line, language, found)
        except (ValueError, IndexError):
            found.note("unreadable", line, _show(block))
    return found


def _split(text: str) -> Iterator[tuple[int, str]]:
    """Give each question with the line it begins on; blank lines part them, but not inside an answer."""
    lines: list[str] = []
    start, depth = 1, 0
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.lstrip().startswith("//"):
            continue
        if line.startswith("$CATEGORY:"):
            yield number, line.strip()
            continue
        if not line.strip() and (depth <= 0 or not lines):
            if lines:
                yield start, "\n".join(lines).strip()
            lines, depth = [], 0
            continue
        hidden = _ESCAPE.sub(lambda match: _HIDDEN[match[1]], line)
        if not lines:
            start = number
        depth += hidden.count("{") - hidden.count("}")
        lines.append(hidden)
    if lines:
        yield start, "\n".join(lines).strip()


def _show(text: str) -> str:
    return "".join(_SHOWN.get(sign, sign) for sign in text).strip()


def _html(text: str) -> str:
    """Give a text as HTML: as it stands where it says so, else escaped with its line ends."""
    plain = _show(text)
    match = _FORMAT.match(plain)
    plain = plain[match.end() :] if match else plain
    if (match and match[1].lower() == "html") or (not match and re.search(r"</?[a-z]+[^>]*>", plain)):
        return plain.strip()
    return escape(plain.strip(), quote=False).replace("\n", "<br>")


def _read_question(block: str, line: int, language: Language, found: Imported) -> None:
    title = re.match(r"::(.*?)::\s*", block, re.DOTALL)
    body = block[title.end() :] if title else block
    opened, closed = body.find("{"), body.rfind("}")
    if opened < 0:
        found.note("description", line, _show(body))
        return
    if closed < opened or "{" in body[opened + 1 : closed]:
        found.note("unreadable", line, _show(block))
        return
    before, inside, after = body[:opened], body[opened + 1 : closed].strip(), body[closed + 1 :].strip()
    stem = _html(before) + (f" ____ {_html(after)}" if after else "")
    stem = stem if stem.startswith("<p") else f"<p>{stem}</p>"
    inside, _, general = inside.partition("####")
    if general.strip():
        found.note("general_feedback", line, _show(general))
    _read_answers(stem, inside.strip(), line, language, found)


def _read_answers(stem: str, inside: str, line: int, language: Language, found: Imported) -> None:
    word, *said = inside.split("#", 2) if not inside.startswith("#") else [inside]
    if not inside:
        found.note("essay", line, stem)
    elif inside.startswith("#"):
        _read_number(stem, inside[1:].strip(), line, language, found)
    elif word.strip().upper() in _BOOLEANS:
        is_true = _BOOLEANS[word.strip().upper()]
        wrong, right = (_html(said[0]) if said else ""), (_html(said[1]) if len(said) > 1 else "")
        answers = [
            Answer(name, 100 if value is is_true else 0, right if value is is_true else wrong)
            for name, value in zip(_TRUE[language], (True, False), strict=True)
        ]
        found.add(make_choice(stem, answers, language, single=True), line)
    else:
        _read_list(stem, inside, line, language, found)


def _read_list(stem: str, inside: str, line: int, language: Language, found: Imported) -> None:
    parts = re.findall(r"([=~])([^=~]*)", inside)
    if not parts:
        found.note("unreadable", line, _show(inside))
        return
    answers = [_read_answer(sign, text) for sign, text in parts]
    if all("->" in text for _, text in parts):
        pairs = [(_html(left), _html(right)) for left, _, right in (text.partition("#")[0].partition("->") for _, text in parts)]
        found.add(make_matching(stem, pairs, language), line)
    elif all(sign == "=" for sign, _ in parts):
        accepted = [_show(_WEIGHT.sub("", text.strip()).partition("#")[0]) for _, text in parts]
        if any(answer.fraction < 100 for answer in answers):
            found.note("weights", line, stem)
        found.add(make_text(stem, accepted, language, next((answer.feedback for answer in answers if answer.feedback), "")), line)
    else:
        single = any(sign == "=" for sign, _ in parts)
        if any(answer.fraction not in (0, 100) for answer in answers):
            found.note("weights", line, stem)
        found.add(make_choice(stem, answers, language, single=True if single else None), line)


def _read_answer(sign: str, text: str) -> Answer:
    weight = _WEIGHT.match(text.strip())
    rest = text.strip()[weight.end() :] if weight else text
    words, _, feedback = rest.partition("#")
    return Answer(_html(words), float(weight[1]) if weight else (100 if sign == "=" else 0), _html(feedback))


def _read_number(stem: str, inside: str, line: int, language: Language, found: Imported) -> None:
    answers = re.split(r"[=]", inside) if "=" in inside else [inside]
    given = [answer.strip() for answer in answers if answer.strip()]
    first, _, feedback = (given[0] if given else "").partition("#")
    first = _WEIGHT.sub("", first.strip())
    span, around = (
        re.fullmatch(rf"({_NUMBER})\.\.({_NUMBER})", first),
        re.fullmatch(rf"({_NUMBER})(?::({_NUMBER}))?", first.replace(_HIDDEN[":"], ":")),
    )
    if span:
        low, high = float(tidy_number(span[1])), float(tidy_number(span[2]))
        value, tolerance = f"{(low + high) / 2:.10g}", f"{abs(high - low) / 2:.10g}"
    elif around:
        value, tolerance = tidy_number(around[1]), tidy_number(around[2] or "0")
    else:
        found.note("number", line, _show(first))
        return
    if len(given) > 1:
        found.note("more_numbers", line, _show(" ".join(given[1:])))
    found.add(make_number(stem, value, tolerance, language, {"right": _html(feedback)}), line)
