"""Moodle's GIFT: questions as plain text. Format: docs.moodle.org, "GIFT format"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from maslak_domain.language import Language
from maslak_xblocks.checkpoint.editing.item_draft import ItemDraft
from maslak_xblocks.checkpoint.imports.given import Given, read_number, read_span
from maslak_xblocks.checkpoint.imports.keeping import Place, judge_choice, judge_number, judge_words, keep, read_plain
from maslak_xblocks.checkpoint.imports.markup import list_losses, to_html, to_paragraph
from maslak_xblocks.checkpoint.imports.result import Answer, Imported, make_choice, make_matching

# What stands behind a backslash loses its meaning; a private sign keeps its place until the text is read.
_SPECIAL: Final = "~=#{}:\\n"
_HIDDEN: Final = {sign: chr(0xE000 + number) for number, sign in enumerate(_SPECIAL)}
_SHOWN: Final = {hidden: "\n" if sign == "n" else sign for sign, hidden in _HIDDEN.items()}
_ESCAPE: Final = re.compile(r"\\([~=#{}:\\n])")
_FORMAT: Final = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_WEIGHT: Final = re.compile(r"\s*%(-?\d{1,3}(?:[.,]\d{1,10})?)%")
_TITLE: Final = re.compile(r"::(.*?)::\s*", re.DOTALL)
# A gap in the form of Moodle's cloze: how many points, then what kind of answer.
_GAP: Final = re.compile(
    r"\s*\d*:(SA|SHORTANSWER|SAC|SHORTANSWER_C|MWC?|MC[HV]?S?|MULTICHOICE(?:_\w+)?|NM|NUMERICAL):",
    re.IGNORECASE,
)
_CLOSING: Final = frozenset('.,;:!?؟،؛…)»"')
# What Moodle knows, and what people write in its place.
_BOOLEANS: Final = {
    "T": True,
    "TRUE": True,
    "VRAI": True,
    "صحيح": True,
    "صح": True,
    "F": False,
    "FALSE": False,
    "FAUX": False,
    "خطأ": False,
}
TRUE: Final[dict[Language, tuple[str, str]]] = {"ar": ("صحيح", "خطأ"), "fr": ("Vrai", "Faux"), "en": ("True", "False")}


@dataclass(frozen=True)
class Gift(Place):
    """Where a question stands, and in which form its texts are."""

    form: str = ""

    def html(self, text: str) -> str:
        """Give a text as HTML, in the form it names or that of the question."""
        plain = _show(text)
        match = _FORMAT.match(plain)
        return to_html(plain[match.end() :] if match else plain, match[1].lower() if match else self.form)


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


def hide_escapes(text: str) -> str:
    """Give a text in which signs behind a backslash have no meaning any more."""
    return _ESCAPE.sub(lambda match: _HIDDEN[match[1]], text)


def _split(text: str) -> Iterator[tuple[int, str]]:
    """Give each question with the line it begins on; blank lines part them, but not inside an answer.

    Where an answer was never closed, the next question that has a title begins anew.
    """
    lines: list[str] = []
    start, depth, was_blank = 1, 0, False
    for number, line in enumerate([*text.splitlines(), ""], 1):
        bare = line.strip()
        if bare.startswith("//"):
            continue
        begins = bare.startswith("$CATEGORY:") or (was_blank and bare.startswith("::"))
        if lines and (begins or (not bare and depth <= 0)):
            yield start, "\n".join(lines).strip()
            lines, depth = [], 0
        was_blank = not bare
        if bare.startswith("$CATEGORY:"):
            yield number, bare
            continue
        if not bare and not lines:
            continue
        hidden = hide_escapes(line)
        if not lines:
            start = number
        depth += hidden.count("{") - hidden.count("}")
        lines.append(hidden)
    if lines:
        yield start, "\n".join(lines).strip()


def _show(text: str) -> str:
    return "".join(_SHOWN.get(sign, sign) for sign in text).strip()


def _read_question(block: str, line: int, language: Language, found: Imported) -> None:
    title = _TITLE.match(block)
    body = block[title.end() :] if title else block
    opened, closed = body.find("{"), body.rfind("}")
    if opened < 0:
        found.note("description", line, _show(body))
        return
    if closed < opened or "{" in body[opened + 1 : closed]:
        found.note("gaps" if body.count("{") == body.count("}") > 1 else "unreadable", line, _show(block))
        return
    before, inside, after = body[:opened], body[opened + 1 : closed].strip(), body[closed + 1 :].strip()
    form = _FORMAT.match(before)
    place = Gift(line, language, found, form[1].lower() if form else "")
    read_answers(place_stem(place, before, after), inside, place)
    for code, detail in list_losses(_show(body), place.form):
        place.note(code, detail)


def place_stem(place: Gift, before: str, after: str) -> str:
    """Give the question with a line where its answer goes, when words follow it."""
    rest = place.html(after)
    return to_paragraph(_mark_gap(place.html(before), rest) if rest else place.html(before))


def _mark_gap(before: str, after: str) -> str:
    return f"{before.rstrip()} ____{'' if after[:1] in _CLOSING or after.startswith('</') else ' '}{after.lstrip()}"


def read_answers(stem: str, inside: str, place: Gift) -> None:
    """Read what stands between the braces, and keep the question."""
    inside, _, general = inside.partition("####")
    keep(place, _read_answers(stem, inside.strip(), place), place.html(general))


def _read_answers(stem: str, inside: str, place: Gift) -> ItemDraft | None:
    word, *said = inside.split("#", 2) if not inside.startswith("#") else [inside]
    if gap := _GAP.match(inside):
        return _read_gap(stem, inside[gap.end() :].strip(), gap[1].upper(), place)
    if not inside:
        place.note("essay", read_plain(stem))
        return None
    if inside.startswith("#"):
        return _read_number(stem, inside[1:].strip(), place)
    if word.strip().upper() in _BOOLEANS:
        return _read_boolean(stem, _BOOLEANS[word.strip().upper()], said, place)
    return _read_list(stem, inside, place)


def _read_gap(stem: str, inside: str, kind: str, place: Gift) -> ItemDraft | None:
    """Read the answers of a gap, of which the first may lack its sign."""
    signed = inside if inside[:1] in ("=", "~") else f"~{inside}"
    if kind in ("NM", "NUMERICAL"):
        return _read_number(stem, signed, place)
    if kind[0] == "S" or kind.startswith("MW"):
        return _read_words(stem, _list_answers(signed, place), place, exact=kind.endswith("C"))
    return _read_list(stem, signed, place)


def _read_boolean(stem: str, is_true: bool, said: Sequence[str], place: Gift) -> ItemDraft:
    wrong, right = (place.html(said[0]) if said else ""), (place.html(said[1]) if len(said) > 1 else "")
    answers = [
        Answer(name, 100 if value is is_true else 0, right if value is is_true else wrong)
        for name, value in zip(TRUE[place.language], (True, False), strict=True)
    ]
    return make_choice(stem, answers, place.language, single=True)


def _list_answers(inside: str, place: Gift) -> list[tuple[str, str, float, str]]:
    """Give each answer: its sign, its text still hidden, what it is worth, and what is said about it."""
    # “~=” marks a right answer among wrong ones, as in gaps.
    parts = re.findall(r"([=~])([^=~]*)", re.sub(r"~\s*=", "=", inside))
    answers = []
    for sign, text in parts:
        weight = _WEIGHT.match(text)
        words, _, feedback = (text[weight.end() :] if weight else text).partition("#")
        fraction = float(weight[1].replace(",", ".")) if weight else (100.0 if sign == "=" else 0.0)
        answers.append((sign, words, fraction, place.html(feedback)))
    return answers


def _read_list(stem: str, inside: str, place: Gift) -> ItemDraft | None:
    if not re.search("[=~]", inside):
        # One right word alone needs no sign.
        inside = f"={inside}"
    if inside.lstrip()[:1] not in "=~":
        place.note("unreadable", _show(inside))
        return None
    answers = _list_answers(inside, place)
    # A right answer alone marks a word; one that is written “~=” stands among options.
    options = "~" in inside
    if not options and all("->" in words for _, words, _, _ in answers):
        pairs = [(place.html(left), place.html(right)) for left, _, right in (words.partition("->") for _, words, _, _ in answers)]
        for _, words, _, feedback in answers:
            if feedback:
                place.note("pair_feedback", f"{_show(words)}: {read_plain(feedback)}")
        return make_matching(stem, pairs, place.language)
    if not options:
        return _read_words(stem, answers, place)
    single = any(sign == "=" for sign, _, _, _ in answers) or None
    return judge_choice(place, stem, [Answer(place.html(words), fraction, said) for _, words, fraction, said in answers], single=single)


def _read_words(stem: str, answers: Sequence[tuple[str, str, float, str]], place: Gift, *, exact: bool = False) -> ItemDraft:
    given = [Given(read_plain(place.html(words)), fraction, said) for _, words, fraction, said in answers]
    return judge_words(place, stem, given, exact=exact)


def _read_number(stem: str, inside: str, place: Gift) -> ItemDraft | None:
    given = []
    for _, words, fraction, said in _list_answers(inside if inside.lstrip()[:1] in ("=", "~") else f"={inside}", place):
        text = _show(words)
        value, tolerance = read_span(text) or _read_around(text) or ("*", "")
        if value == "*" and text not in ("", "*"):
            place.note("number", text)
            return None
        given.append(Given(value, fraction, said, tolerance))
    return judge_number(place, stem, given)


def _read_around(text: str) -> tuple[str, str] | None:
    value, _, around = text.partition(":")
    number, tolerance = read_number(value), read_number(around or "0")
    return (number, tolerance) if number is not None and tolerance is not None else None


def read_gap(html: str, place: Place) -> ItemDraft | None:
    """Read a text with one gap in the form of Moodle's cloze; one with several is noted."""
    gaps = list(re.finditer(r"\{(?:[^{}\\]|\\.)*\}", html))
    own = [gap for gap in gaps if _GAP.match(gap[0][1:])]
    if len(own) != 1:
        place.note("gaps", read_plain(html))
        return None
    before, inside, after = html[: own[0].start()], hide_escapes(own[0][0][1:-1]), html[own[0].end() :]
    return _read_answers(to_paragraph(_mark_gap(before, after)), inside, Gift(place.line, place.language, place.found, "html"))
