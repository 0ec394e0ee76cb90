"""A small lab as an author may write it, and the answers that one learner's data give."""

# ruff: noqa: E501  one element as an author may write it

from __future__ import annotations

from decimal import Decimal
from typing import Any

from maslak_xblocks.lab.generators import make_data, make_seed
from maslak_xblocks.lab.generators.dataset import DataSet, TableFact

LAB = """<maslak_lab url_name="lab1" purpose="{purpose}" competency="MA-NUM.TC.05" level="N1" generator="sales_table" rows="80" needs="{needs}" minutes="20" attempts="{attempts}" cooldown="{cooldown}" tries="{tries}" pass_mark="0.7" future="kept"><!-- a note -->
  <variant lang="fr" status="source" title="Ventes"><p>Introduction.</p></variant>
  <variant lang="ar" status="translated" title="مبيعات"><p>مقدمة.</p></variant>
  <task id="total" type="number" fact="total_after_dedup" tolerance="0.01" unit="DH" weight="2" objective="o1">
    <hint id="h1" cost="0.1"/><hint id="h2" cost="0.2"/>
    <wrong id="w1" fact="total_with_duplicates" misconception="twice"/>
    <variant lang="fr" status="source"><stem><p>Quel total ?</p></stem><unit>DH</unit><hint option="h1">SECRET-HINT-1</hint><hint option="h2">SECRET-HINT-2</hint>
      <feedback option="right">FEEDBACK-RIGHT</feedback><feedback option="w1">FEEDBACK-W1</feedback><feedback option="other">FEEDBACK-OTHER</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>ما المجموع؟</p></stem><unit>درهم</unit></variant>
  </task>
  <task id="city" type="text" fact="best_city" objective="o1">
    <variant lang="fr" status="source"><stem><p>Quelle ville ?</p></stem></variant>
  </task>
  <task id="table" type="file" fact="totals_by_city" tolerance="0.01" objective="o2">
    <variant lang="fr" status="source"><stem><p>Un fichier.</p></stem></variant>
  </task>
  <misconception id="twice"><name lang="fr">MISCONCEPTION-TWICE</name><name lang="ar">مرتين</name></misconception>
  <later:extension xmlns:later="urn:later" mode="x">kept</later:extension>
</maslak_lab>"""


def make_lab_olx(purpose: str = "practice", needs: str = "any", attempts: int = 0, cooldown: int = 0, tries: int = 0) -> str:
    """Return a lab with one task of each type."""
    return LAB.format(purpose=purpose, needs=needs, attempts=attempts, cooldown=cooldown, tries=tries)


def data_for(usage: str, learner: str = "learner-1", attempt: int = 1, *, generator: str = "sales_table", rows: int = 80) -> DataSet:
    """Return the data of a learner at a lab."""
    return make_data(generator, make_seed(generator, usage, learner, attempt), rows)


def number_of(data: DataSet, fact: str) -> Decimal:
    """Return a fact that is a number."""
    value = data.facts[fact]
    assert isinstance(value, Decimal)
    return value


def right_answer(data: DataSet, fact: str, language: str = "fr") -> str:
    """Return what to write to be right, a number as the language writes it."""
    value = data.facts[fact]
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text if language == "en" else text.replace(".", ",")
    assert isinstance(value, tuple)
    return value[0]


def csv_of(fact: Any, separator: str = ";", sign: str = ",") -> str:
    """Return the file that answers a fact that is a table."""
    assert isinstance(fact, TableFact)
    lines = [separator.join(fact.columns)]
    lines += [separator.join(str(cell).replace(".", sign) if isinstance(cell, Decimal) else str(cell) for cell in row) for row in fact.rows]
    return "\n".join(lines) + "\n"
