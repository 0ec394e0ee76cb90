"""Can every item be answered, marked and learnt from: its key, its options and its feedback, in each language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from maslak_content.course import Block, Course
from maslak_content.findings import Finding, error, warning
from maslak_domain.language import Language, format_decimal
from maslak_xblocks.checkpoint.document import ITEM_TYPES
from maslak_xblocks.olx import Element

TYPE_UNKNOWN = error("type_unknown", "“{type}” is not a type of item.", "Use {known}.")
KEY_COUNT = error(
    "key_count",
    "{count} options of the item {id} are marked as right.",
    'Mark one option of a single choice, at least one of a multiple choice and never all, with correct="true".',
)
OPTION_COUNT = error("option_count", "The item {id} has {count} options.", "Give a single choice 3 or 4 options, a multiple choice 3 to 6.")
SCORING_MISSING = error(
    "scoring_missing", "The multiple choice {id} does not say how it is scored.", 'Add scoring="all" or scoring="partial".'
)
MISCONCEPTION_MISSING = error(
    "misconception_missing", "The wrong option {option} of {id} names no misconception.", "Tag it with the misconception that leads to it."
)
MISCONCEPTION_ON_KEY = error(
    "misconception_on_key", "The right option {option} of {id} names a misconception.", "Remove the tag, or correct the key."
)
OPTION_UNSAID = error(
    "option_unsaid", "The option {option} of {id} has no text in “{language}”.", "Write the text: each language has the same options."
)
OPTION_UNDECLARED = error(
    "option_undeclared",
    "“{language}” has a <{tag}> for {option}, which {id} does not declare.",
    "Correct the reference, or declare the option.",
)
FEEDBACK_MISSING = error(
    "feedback_missing",
    "The answer {option} of {id} has no feedback in “{language}”.",
    "Say why it is right or wrong, and where to read again.",
)
FEEDBACK_REPEATED = error(
    "feedback_repeated",
    "Two answers of {id} have the same feedback in “{language}”.",
    "Say for each answer what is right or wrong with it.",
)
OPTION_REPEATED = error("option_repeated", "Two options of {id} say the same in “{language}”.", "Make each option different.")
STEM_SHORT = warning(
    "stem_short", "The question of {id} has hardly a word in “{language}”.", "Ask a whole question that is clear without the options."
)
STEM_BLANKS = warning(
    "stem_blanks",
    "The question of {id} leaves {count} blanks in “{language}”.",
    "Leave one blank at most, at the end: nobody guesses a torn sentence.",
)
STEM_MISSING = error("stem_missing", "The item {id} asks nothing in “{language}”.", "Write the <stem>.")
FEEDBACK_CONTRADICTS = error(
    "feedback_contradicts",
    "The feedback on the answer {option} of {id} says in “{language}” the contrary of the key.",
    "Correct the key or the feedback.",
)
THINKING_UNKNOWN = error(
    "thinking_unknown", "“{value}” is not a level of thinking.", "Use K1 (know), K2 (understand), K3 (apply) or create."
)
FEEDBACK_SHORT = warning(
    "feedback_short",
    "The feedback on {option} of {id} only passes judgement in “{language}”.",
    "Say what is wrong with the answer and where to read again.",
)
TEXT_REPEATED = error(
    "text_repeated", "“{language}” has two <{tag}> for {option} of {id}.", "Keep one of the two: readers see only one of them."
)
POINTS = error("points", "“{value}” is not a number of points above 0.", "Correct the points.")
VERSION = error(
    "version", "“{value}” is not the number of a version.", "Count the versions of an item: 1, then 2 once its meaning changes."
)
REVIEWER_SAME = error("reviewer_same", "The author of {id} has also reviewed it.", "Ask someone else to review it.")
ANSWER_MISSING = error(
    "answer_missing", "The numeric item {id} has no usable <answer>.", "Give value, tolerance and unit with a decimal point."
)
UNIT_MISSING = error(
    "unit_missing", "The numeric item {id} states no unit in “{language}”.", "Write the <unit> in each language when the answer has one."
)
WRONG_IS_RIGHT = error(
    "wrong_is_right",
    "The wrong number {option} of {id} lies within the tolerance of the right one or of another.",
    "Correct the numbers or the tolerance.",
)
ANSWER_UNSAID = error(
    "answer_unsaid",
    "The feedback on {option} of {id} does not state the number {value} in “{language}”.",
    "State the number as this language writes it, or correct the key.",
)

_TELLING_WORDS = 3
_BLANK = re.compile(r"_{3,}|\.{4,}|…{2,}")
# A word of assent, then a stop: “True if …” and “Right to left” assent to nothing.
_STOP = r"\s*(?:[.:!،؛;—–]|,(?! (?:but|mais))|$)"
_OPENINGS = {
    "fr": re.compile(rf"(?:Juste|Oui|Exact|Correct|Bien vu|Bonne réponse|C’est (?:juste|exact|vrai)|Vrai){_STOP}"),
    "en": re.compile(rf"(?:Right|Yes|Correct|Exactly|Well (?:seen|spotted|done)|True|That(?:’s| is) (?:right|correct)|Good){_STOP}"),
    "ar": re.compile(rf"(?:صحيح|نعم|أجل|بالضبط|أحسنت|(?:جواب|هذا) صحيح|إجابة صحيحة|صواب){_STOP}"),
}


def check(course: Course) -> Iterator[Finding]:
    """Find items without a usable key, with options or feedback missing, or whose feedback contradicts the key."""
    for block in course.checkpoints:
        for item in block.element.iterchildren("item"):
            yield from _check_metadata(block, item)
            if item.get("type") == "numeric":
                yield from _check_numeric(block, item)
            elif item.get("type") in ("single", "multiple") or item.get("type") not in ITEM_TYPES:
                yield from _check_choice(block, item)
    for block in course.diagnostics:
        for item in block.element.iterchildren("item"):
            yield from _check_placing(block, item)


def _check_placing(block: Block, item: Element) -> Iterator[Finding]:
    """A question of a diagnostic has no feedback, no points and no misconceptions; its key the block itself reads."""
    if item.get("thinking") not in ("K1", "K2", "K3", "create"):
        yield THINKING_UNKNOWN.at(block.file, item, value=item.get("thinking", ""))
    if item.get("reviewer") and item.get("reviewer") == item.get("author"):
        yield REVIEWER_SAME.at(block.file, item, id=item.get("id", ""))
    options = [option.get("id", "") for option in item.iterchildren("option")]
    if item.get("type") == "single" and not 3 <= len(options) <= 4:
        yield OPTION_COUNT.at(block.file, item, id=item.get("id", ""), count=len(options))
    for variant in item.iterchildren("variant"):
        yield from check_texts(block, item, variant, options)


def _check_metadata(block: Block, item: Element) -> Iterator[Finding]:
    if item.get("type") not in ITEM_TYPES:
        yield TYPE_UNKNOWN.at(block.file, item, type=item.get("type", ""), known=", ".join(ITEM_TYPES))
    if item.get("thinking") not in ("K1", "K2", "K3", "create"):
        yield THINKING_UNKNOWN.at(block.file, item, value=item.get("thinking", ""))
    points = _read_number(item, "points")
    if points is None or points <= 0:
        yield POINTS.at(block.file, item, value=item.get("points", ""))
    if not re.fullmatch(r"[1-9][0-9]*", item.get("version", "1")):
        yield VERSION.at(block.file, item, value=item.get("version", ""))
    if item.get("reviewer") and item.get("reviewer") == item.get("author"):
        yield REVIEWER_SAME.at(block.file, item, id=item.get("id", ""))


def _check_choice(block: Block, item: Element) -> Iterator[Finding]:
    id, options = item.get("id", ""), item.findall("option")
    keys = {option.get("id", "") for option in options if option.get("correct") == "true"}
    single = item.get("type") == "single"
    if len(keys) != 1 if single else not 0 < len(keys) < len(options):
        yield KEY_COUNT.at(block.file, item, id=id, count=len(keys))
    if not 3 <= len(options) <= (4 if single else 6):
        yield OPTION_COUNT.at(block.file, item, id=id, count=len(options))
    if not single and not item.get("scoring"):
        yield SCORING_MISSING.at(block.file, item, id=id)
    for option in options:
        right, tagged = option.get("id", "") in keys, bool(option.get("misconception"))
        if right == tagged:
            kind = MISCONCEPTION_ON_KEY if right else MISCONCEPTION_MISSING
            yield kind.at(block.file, option, id=id, option=option.get("id", ""))
    declared = [option.get("id", "") for option in options]
    for variant in item.iterchildren("variant"):
        yield from check_texts(block, item, variant, declared)
        yield from check_feedback(block, item, variant, declared, keys)


def check_texts(block: Block, item: Element, variant: Element, declared: list[str]) -> Iterator[Finding]:
    """Find parts without a text in a variant, texts of parts that are not there, and two parts that say the same."""
    id, language = item.get("id", ""), variant.get("lang", "")
    texts = {node.get("option", ""): say(node) for node in variant.iterchildren("text")}
    for option in declared:
        if not texts.get(option):
            yield OPTION_UNSAID.at(block.file, variant, id=id, language=language, option=option)
    for node in _list_repeated(variant, "text"):
        yield TEXT_REPEATED.at(block.file, node, id=id, language=language, option=node.get("option", ""), tag="text")
    for option in texts.keys() - set(declared):
        yield OPTION_UNDECLARED.at(block.file, variant, id=id, language=language, option=option, tag="text")
    if _has_repeats(texts.values()):
        yield OPTION_REPEATED.at(block.file, variant, id=id, language=language)


def check_feedback(block: Block, item: Element, variant: Element, answers: list[str], keys: set[str]) -> Iterator[Finding]:
    """Find answers without feedback in a variant, feedback on no answer, and feedback that contradicts the key."""
    id, language = item.get("id", ""), variant.get("lang", "")
    stem = variant.find("stem")
    if stem is None or not say(stem):
        yield STEM_MISSING.at(block.file, variant, id=id, language=language)
    elif (blanks := len(_BLANK.findall(say(stem)))) > 1:
        yield STEM_BLANKS.at(block.file, stem, id=id, language=language, count=blanks)
    elif len(say(stem).split()) < _TELLING_WORDS and stem.find(".//img") is None:
        yield STEM_SHORT.at(block.file, stem, id=id, language=language)
    feedback = {node.get("option", ""): node for node in variant.iterchildren("feedback")}
    said = {option: say(node) for option, node in feedback.items()}
    for option in answers:
        if not said.get(option):
            yield FEEDBACK_MISSING.at(block.file, variant, id=id, language=language, option=option)
        elif approves(said[option], language) and option not in keys:
            yield FEEDBACK_CONTRADICTS.at(block.file, feedback[option], id=id, language=language, option=option)
        elif option not in keys and len(said[option].split()) < _TELLING_WORDS:
            yield FEEDBACK_SHORT.at(block.file, feedback[option], id=id, language=language, option=option)
    for node in _list_repeated(variant, "feedback"):
        yield TEXT_REPEATED.at(block.file, node, id=id, language=language, option=node.get("option", ""), tag="feedback")
    for option in said.keys() - set(answers):
        yield OPTION_UNDECLARED.at(block.file, feedback[option], id=id, language=language, option=option, tag="feedback")
    if _has_repeats(said.values()):
        yield FEEDBACK_REPEATED.at(block.file, variant, id=id, language=language)


def _check_numeric(block: Block, item: Element) -> Iterator[Finding]:
    id, answer = item.get("id", ""), item.find("answer")
    value = _read_number(answer, "value") if answer is not None else None
    tolerance = _read_number(answer, "tolerance") if answer is not None else None
    if answer is None or value is None or tolerance is None or tolerance < 0:
        yield ANSWER_MISSING.at(block.file, item, id=id)
        return
    yield from _check_overlaps(block, item, value, tolerance)
    wrong = [node.get("id", "") for node in item.iterchildren("wrong")]
    for node in item.iterchildren("wrong"):
        if not node.get("misconception"):
            yield MISCONCEPTION_MISSING.at(block.file, node, id=id, option=node.get("id", ""))
    for variant in item.iterchildren("variant"):
        yield from check_feedback(block, item, variant, ["right", *wrong, "other"], {"right"})
        if answer.get("unit") and not (variant.findtext("unit") or "").strip():
            yield UNIT_MISSING.at(block.file, variant, id=id, language=variant.get("lang", ""))
        yield from _check_stated(block, item, variant, value)


def _check_overlaps(block: Block, item: Element, value: Decimal, tolerance: Decimal) -> Iterator[Finding]:
    ranges = [(value, tolerance)]
    for node in item.iterchildren("wrong"):
        number, slack = _read_number(node, "value"), _read_number(node, "tolerance") or Decimal(0)
        if number is None or any(abs(number - other) <= max(slack, width) for other, width in ranges):
            yield WRONG_IS_RIGHT.at(block.file, node, id=item.get("id", ""), option=node.get("id", ""))
        else:
            ranges.append((number, slack))


def _check_stated(block: Block, item: Element, variant: Element, value: Decimal) -> Iterator[Finding]:
    language = variant.get("lang", "")
    if language not in _OPENINGS:
        return
    wanted = format_decimal(value, _as_language(language))
    for node in variant.iterchildren("feedback"):
        if node.get("option") == "right" and wanted not in _join_digits(say(node), language):
            yield ANSWER_UNSAID.at(block.file, node, id=item.get("id", ""), option="right", value=wanted, language=language)


def _as_language(language: str) -> Language:
    return "ar" if language == "ar" else "fr" if language == "fr" else "en"


def _join_digits(text: str, language: str) -> str:
    signs = ",\u00a0\u202f" if language == "en" else "\u00a0\u202f "
    return "".join(
        sign for before, sign, after in zip(" " + text, text, text[1:] + " ", strict=False) if not _groups(before, sign, after, signs)
    )


def _groups(before: str, sign: str, after: str, signs: str) -> bool:
    return sign in signs and before.isdigit() and after.isdigit()


def approves(text: str, language: str) -> bool:
    """Say whether a feedback opens with a word of assent."""
    opening = _OPENINGS.get(language)
    return bool(opening and opening.match(text))


def say(node: Element) -> str:
    """Give what a part says on one line; a picture says something too."""
    return " ".join("".join(node.itertext()).split()) if node.find(".//img") is None else "img"


def _list_repeated(variant: Element, tag: str) -> list[Element]:
    counts = Counter(node.get("option") for node in variant.iterchildren(tag))
    return [node for node in variant.iterchildren(tag) if counts[node.get("option")] > 1][1:] if max(counts.values(), default=0) > 1 else []


def _has_repeats(texts: object) -> bool:
    # A capital or a full stop makes no other answer; brackets and operators of a program do.
    counts = Counter(text.casefold().rstrip(" .;،؛") for text in texts if text)  # type: ignore[attr-defined]
    return any(count > 1 for count in counts.values())


def _read_number(node: Element, name: str) -> Decimal | None:
    try:
        value = Decimal(node.get(name, ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
