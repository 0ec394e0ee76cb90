"""Faults of passports; the clean course has none, so each is sown with one."""

from __future__ import annotations

from collections.abc import Callable

from tests.factories.course_draft import Draft
from tests.factories.course_faults.edits import Spoil

PAGE = "vertical/tc06-u1-read.xml"
_OLX = """<maslak_passport url_name="{name}" {attributes}>
<variant lang="fr" status="source" title="Votre passeport">{fr}</variant>
<variant lang="ar" status="translated" title="جواز كفاياتك">{ar}</variant>
<variant lang="en" status="translated" title="Your passport">{en}</variant>
</maslak_passport>"""
_TEXTS = {
    "fr": "<p>Voici ce que vous avez acquis.</p>", "ar": "<p>هذا ما اكتسبته.</p>", "en": "<p>This is what you acquired.</p>",
}  # fmt: skip


def make_passport(attributes: str = 'show="all"', name: str = "my-passport", **texts: str) -> str:
    """Return the OLX of a passport in three languages."""
    return _OLX.format(name=name, attributes=attributes, **(_TEXTS | texts))


def sow(*passports: str) -> Spoil:
    def spoil(draft: Draft) -> None:
        draft.replace(PAGE, "</vertical>", "\n".join(passports) + "</vertical>")

    return spoil


FAULTS: list[tuple[str, Callable[[Draft], object]]] = [
    ("passport_domain_unknown", sow(make_passport('show="course" domains="CYB XYZ"'))),
    ("passport_domains_idle", sow(make_passport('show="all" domains="TC"'))),
    ("passport_repeated", sow(make_passport(), make_passport(name="again"))),
    ("block_refused", sow(make_passport('show="course"'))),
    ("attribute_unknown", sow(make_passport('shows="all"'))),
    ("element_unknown", sow(make_passport().replace("</maslak_passport>", "<item/></maslak_passport>"))),
    ("attribute_dropped", sow(make_passport(fr='<p onclick="x()">Voici ce que vous avez acquis.</p>'))),
    ("variant_missing", sow(make_passport().replace('lang="en"', 'lang="xx"'))),
]
