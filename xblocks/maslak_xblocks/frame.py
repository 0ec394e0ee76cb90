"""What stands around every block's content: its root, the language switch, the honest banner, and words for refusals."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from maslak_domain.language import LANGUAGES, Language, direction
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.host import form_fields
from maslak_xblocks.markup import Attributes, Html, capital, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.base import MaslakBlock

LANGUAGE_NAMES: Final[Mapping[Language, str]] = {"ar": "العربية", "fr": "Français", "en": "English"}


def frame(block: MaslakBlock, inner: Html, view: str) -> Html:
    """Wrap a view in the block's root, which carries the language and direction of the content."""
    language = block.translator.language if view == "studio" else block.language
    attributes: dict[str, str | int | bool | None] = {
        "class": f"mk mk-{block.kind} mk-{view} mk-{_domain(block)}",
        "lang": language,
        "dir": direction(language),
    }
    if view == "student":
        attributes.update(_wiring(block))
    return tag("div", attributes, inner)


def _wiring(block: MaslakBlock) -> Attributes:
    """Tell the script where to send and under which name to keep; no text of anybody is in it."""
    store = hashlib.sha256(f"{block.usage}\n{block.learner.key}".encode()).hexdigest()[:24]
    urls = {f"data-{name.replace('_', '-')}-url": block.runtime.handler_url(block, name) for name in block.learner_handlers}
    return {"data-store": store, "data-revision": block.revision, **urls}


def element_name(block: MaslakBlock, part: str) -> str:
    """Give a name for an element that is alone on a page with several blocks, and the same each time it is drawn."""
    return "mk" + hashlib.sha256(f"{block.usage}\n{part}".encode()).hexdigest()[:10]


def ui(block: MaslakBlock) -> Attributes:
    """Give ``lang`` and ``dir`` for words of the interface where it is in another language than the content."""
    language = block.translator.language
    return {} if language == block.language else {"lang": language, "dir": direction(language)}


def bar(block: MaslakBlock, extra: Html | None = None) -> Html:
    """Give the quiet bar: title at the start, languages at the end."""
    title = tag("h2", {"class": "mk-title", "tabindex": "-1"}, block.display_title())
    return tag("header", {"class": "mk-bar"}, title, language_switch(block), extra)


def language_switch(block: MaslakBlock) -> Html | None:
    """Give one button for each language this block has; a plain form, so that it works without JavaScript."""
    available = [language for language in LANGUAGES if language in block.document.variants]
    if len(available) < 2:
        return None
    buttons = [
        tag(
            "button",
            {
                "class": "mk-lang",
                "name": "language",
                "value": language,
                "lang": language,
                "dir": direction(language),
                "aria-pressed": "true" if language == block.language else "false",
            },
            LANGUAGE_NAMES[language],
        )
        for language in available
    ]
    label = {**ui(block), "class": "mk-langs", "aria-label": block.translator("Language of this content")}
    return form(block, "set_language", label, *buttons)


def form(block: MaslakBlock, handler: str, attributes: Attributes, *children: Html | None) -> Html:
    """Give a form that posts to a handler of the block."""
    hidden = [hidden_field(name, value) for name, value in form_fields(block.host).items()]
    where = {"method": "post", "action": block.runtime.handler_url(block, handler), "data-handler": handler}
    return tag("form", {**where, **attributes}, *hidden, *children)


def hidden_field(name: str, value: str | int) -> Html:
    """Give a hidden field of a form."""
    return tag("input", {"type": "hidden", "name": name, "value": value})


def name_language(translate: Translator, language: Language) -> str:
    """Give the name of a language inside a sentence: in the reader's own language, where a choice of languages gives it in itself."""
    return {"ar": translate("Arabic"), "fr": translate("French"), "en": translate("English")}[language]


