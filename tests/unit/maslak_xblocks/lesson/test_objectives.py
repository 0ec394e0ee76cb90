from __future__ import annotations

from maslak_xblocks.lesson.objectives import list_objectives

SOURCE = """<maslak_lesson level="N1">
  <objective id="o1" competency="MA-NUM.TC.06" level="N1" verb="recognise"/>
  <objective id="o2" competency="MA-NUM.TC.06" level="N1" verb="choose"/>
  <variant lang="fr" status="source" title="Leçon">
    <objective ref="o1">Reconnaître   un
      <b>message</b> piégé.</objective>
    <objective ref="gone">Plus là.</objective><p>Texte.</p>
  </variant>
  <variant lang="ar" status="translated" title="درس"><objective ref="o1">أن تتعرّف إلى رسالة.</objective></variant>
</maslak_lesson>"""


def test_objectives_are_listed_in_their_order_with_their_words_and_without_what_is_not_declared() -> None:
    assert list_objectives(SOURCE) == {"o1": {"fr": "Reconnaître un message piégé.", "ar": "أن تتعرّف إلى رسالة."}, "o2": {}}
