"""Faults of labs; the clean course has none, so each is sown with one that is spoilt in one place."""

from __future__ import annotations

from collections.abc import Callable

from tests.factories.course_draft import Draft
from tests.factories.course_faults.edits import Spoil

from maslak_xblocks.variants import stamp_basis

PAGE = "vertical/tc06-u1-read.xml"
LAB = """<maslak_lab url_name="a-lab" purpose="practice" competency="MA-NUM.TC.06" level="N1" generator="sales_table" rows="80" needs="any" minutes="20" pass_mark="0.7">
<variant lang="fr" status="source" title="Un magasin"><p>Lisez les ventes.</p></variant>
<variant lang="ar" status="translated" title="متجر"><p>اقرأ المبيعات.</p></variant>
<variant lang="en" status="translated" title="A shop"><p>Read the sales.</p></variant>
<task id="total" type="number" fact="total_after_dedup" tolerance="0.01" unit="DH" weight="1" objective="tc06-u1-o1">
<hint id="h1" cost="0.2"/><wrong id="w1" fact="total_with_duplicates" misconception="twice"/>
<variant lang="fr" status="source"><stem><p>Quel est le total ?</p></stem><unit>DH</unit><hint option="h1">Un ticket, un numéro.</hint><feedback option="w1">Des lignes sont en double.</feedback><feedback option="other">Reprenez ligne par ligne.</feedback></variant>
<variant lang="ar" status="translated"><stem><p>ما المجموع؟</p></stem><unit>درهم</unit><hint option="h1">لكل تذكرة رقم.</hint><feedback option="w1">بعض السطور مكررة.</feedback><feedback option="other">راجع كل سطر على حدة.</feedback></variant>
<variant lang="en" status="translated"><stem><p>What is the total?</p></stem><unit>MAD</unit><hint option="h1">One ticket, one number.</hint><feedback option="w1">Some rows stand twice.</feedback><feedback option="other">Go through it row by row.</feedback></variant>
</task>
<misconception id="twice"><name lang="fr">Une ligne en double compte deux fois</name><name lang="ar">السطر المكرر يُحسب مرتين</name><name lang="en">A doubled row counts twice</name></misconception>
</maslak_lab>"""  # noqa: E501  one element as an author may write it


def sow(*changes: tuple[str, str]) -> Spoil:
    """Sow a lab in which each first text was replaced by the second."""

    def spoil(draft: Draft) -> None:
        lab = stamp_basis(LAB)
        for old, new in changes:
            assert old in lab, old
            lab = lab.replace(old, new)
        draft.replace(PAGE, "</vertical>", lab + "</vertical>")

    return spoil


FAULTS: list[tuple[str, Callable[[Draft], object]]] = [
    ("lab_empty", sow(("<task ", "<!-- "), ("</task>", " -->"))),
    ("lab_shared", sow(('fact="total_after_dedup"', 'fact="cities"'))),
    ("lab_limited", sow((' minutes="20"', ' minutes="20" tries="2"'))),
    ("lab_tolerance", sow((' tolerance="0.01"', ""))),
    ("lab_unit", sow(("<unit>درهم</unit>", ""))),
    ("lab_hint_unsaid", sow(("One ticket, one number.", ""))),
    ("lab_hints_dear", sow(('cost="0.2"', 'cost="1"'))),
    ("lab_wrong_unnamed", sow((' misconception="twice"', ""))),
    ("lab_wrong_is_right", sow(('fact="total_with_duplicates"', 'fact="total_after_dedup"'))),
    ("lab_wrong_often_right", sow(('tolerance="0.01"', 'tolerance="90000"'))),
    ("lab_feedback_missing", sow(('<feedback option="other">Reprenez ligne par ligne.</feedback>', ""))),
    ("variant_stale", sow(("Une ligne en double compte deux fois", "Une ligne en double compte double"))),
    ("lab_time_odd", sow((' minutes="20"', ' minutes="90"'))),
    ("lab_text_undeclared", sow(('<feedback option="w1">Some', '<feedback option="w2">Some'))),
    ("block_refused", sow(('fact="total_after_dedup"', 'fact="total"'))),
    ("attribute_unknown", sow(("<task ", '<task points="2" '))),
    ("attribute_missing", sow((' rows="80"', ""))),
    ("element_unknown", sow(("<hint id", "<clue/><hint id"))),
    ("misconception_unknown", sow(('misconception="twice"', 'misconception="other"'))),
    ("misconception_unused", sow((' misconception="twice"', ""))),
    ("objective_unknown", sow(("tc06-u1-o1", "tc06-u1-o99"))),
    ("competency_unknown", sow(("MA-NUM.TC.06", "MA-NUM.TC.66"))),
    ("variant_missing", sow(('lang="en"', 'lang="xx"'))),
    ("attribute_dropped", sow(("<p>Quel est", '<p onclick="x()">Quel est'))),
]  # fmt: skip