def banner(block: MaslakBlock) -> Html | None:
    """Say when the language asked for does not exist yet, or lags behind its source."""
    translate, wanted, shown = block.translator, block.wanted_language, block.language
    if wanted and wanted != shown:
        names = {"wanted": name_language(translate, wanted), "shown": name_language(translate, shown)}
        text = translate("Not yet available in {wanted}. You are reading it in {shown}.", **names)
    elif block.document.is_stale(shown):
        source = name_language(translate, block.document.source)
        text = translate("This translation is older than the text in {source}. Where they differ, the {source} text counts.", source=source)
    else:
        return None
    return tag("p", {"class": "mk-banner", "role": "note", **ui(block)}, text)


def star(state: str) -> Html:
    """Draw the star of a state: ``full``, ``half``, ``dot`` (tried) or ``none``. Words stand beside it, so it is hidden from readers."""
    outline = f'<path class="mk-star-line" d="{_STAR}"/>'
    inside = {
        "full": f'<path class="mk-star-fill" d="{_STAR}"/>',
        "half": f'<path class="mk-star-fill" d="{_STAR}" clip-path="inset(0 50% 0 0)"/>',
        "dot": '<circle class="mk-star-fill" cx="12" cy="12" r="3"/>',
        "none": "",
    }[state]
    return Html(f'<svg class="mk-star mk-star-{state}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{inside}{outline}</svg>')


# The eight-pointed star of zellige: two squares, one turned by 45 degrees.
_STAR: Final = "M12 1l3.2 3.3h4.5v4.5L23 12l-3.3 3.2v4.5h-4.5L12 23l-3.2-3.3H4.3v-4.5L1 12l3.3-3.2V4.3h4.5z"


def explain_code(translate: Translator, code: str) -> str:
    """Give the sentence for a refusal: what happened, what was kept, what to try."""
    sentences = {
        "invalid_payload": translate("This could not be read. Nothing was changed; please try again."),
        "invalid_number": translate(
            "This is not a number that can be read safely."
            " Write the number alone, in digits, without spaces or separators between thousands."
        ),
        "empty_answer": translate("Choose or write an answer first."),
        "too_large": translate("This is too long to be accepted. Nothing was changed."),
        "not_open": translate("This is not open now. Your earlier answers are kept."),
        "not_signed_in": translate("Sign in to answer. Reading is open to you."),
        "not_author": translate("Only staff may change this."),
        "already_answered": translate("This question already has an answer. The first one counts."),
        "attempt_over": translate("This attempt is finished. Begin a new one to answer again."),
        "time_over": translate("The time is over: this arrived too late and does not count. What you answered in time counts."),
        "attempt_running": translate("Finish the attempt you began first."),
        "no_attempt_left": translate("You have used all your attempts. Speak to your teacher if you need another."),
        "stale_revision": translate("Your answers moved on in another window. The page now shows the newest state."),
        "cooling_down": translate("A pause helps memory: the next attempt opens a little later."),
        "unknown_item": translate("This question is not part of your attempt."),
        "source_moved": translate("Somebody else saved this meanwhile. Copy your text, reload the page, then put it in again."),
        "invalid_olx": translate("This content cannot be read as it is. Nothing was saved."),
    }
    return sentences.get(code, translate("This was not accepted. Nothing was changed."))


def focusable(name: str) -> Attributes:
    """Give what makes a part of the page a place for the focus, under a name: a screen reader says that, and not what is in it."""
    return {"tabindex": "-1", "role": "group", "aria-label": name}


def legend(*parts: Html | str | None) -> Html:
    """Give a line of small facts, which begins like a sentence."""
    said = [part for part in parts if part]
    return tag("p", {"class": "mk-facts"}, *(tag("span", {}, part if number else capital(part)) for number, part in enumerate(said)))


def _domain(block: MaslakBlock) -> str:
    """Give the domain whose hue the block wears: ``tc`` for MA-NUM.TC.06."""
    competency = str(block.document.competency or "")
    parts = competency.split(".")
    return parts[1].lower() if len(parts) == 3 and parts[1].isalpha() else "tc"


__all__ = ["bar", "banner", "explain_code", "form", "frame", "hidden_field", "join", "language_switch", "legend", "star", "ui"]
