"""Can a first-year student follow: sentences, paragraphs and the language that a text is really in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from maslak_content.course import Block, Course
from maslak_content.findings import Finding, error, warning
from maslak_content.passages import ISOLATE, Passage, list_block_passages, list_passages

SENTENCE_LONG = warning("sentence_long", "A sentence has {words} words: “{text}…”.", "Make two sentences of it; 40 words are the limit.")
SENTENCES_LONG = warning("sentences_long", "The sentences of “{language}” have {words} words on average.", "Keep to 20 words on average.")
PARAGRAPH_LONG = warning(
    "paragraph_long", "A paragraph has {words} words.", "Cut it in two, or make a list of it; 120 words are the limit."
)
TEXT_UNTRANSLATED = error(
    "text_untranslated", "This text of “{language}” is not in that language: “{text}”.", "Translate it, or mark it with lang."
)
TEXT_COPIED = error("text_copied", "“{language}” and “{other}” say word for word the same: “{text}”.", "Translate it.")

_SENTENCE = re.compile(r"[.!?؟…](?:[»”)\s]+|$)")
_PROSE = ("p", "li", "feedback", "stem", "prompt", "dd", "figcaption", "definition")
_LONGEST_SENTENCE, _USUAL_SENTENCE, _LONGEST_PARAGRAPH, _TELLING = 40, 20, 120, 6
_FRENCH = "le la les des une un est et dans pour que qui du au aux sur avec ce cette il elle ne pas par se son sa ses de en"
_ENGLISH = "the of and to is in that for it with are was this by be as at from has have you your an or not its"
_COMMON: Mapping[str, frozenset[str]] = {language: frozenset(words.split()) for language, words in (("fr", _FRENCH), ("en", _ENGLISH))}
_OTHER: Mapping[str, str] = {"fr": "en", "en": "fr"}
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile("[\u0621-\u064a]")


def check(course: Course) -> Iterator[Finding]:
    """Find sentences and paragraphs that are too long, and texts that are in another language than they say."""
    for passage in list_passages(course):
        if passage.tag in _PROSE:
            yield from _check_length(passage)
        if _is_foreign(passage):
            yield TEXT_UNTRANSLATED.at(passage.file, passage.element, language=passage.language, text=passage.plain[:40])
    for block in course.readables:
        yield from _check_copies(block)
    yield from _check_entries(course)
    for block in course.lessons:
        yield from _check_average(block)


def list_sentences(text: str) -> list[str]:
    """Cut a text into its sentences."""
    return [sentence for part in _SENTENCE.split(text) if (sentence := part.strip())]


def _check_length(passage: Passage) -> Iterator[Finding]:
    words = len(passage.words)
    for sentence in list_sentences(passage.prose) if words > _LONGEST_SENTENCE else ():
        own = len(_WORD.findall(sentence))
        if own > _LONGEST_SENTENCE:
            yield SENTENCE_LONG.at(passage.file, passage.element, words=own, text=sentence[:40])
    if words > _LONGEST_PARAGRAPH:
        yield PARAGRAPH_LONG.at(passage.file, passage.element, words=words)


def _check_average(block: Block) -> Iterator[Finding]:
    for variant in block.element.iterchildren("variant"):
        own = [passage for passage in list_block_passages(block) if passage.language == variant.get("lang") and passage.tag in ("p", "li")]
        sentences = [sentence for passage in own for sentence in list_sentences(passage.prose)]
        words = sum(len(_WORD.findall(sentence)) for sentence in sentences)
        if sentences and words > _USUAL_SENTENCE * len(sentences):
            yield SENTENCES_LONG.at(block.file, variant, language=variant.get("lang", ""), words=round(words / len(sentences)))


def _is_foreign(passage: Passage) -> bool:
    return _sounds_foreign(passage) and not passage.is_source


def _sounds_foreign(passage: Passage) -> bool:
    if passage.language == "ar":
        return not _ARABIC.search(passage.prose) and len(passage.words) >= _TELLING - 2
    if len(passage.words) < _TELLING:
        return False
    other, own = (sum(map(_COMMON[each].__contains__, passage.words)) for each in (_OTHER[passage.language], passage.language))
    return other >= 2 and other > 2 * own


def _check_copies(block: Block) -> Iterator[Finding]:
    seen: dict[str, Passage] = {}
    for passage in list_block_passages(block):
        if len(passage.words) < _TELLING - 2 or ISOLATE in passage.prose or passage.is_source:
            continue
        other = seen.setdefault(passage.plain, passage)
        if other.language != passage.language:
            yield TEXT_COPIED.at(passage.file, passage.element, language=passage.language, other=other.language, text=passage.plain[:40])


def _check_entries(course: Course) -> Iterator[Finding]:
    """A name such as HTTP is the same everywhere; several words in Latin letters are no Arabic title."""
    for file, entries in (("titles.xml", course.titles), ("glossary.xml", course.glossary)):
        for entry in entries.values():
            texts = {node.get("lang", ""): node for node in entry.iterchildren("text")}
            own = (texts["ar"].text or "").strip() if "ar" in texts else ""
            for other in ("fr", "en"):
                if other in texts and own == (texts[other].text or "").strip() and len(_WORD.findall(own)) > 1 and not _ARABIC.search(own):
                    yield TEXT_COPIED.at(file, texts["ar"], language="ar", other=other, text=own[:40])
