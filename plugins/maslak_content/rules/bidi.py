"""Arabic beside Latin letters and numbers: what is not set apart jumps to the wrong side of the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maslak_content.course import Course
from maslak_content.findings import Finding, error
from maslak_content.passages import Passage, list_passages
from maslak_xblocks.olx import Element

ADDRESS_LOOSE = error("address_loose", "“{text}” is not set apart from the Arabic sentence.", 'Put it in <code> or <bdi dir="ltr">.')
COMMAND_LOOSE = error(
    "command_loose", "The option or path “{text}” reads in the wrong order in an Arabic sentence.", 'Put it in <code> or <bdi dir="ltr">.'
)
FORMULA_LOOSE = error("formula_loose", "“{text}” reads in the wrong order in an Arabic sentence.", 'Put it in <bdi dir="ltr">.')
ARABIC_LOOSE = error(
    "arabic_loose", "The Arabic “{text}” is not set apart from the sentence around it.", 'Put it in <bdi lang="ar" dir="rtl">.'
)
DIRECTION_WRONG = error(
    "direction_wrong", "<{tag}> is set to {dir}, against the letters inside.", "Set dir to the direction of what is inside."
)
DIRECTION_MISSING = error("direction_missing", "<bdi> holds Latin letters or a formula but does not say its direction.", 'Add dir="ltr".')
CONTROL_CHARACTER = error("control_character", "An invisible direction mark ({name}) stands in the text.", "Remove it; use <bdi> instead.")
PUNCTUATION_LATIN = error("punctuation_latin", "“{text}” is not Arabic punctuation.", "Write ، ؛ ؟ after Arabic words.")
LETTER_FORMS = error("letter_forms", "“{text}” is written with presentation forms, not letters.", "Type the ordinary Arabic letters.")
TATWEEL = error("tatweel", "“{text}” is stretched with a tatweel.", "Remove it: it breaks search and reading aloud.")

_BLOCKS = frozenset(
    {"section", "p", "ul", "ol", "li", "dl", "dt", "dd", "h2", "h3", "table", "tr", "td", "th", "caption", "aside", "details", "summary"}
)
_ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3]")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]")
_ADDRESS = re.compile(
    r"https?://\S+|\b[\w.+-]+@[\w-]+\.[\w.-]+|\b(?:[a-z0-9-]+\.)+(?:ma|com|org|net|fr|example|test|edu|gov|io|dev)\b(?:/\S*)?|(?<!\w)[\w-]+\.(?:py|sh|txt|csv|json|md|html|pdf|zip|xlsx|log)\b",
    re.ASCII,
)
_FORMULA = re.compile(
    r"(?<!\u200e)(?<![\w.])\d[\d.,]*\s*[×÷*/=+<>≤≥^]\s*\d[\d.,]*|(?<![\w\u200e])\d+(?:-\d+){2,}|\b[A-Za-z_]\w*\s*=\s*\w+|(?<![\w\u200e])\d[\d.,]*\s?[%٪]"
    r"|\+\d{1,3}(?:[ .-]\d{1,4}){2,}|(?<!\w)[A-Za-z]\w*[+#]+(?!\w)"
)
# A dash or stroke before Latin letters takes the direction of the sentence: “-m” is read as “m-”, “/etc” as “etc/”.
_COMMAND = re.compile(r"(?<![\w\u200e\ufffc.)-])(?:--?[A-Za-z][\w-]*|~?(?:/[A-Za-z][\w.-]*)+/?|[A-Za-z]:\\\S*)", re.ASCII)
_CONTROLS = {**{chr(code): f"U+{code:04X}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0x200B)}}
_MARKS = re.compile("[\u200e\u200f\u061c]")
# Where nothing can be set apart, as in a title, a mark before a number is the only means in an Arabic sentence.
_STRAY_MARKS = re.compile("[\u200f\u061c]|\u200e(?![A-Za-z\\d])(?<![A-Za-z\\d]\u200e)")
_WRONG_STOP = re.compile("[\u0621-\u064a]+\\s?[,;?](?!\\d)")
# One look tells that most passages have none of what is then searched for.
_UNUSUAL = re.compile(f"[{''.join(_CONTROLS)}\u200e\u200f\u061c\u0640\ufb50-\ufdfb\ufe70-\ufefc]")
_LATIN_OR_DIGIT = re.compile(r"[A-Za-z_\d]")
_STRETCHED = re.compile("\\w*[\u0621-\u064a]\u0640+[\u0621-\u064a]\\w*")
_FORMS = re.compile("[\ufb50-\ufdfb\ufe70-\ufefc]+")


def check(course: Course) -> Iterator[Finding]:
    """Find text that a bidirectional line shows in the wrong order, and characters that nobody can see."""
    for passage in list_passages(course):
        if _UNUSUAL.search(passage.plain):
            yield from _check_characters(passage)
        if passage.language == "ar":
            yield from _check_arabic(passage)
        elif match := _ARABIC.search(passage.prose):
            yield ARABIC_LOOSE.at(passage.file, passage.element, text=passage.prose[match.start() :][:20])
    for block in course.readables:
        for variant in block.element.iter("variant"):
            for node in variant.iter("bdi", "code", "pre", "kbd", "samp"):
                yield from _check_direction(block.file, node, variant.get("lang", ""))
            for node in variant.iterfind(".//*[@dir]"):
                yield from _check_turned(block.file, node, variant.get("lang", ""))


def _check_characters(passage: Passage) -> Iterator[Finding]:
    for character in sorted(set(passage.plain) & _CONTROLS.keys()):
        yield CONTROL_CHARACTER.at(passage.file, passage.element, name=_CONTROLS[character])
    if match := (_STRAY_MARKS if passage.language == "ar" else _MARKS).search(passage.prose):
        yield CONTROL_CHARACTER.at(passage.file, passage.element, name=f"U+{ord(match[0]):04X}")
    if match := _FORMS.search(passage.plain):
        yield LETTER_FORMS.at(passage.file, passage.element, text=match[0])
    # Before a number or code a tatweel shows that the letter is joined; between letters it only stretches.
    if match := _STRETCHED.search(passage.plain):
        yield TATWEEL.at(passage.file, passage.element, text=match[0])


def _check_arabic(passage: Passage) -> Iterator[Finding]:
    # A title or a description is plain text: nothing in it can be set apart.
    if _LATIN_OR_DIGIT.search(passage.prose):
        for kind, pattern in ((ADDRESS_LOOSE, _ADDRESS), (COMMAND_LOOSE, _COMMAND)) if passage.tag not in ("img", "title") else ():
            for match in pattern.finditer(passage.prose):
                yield kind.at(passage.file, passage.element, text=match[0])
        for match in _FORMULA.finditer(passage.prose):
            yield FORMULA_LOOSE.at(passage.file, passage.element, text=match[0])
    for match in _WRONG_STOP.finditer(passage.prose):
        yield PUNCTUATION_LATIN.at(passage.file, passage.element, text=match[0])


def _check_turned(file: str, node: Element, language: str) -> Iterator[Finding]:
    """Find a paragraph or section that is turned against its own language."""
    direction, usual = node.get("dir"), "rtl" if language == "ar" else "ltr"
    if node.tag in _BLOCKS and direction != usual and node.get("lang", language) == language:
        yield DIRECTION_WRONG.at(file, node, tag=str(node.tag), dir=str(direction))


def _check_direction(file: str, node: Element, language: str) -> Iterator[Finding]:
    text, direction, tag = "".join(node.itertext()), node.get("dir"), str(node.tag)
    if _MARKS.search(text):
        yield CONTROL_CHARACTER.at(file, node, name="U+200E/U+200F")
    arabic, latin = bool(_ARABIC.search(text)), bool(_LATIN.search(text) or re.search(r"\d", text))
    if tag != "bdi":
        if direction == "rtl":
            yield DIRECTION_WRONG.at(file, node, tag=tag, dir=direction)
    elif (direction == "rtl" and not arabic) or (direction == "ltr" and arabic and not latin):
        yield DIRECTION_WRONG.at(file, node, tag=tag, dir=direction)
    elif direction is None and latin and not arabic and language == "ar":
        yield DIRECTION_MISSING.at(file, node)
