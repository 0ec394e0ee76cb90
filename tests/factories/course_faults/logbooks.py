"""Faults of logbooks; the clean course has none, so each is sown with one."""

from __future__ import annotations

from collections.abc import Callable

from tests.factories.course_draft import Draft
from tests.factories.course_faults.edits import Spoil

PAGE = "vertical/tc06-u1-read.xml"
_OLX = """<maslak_logbook url_name="{name}" {attributes}>
<variant lang="fr" status="source" title="Mon carnet d’alternance">{fr}</variant>
<variant lang="ar" status="translated" title="دفتر التكوين بالتناوب">{ar}</variant>
<variant lang="en" status="translated" title="My logbook">{en}</variant>
</maslak_logbook>"""
_TEXTS = {
    "fr": '<p>Une bonne entrée dit ce que vous avez fait.</p><prompt id="what">Qu’avez-vous fait ?</prompt>',
    "ar": '<p>المدخلة الجيدة تقول ما أنجزته.</p><prompt id="what">ماذا أنجزت؟</prompt>',
    "en": '<p>A good entry says what you did.</p><prompt id="what">What did you do?</prompt>',
}


def make_logbook(attributes: str = 'show="current" competencies="MA-NUM.TC.06"', name: str = "my-logbook", **texts: str) -> str:
    """Return the OLX of a logbook in three languages."""
    return _OLX.format(name=name, attributes=attributes, **(_TEXTS | texts))


def sow(*logbooks: str) -> Spoil:
    def spoil(draft: Draft) -> None:
        draft.replace(PAGE, "</vertical>", "\n".join(logbooks) + "</vertical>")

    return spoil


def _ask(number: int) -> dict[str, str]:
    more = "".join(f'<prompt id="q{each}">{{}}</prompt>' for each in range(number))
    words = {"fr": "Et ensuite ?", "ar": "وماذا بعد؟", "en": "And then?"}
    return {language: text + more.format(*[words[language]] * number) for language, text in _TEXTS.items()}


FAULTS: list[tuple[str, Callable[[Draft], object]]] = [
    ("logbook_competency_unknown", sow(make_logbook('competencies="MA-NUM.TC.99"'))),
    ("logbook_prompts_differ", sow(make_logbook().replace('<prompt id="what">ماذا', '<prompt id="other">ماذا'))),
    ("logbook_prompts_differ", sow(make_logbook().replace('<prompt id="what">What', '<prompt id="what" for="synthesis">What'))),
    ("logbook_prompts_many", sow(make_logbook(**_ask(6)))),
    ("logbook_guidance_missing", sow(make_logbook(fr='<prompt id="what">Qu’avez-vous fait ?</prompt>'))),
    ("logbook_repeated", sow(make_logbook(), make_logbook(name="again"))),
    ("block_refused", sow(make_logbook('show="some"'))),
    ("block_refused", sow(make_logbook('competencies="reading"'))),
    ("attribute_unknown", sow(make_logbook('shows="all"'))),
    ("attribute_unknown", sow(make_logbook().replace('<prompt id="what">What', '<prompt id="what" why="x">What'))),
    ("attribute_missing", sow(make_logbook().replace('<prompt id="what">What', "<prompt>What"))),
    ("element_unknown", sow(make_logbook().replace("</maslak_logbook>", "<item/></maslak_logbook>"))),
    ("attribute_dropped", sow(make_logbook(fr='<p onclick="x()">Une entrée.</p><prompt id="what">Quoi ?</prompt>'))),
    ("variant_missing", sow(make_logbook().replace('lang="en"', 'lang="xx"'))),
]
