"""Faults of diagnostics; the clean course has none, so each is sown with one that is good but for one place."""

from __future__ import annotations

from collections.abc import Callable

from tests.factories.course_draft import Draft
from tests.factories.course_faults.edits import Spoil

from maslak_xblocks.variants import stamp_basis

PAGE = "vertical/tc06-u1-read.xml"
_LANGUAGES = {"fr": "source", "ar": "translated", "en": "translated"}
_TITLES = {"fr": "Se situer", "ar": "اعرف مستواك", "en": "Place yourself"}
_INTROS = {"fr": "<p>Voyez ce que vous savez.</p>", "ar": "<p>انظر ما تعرفه.</p>", "en": "<p>See what you know.</p>"}
_STEMS = {"fr": "Que fait l’outil numéro {0}\u202f?", "ar": "ماذا تفعل الأداة رقم {0}؟", "en": "What does tool number {0} do?"}
_TEXTS = {
    "fr": ("Il garde la porte {0}", "Il ouvre la cave {0}", "Il peint le toit {0}", "Il vend la lampe {0}"),
    "ar": ("تحرس الباب {0}", "تفتح القبو {0}", "تصبغ السقف {0}", "تبيع المصباح {0}"),
    "en": ("It guards the door {0}", "It opens the cellar {0}", "It paints the roof {0}", "It sells the lamp {0}"),
}
_NAMES = {
    "safe": ("La sécurité", "السلامة", "Safety"),
    "web": ("Le web", "الويب", "The web"),
    "files": ("Les fichiers", "الملفات", "Files"),
}
_NODES = (
    ("files", 'competency="MA-NUM.TC.02" unit="tc06-u1"'),
    ("web", 'competency="MA-NUM.TC.04" after="files" unit="tc06-u2"'),
    ("safe", 'competency="MA-NUM.TC.06" unit="tc06-u1 tc06-u3"'),
)


def make_item(number: int, node: str) -> str:
    """Return a question with four options, the right one at a place that moves."""
    options = "".join(
        f'<option id="{name}"{" correct=" + chr(34) + "true" + chr(34) if "abcd".index(name) == number % 4 else ""}/>' for name in "abcd"
    )
    variants = "".join(
        f'<variant lang="{lang}" status="{status}"><stem><p>{_STEMS[lang].format(number)}</p></stem>'
        + "".join(f'<text option="{name}">{_TEXTS[lang]["abcd".index(name)].format(number)}</text>' for name in "abcd")
        + "</variant>"
        for lang, status in _LANGUAGES.items()
    )
    return f'<item id="place-{number}" node="{node}" type="single" thinking="K1" version="1" author="maslak">{options}{variants}</item>\n'


def make_diagnostic(attributes: str = 'framework="MA-NUM" level="N1" most="12"') -> str:
    """Return the OLX of a good diagnostic in three languages."""
    intro = "".join(
        f'<variant lang="{lang}" status="{status}" title="{_TITLES[lang]}">{_INTROS[lang]}</variant>\n'
        for lang, status in _LANGUAGES.items()
    )
    nodes = "".join(
        f'<node id="{name}" {more}>'
        + "".join(f'<name lang="{lang}">{text}</name>' for lang, text in zip(_LANGUAGES, _NAMES[name], strict=True))
        + "</node>\n"
        for name, more in _NODES
    )
    items = "".join(make_item(number, _NODES[number % 3][0]) for number in range(101, 113))
    return stamp_basis(f'<maslak_diagnostic url_name="place-me" {attributes}>\n{intro}{nodes}{items}</maslak_diagnostic>')


def sow(old: str = "", new: str = "", count: int = 1) -> Spoil:
    """Put a diagnostic into the course, spoilt in one place."""

    def spoil(draft: Draft) -> None:
        text = make_diagnostic()
        assert old in text, old
        changed = text.replace(old, new, count) if old else text
        draft.replace(PAGE, "</vertical>", f"{changed}</vertical>")

    return spoil


FAULTS: list[tuple[str, Callable[[Draft], object]]] = [
    ("node_thin", sow('node="safe"', 'node="web"', 2)),
    ("node_unit_unknown", sow('unit="tc06-u2"', 'unit="tc06-u9"')),
    ("node_without_unit", sow(' unit="tc06-u2"', "")),
    ("node_edge_missing", sow(' after="files"', "")),
    ("node_edge_reversed", sow('MA-NUM.TC.02" unit', 'MA-NUM.TC.02" after="web" unit')),
    ("node_level", sow('level="N1"', 'level="N4"')),
    ("cap_low", sow('most="12"', 'most="4"')),
    ("competency_unknown", sow("MA-NUM.TC.06", "MA-NUM.TC.99")),
    ("block_refused", sow('after="files"', 'after="folders"')),
    ("block_refused", sow('node="safe"', 'node="gone"')),
    ("block_refused", sow(' correct="true"', "")),
    ("attribute_unknown", sow('after="files"', 'behind="files"')),
    ("attribute_missing", sow(' thinking="K1"', "")),
    ("feedback_idle", sow("</stem>", '</stem><feedback option="a">x</feedback>')),
    ("element_unknown", sow("</maslak_diagnostic>", '<misconception id="x"/></maslak_diagnostic>')),
    ("thinking_unknown", sow('thinking="K1"', 'thinking="K9"')),
    ("reviewer_same", sow('author="maslak"', 'author="maslak" reviewer="maslak"')),
    ("variant_missing", sow('<name lang="en">', '<name lang="xx">')),
    ("variant_missing", sow('lang="en" status="translated"', 'lang="xx" status="translated"')),
    ("variant_stale", sow("Il garde la porte 102", "Il tient la porte 102")),
    ("option_repeated", sow("It opens the cellar 104", "It guards the door 104")),
    ("key_longest", sow("It guards the door 104", "It guards the door 104 against everybody who comes by at night or by day")),
    ("option_for_all", sow("It sells the lamp 103", "All of the above")),
    ("stem_negative", sow("What does tool number 105 do?", "Which of these does not work?")),
    ("item_repeated", sow("105", "106", 99)),
    ("values_differ", sow("What does tool number 107 do?", "What does tool number 170 do?")),
    ("name_repeated", sow('id="place-103"', 'id="place-104"')),
    ("space_before_stop", sow("numéro 108\u202f?", "numéro 108?")),
]
