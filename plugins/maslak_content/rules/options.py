"""How a choice is worded: nothing in it may help a reader who does not know, or trip one who does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from statistics import median

from maslak_content.course import Block, Course
from maslak_content.findings import Finding, error, warning
from maslak_content.passages import cut
from maslak_domain.language import fold_arabic
from maslak_xblocks.olx import Element

KEY_LONGEST = error(
    "key_longest",
    "The right option of {id} is more than one and a half times as long as the others in “{language}”.",
    "Shorten it, or give the wrong options as much to say.",
)
OPTION_FOR_ALL = error(
    "option_for_all",
    "An option of {id} speaks of the other options in “{language}”.",
    "Replace “all of the above”, “none of the above” and the like by an option of its own.",
)
STEM_NEGATIVE = warning("stem_negative", "The question of {id} is put negatively in “{language}”.", "Ask for what is right.")
ABSOLUTE_WORD = warning(
    "absolute_word",
    "Only wrong options of {id} use words such as “always” or “never” in “{language}”.",
    "Moderate them, or use such a word in the right option too.",
)
CLUE_WORD = warning(
    "clue_word",
    "In “{language}” the word “{word}” of the question stands in the right option of {id} only.",
    "Use another word, or use it in a wrong option too.",
)
RANGES_OVERLAP = error(
    "ranges_overlap", "Two options of {id} share numbers in “{language}”: {ranges}.", "Let each number belong to one option only."
)
KEY_POSITION = warning("key_position", "The right option stands too often in the same place: {counts}.", "Spread the right options evenly.")

_FOR_ALL = {
    "en": r"\b(all|none|both|any|neither|each) (of )?(the |these |those )?(other )?(above|options|answers|statements)\b"
    r"|^(all|none|both|neither) of (these|those|them)\b|\b(both|neither) \(?[a-f]\)? (and|n?or) \(?[a-f]\b|^[a-f](, [a-f])* and [a-f]\W*$"
    r"|^(all|both|none)( of them)? (are|is) (right|correct|true|false|wrong)|^I (don’t|do not) know\b|^it depends\W*$",
    "fr": r"\b(toutes|tous|aucune?|les deux|les trois) (les |de ces |de |ces |des )?(autres |premi[eè]re?s |derni[eè]re?s )?"
    r"(réponses|propositions|options|choix|affirmations|précédente?s)\b|\b(tout|toutes?|rien|aucune?) (de |cela )?ce qui précède"
    r"|^[a-f](, [a-f])* et [a-f]\W*$|^(toutes|tous|aucune?) (sont|n’est) (justes?|vraie?s?|exacte?s?|correcte?s?|fausses?)"
    r"|^je ne sais pas\b|^(ça|cela) dépend\W*$",
    "ar": r"(كل|جميع) (ما سبق|الأجوبة|الإجابات|الاختيارات|الخيارات|ما ذكر)|لا شيء مما (سبق|ذكر)|ليس أيا? مما (سبق|ذكر)"
    r"|^(كلها|جميعها) (صحيحة|خاطئة|صحيح)|^[أبجد] و ?[أبجد]\W*$|^(الجوابان|الإجابتان) (الأولان|الأوليان|معا)|^لا أعرف\b",
}
_NEGATIVE = {
    "en": r"\b(?i:which|what)\b[^?.]*\b(is|are|does|do|was|can|would|should|has|have)(n’t| not| never)\b"
    r"|\b(NOT|EXCEPT)\b|\bexcept (which|one|for)\b|\bwhich\b[^?.]*\b(incorrect|untrue|false|wrong)\b\?",
    "fr": r"\b(?i:lequel|laquelle|lesquels|lesquelles|quelle?s?)\b[^?.]*\b(n’|ne )\w+ (pas|jamais)\b"
    r"|\bsauf (une?|laquelle|lequel)\b|\b(PAS|SAUF|JAMAIS)\b",
    "ar": r"\b(أي|أيّ|ما) [^؟.]*\b(ليس|ليست|لا يعد|لا تعد)\b|(ما عدا|باستثناء) (واحد|واحدة)|غير ال?(صحيح|صائب)ة?",
}
_ABSOLUTE = {
    "en": r"\b(always|never|in every case|without exception|absolutely)\b",
    "fr": r"\b(toujours|jamais|dans tous les cas|sans exception|absolument)\b",
    "ar": r"\b(دائماً|دائما|أبداً|أبدا|في كل الحالات|دون استثناء|مطلقاً|مطلقا)\b",
}
_WORD = re.compile(r"[^\W\d_]{6,}")
# Short vowels and tanwin, which one author writes and another leaves out.
_MARKS = re.compile("[\u064b-\u0652]")
# “10 to 20”, “Between 10 and 20 km”, “de 10 à 20”, “من 10 إلى 20”: two whole numbers with words that say from and to.
_RANGE = re.compile(
    r"(?:(?i:between|from|entre|de)\s|من |بين )?\s*(\d+)[^\d.,]{0,12}?\s*(?:-|–|to|and|à|et|إلى|و)\s*(\d+)(?![\d.,])[^\d]{0,25}"
)
_LONG_WORD = 8
_SHORT_KEY = 24
# Upper 1 % points of χ² by degrees of freedom: a bank of a hundred checkpoints must not cry wolf once in each.
_CHI_SQUARED = {2: 9.21, 3: 11.34}
_FEW, _ENOUGH = 4, 12


def check(course: Course) -> Iterator[Finding]:
    """Find options and stems that break the rules of item writing."""
    for block in course.question_blocks:
        positions: list[tuple[int, int]] = []
        for item in block.element.iterchildren("item"):
            if item.get("type") not in ("single", "multiple"):
                continue
            keys = {node.get("id", "") for node in item.iterchildren("option") if node.get("correct") == "true"}
            if item.get("type") == "single" and len(keys) == 1:
                order = [node.get("id", "") in keys for node in item.iterchildren("option")]
                positions.append((order.index(True), len(order)))
            for variant in item.iterchildren("variant"):
                yield from _check_wording(block, item, variant, keys)
            if item.get("type") == "single":
                yield from _check_clues(block, item, keys)
        yield from _check_positions(block, positions)


def _check_wording(block: Block, item: Element, variant: Element, keys: set[str]) -> Iterator[Finding]:
    language, id = variant.get("lang", ""), item.get("id", "")
    texts = {node.get("option", ""): node for node in variant.iterchildren("text")}
    right = {option: _say(node) for option, node in texts.items() if option in keys}
    wrong = {option: _say(node) for option, node in texts.items() if option not in keys}
    stem = variant.find("stem")
    if language not in _FOR_ALL or stem is None or not right or not wrong:
        return
    for option in right | wrong:
        # “a and b” may be what a program prints: what it says stands apart.
        text = _MARKS.sub("", " ".join(passage.prose for passage in cut("", texts[option], "en")))
        if re.search(_FOR_ALL[language], text, re.IGNORECASE):
            yield OPTION_FOR_ALL.at(block.file, texts[option], id=id, language=language)
    yield from _check_ranges(block, item, variant, right | wrong)
    if _stands_out(right, wrong):
        yield KEY_LONGEST.at(block.file, variant, id=id, language=language)
    if re.search(_NEGATIVE[language], _say(stem)):
        yield STEM_NEGATIVE.at(block.file, stem, id=id, language=language)
    absolute = [option for option, text in wrong.items() if re.search(_ABSOLUTE[language], text, re.IGNORECASE)]
    if absolute and not any(re.search(_ABSOLUTE[language], text, re.IGNORECASE) for text in right.values()):
        yield ABSOLUTE_WORD.at(block.file, texts[absolute[0]], id=id, language=language)


def _check_ranges(block: Block, item: Element, variant: Element, texts: dict[str, str]) -> Iterator[Finding]:
    ranges = sorted((float(match[1]), float(match[2]), text) for text in texts.values() if (match := _RANGE.fullmatch(text)))
    for (_, end, one), (start, _, other) in zip(ranges, ranges[1:], strict=False):
        if start < end:
            yield RANGES_OVERLAP.at(block.file, variant, id=item.get("id", ""), language=variant.get("lang", ""), ranges=f"{one} / {other}")


def _stands_out(right: dict[str, str], wrong: dict[str, str]) -> bool:
    longest = max(map(len, right.values()))
    usual = median(map(len, (right | wrong).values()))
    return longest > _SHORT_KEY and longest > max(map(len, wrong.values())) and longest > 1.5 * usual


def _check_clues(block: Block, item: Element, keys: set[str]) -> Iterator[Finding]:
    clues = [(variant, words) for variant in item.iterchildren("variant") if (words := _list_clues(variant, keys))]
    # A short word that repeats in one language may be grammar; in two languages it is the same clue.
    for variant, words in clues:
        if len(clues) == 1 and max(map(len, words)) < _LONG_WORD:
            continue
        words.sort(key=len, reverse=True)
        yield CLUE_WORD.at(block.file, variant, id=item.get("id", ""), language=variant.get("lang", ""), word=words[0])


def _list_clues(variant: Element, keys: set[str]) -> list[str]:
    asked = _list_words(variant.findall("stem"))
    right = _list_words(node for node in variant.iterchildren("text") if node.get("option", "") in keys)
    wrong = _list_words(node for node in variant.iterchildren("text") if node.get("option", "") not in keys)
    return sorted((asked & right) - wrong)


def _list_words(nodes: Iterable[Element]) -> set[str]:
    text = " ".join(passage.prose for node in nodes for passage in cut("", node, "en"))
    return set(_WORD.findall(fold_arabic(text).casefold()))


def _check_positions(block: Block, positions: list[tuple[int, int]]) -> Iterator[Finding]:
    for size in sorted({size for _, size in positions}):
        places = [place for place, own in positions if own == size]
        counts = Counter(places)
        if len(places) >= _ENOUGH and size - 1 in _CHI_SQUARED:
            expected = len(places) / size
            uneven = sum((counts[place] - expected) ** 2 / expected for place in range(size)) > _CHI_SQUARED[size - 1]
        else:
            uneven = len(places) >= _FEW and len(counts) == 1
        if uneven:
            yield KEY_POSITION.at(block.file, block.element, counts=", ".join(str(counts[place]) for place in range(size)))


def _say(node: Element) -> str:
    return " ".join("".join(node.itertext()).split())
