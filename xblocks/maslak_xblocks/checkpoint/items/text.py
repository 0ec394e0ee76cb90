"""Writing a word, a name or a command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, cast

from maslak_domain.language import LANGUAGES, Language, fold_answer, tidy_code
from maslak_xblocks.attributes import read_one_of, refuse_repeats
from maslak_xblocks.checkpoint.items.task import Shuffle
from maslak_xblocks.checkpoint.items.verdict import EmptyAnswerError, Remark, Response, Verdict
from maslak_xblocks.errors import InvalidPayloadError, OLXError
from maslak_xblocks.olx import Element, line_of, require

Match = Literal["exact", "folded"]
MATCHES: Final[tuple[Match, ...]] = ("exact", "folded")
LONGEST_TEXT: Final = 200


@dataclass(frozen=True)
class TextKey:
    """A text that an answer is compared with: an accepted one, or a wrong one that shows a misconception.

    ``value`` holds in every language; ``texts`` are the wordings of single languages.
    """

    id: str
    value: str
    texts: Mapping[Language, str]
    misconception: str = ""

    def wordings(self) -> tuple[str, ...]:
        """Give every wording that counts."""
        return tuple(filter(None, (self.value, *self.texts.values())))

    def say(self, language: Language) -> str:
        """Give the wording to show to a reader of a language; nothing when it has none there."""
        return self.texts.get(language) or self.value


@dataclass(frozen=True)
class TextTask:
    """Accepted texts, and wrong ones that are known.

    A right word counts in whichever of the languages it is written: who reads in Arabic may know the French word. So a verdict
    never depends on the language that the page happened to be in.
    """

    accepted: tuple[TextKey, ...]
    wrong: tuple[TextKey, ...]
    match: Match

    @property
    def names(self) -> tuple[str, ...]:
        """Nothing is chosen by name."""
        return ()

    def show(self, shuffle: Shuffle) -> Sequence[str]:
        """Give nothing: there is nothing to choose from."""
        return ()

    def fold(self, text: str) -> str:
        """Give the form in which texts are compared."""
        return fold_answer(text) if self.match == "folded" else tidy_code(text)

    def read_response(self, given: object, known: Mapping[str, str], language: Language) -> Response:
        """Give the text as it was written, without invisible marks and spare spaces. Raises InvalidPayloadError and EmptyAnswerError."""
        text = given[0] if isinstance(given, list) and len(given) == 1 else given
        if not isinstance(text, str) or len(text) > LONGEST_TEXT or "\x00" in text:
            raise InvalidPayloadError(f"response must be a text of at most {LONGEST_TEXT} characters", field="response")
        if not self.fold(text):
            raise EmptyAnswerError("nothing was written")
        return tidy_code(text)

    def mark(self, response: Response) -> Verdict:
        """Give the point for an accepted text, and recognise the wrong ones that are known."""
        written = self.fold(response) if isinstance(response, str) else ""
        if self._find(self.accepted, written):
            return Verdict(Decimal(1), (Remark("right", right=True),))
        wrong = self._find(self.wrong, written)
        return Verdict(Decimal(0), (Remark(wrong.id, misconception=wrong.misconception) if wrong else Remark("other"),))

    def right_response(self) -> Response:
        """Give the first accepted text."""
        return self.accepted[0].wordings()[0]

    def list_accepted(self, language: Language) -> tuple[str, ...]:
        """Give the accepted texts to show to a reader of a language, the best one first."""
        own = tuple(dict.fromkeys(filter(None, (key.say(language) for key in self.accepted))))
        return own or (str(self.right_response()),)

    def _find(self, keys: Sequence[TextKey], written: str) -> TextKey | None:
        return next((key for key in keys if any(self.fold(text) == written for text in key.wordings())), None)


def read_text_task(node: Element) -> TextTask:
    """Read the key of a written text. Raises OLXError."""
    match = cast(Match, read_one_of(node, "match", MATCHES, "folded"))
    accepted, wrong = ([_read_key(child, node) for child in node.findall(tag)] for tag in ("accept", "wrong"))
    task = TextTask(tuple(accepted), tuple(wrong), match)
    refuse_repeats([key.id for key in (*accepted, *wrong)], "text", node)
    if not accepted:
        raise OLXError(f'the item "{node.get("id")}" needs an <accept id="…" value="…"/>', line_of(node))
    for child, key in zip([*node.findall("accept"), *node.findall("wrong")], [*accepted, *wrong], strict=True):
        _check_key(task, key, child)
    return task


def _read_key(node: Element, item: Element) -> TextKey:
    name = require(node, "id")
    texts = {
        cast(Language, variant.get("lang")): tidy_code("".join(child.itertext()))
        for variant in item.findall("variant")
        for child in variant.findall("text")
        if child.get("option") == name and variant.get("lang") in LANGUAGES
    }
    written = {language: text for language, text in texts.items() if text}
    return TextKey(name, tidy_code(node.get("value", "")), written, node.get("misconception", ""))


def _check_key(task: TextTask, key: TextKey, node: Element) -> None:
    if not key.wordings():
        raise OLXError(f'"{key.id}" needs a value="…", or a <text option="{key.id}"> in a variant', line_of(node))
    for text in key.wordings():
        if len(text) > LONGEST_TEXT or not task.fold(text):
            raise OLXError(f'"{key.id}" is nothing that can be written in 1 to {LONGEST_TEXT} characters', line_of(node))
        found = next(other for other in (*task.accepted, *task.wrong) if task.fold(text) in map(task.fold, other.wordings()))
        if found.id != key.id:
            raise OLXError(f'"{key.id}" and "{found.id}" are one and the same answer', line_of(node))
