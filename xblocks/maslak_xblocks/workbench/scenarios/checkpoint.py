"""Scenarios of the checkpoint: one for each type of item, and a mastery attempt."""

# The texts are elements as an author may write them: their lines stay whole.
# ruff: noqa: E501

from __future__ import annotations

_FRAME = """<maslak_checkpoint purpose="{purpose}" competency="MA-NUM.TC.06" level="N1" draw="0" attempts="{attempts}" cooldown="0" pass_mark="0.7">
  <variant lang="fr" status="source" title="{fr}"/><variant lang="ar" status="translated" title="{ar}"/>
  {items}
  <misconception id="trust"><name lang="fr">Le cadenas prouve l’honnêteté</name><name lang="ar">القفل دليل على النزاهة</name></misconception>
  <misconception id="slip"><name lang="fr">Une virgule déplacée</name><name lang="ar">فاصلة في غير موضعها</name></misconception>
</maslak_checkpoint>"""

_SINGLE = """<item id="s1" type="single" objective="o1"><option id="a"/><option id="b" correct="true"/>
    <variant lang="fr" status="source"><stem><p>Que prouve le cadenas ?</p></stem><text option="a">Que le site est honnête</text>
      <text option="b">Que la liaison est chiffrée</text><feedback option="a">Un fraudeur obtient aussi un cadenas.</feedback>
      <feedback option="b">Oui, et rien de plus.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>ماذا يثبت القفل؟</p></stem><text option="a">أن الموقع نزيه</text>
      <text option="b">أن الاتصال مشفَّر</text><feedback option="a">يحصل المحتال أيضا على قفل.</feedback>
      <feedback option="b">نعم، لا أكثر.</feedback></variant></item>""".replace(
    '<option id="a"/>', '<option id="a" misconception="trust"/>'
)

_MULTIPLE = """<item id="m1" type="multiple" scoring="partial" objective="o1"><option id="a" correct="true"/><option id="b" correct="true"/><option id="c"/>
    <variant lang="fr" status="source"><stem><p>Quels signes doivent alerter ?</p></stem><text option="a">Une urgence</text>
      <text option="b">Un domaine inconnu</text><text option="c">Un cadenas</text><feedback option="c">Le cadenas n’alerte pas.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>أي العلامات تستدعي الحذر؟</p></stem><text option="a">الاستعجال</text>
      <text option="b">نطاق مجهول</text><text option="c">قفل</text><feedback option="c">القفل لا يستدعي الحذر.</feedback></variant></item>"""

_NUMERIC = """<item id="n1" type="numeric" objective="o1"><answer value="12.5" tolerance="0.5" unit="%"/>
    <wrong id="w1" value="125" tolerance="0.5" misconception="slip"/>
    <variant lang="fr" status="source"><stem><p>25 messages sur 200 sont piégés. Quelle part ?</p></stem><unit>%</unit>
      <feedback option="right">25 sur 200 font 12,5 %.</feedback><feedback option="w1">Divisez par 200.</feedback>
      <feedback option="other">Part = piégés ÷ total.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>25 رسالة من 200 خادعة. ما نسبتها؟</p></stem><unit>%</unit>
      <feedback option="right">25 من 200 تساوي 12,5%.</feedback><feedback option="w1">اقسم على 200.</feedback>
      <feedback option="other">النسبة = الخادعة ÷ المجموع.</feedback></variant></item>"""


def _checkpoint(french: str, arabic: str, *items: str, purpose: str = "practice", attempts: int = 0) -> str:
    return _FRAME.format(fr=french, ar=arabic, items="".join(items), purpose=purpose, attempts=attempts)


SCENARIOS: list[tuple[str, str]] = [
    ("Checkpoint single choice", _checkpoint("Choix unique", "اختيار واحد", _SINGLE)),
    ("Checkpoint multiple choice", _checkpoint("Choix multiple", "اختيار متعدد", _MULTIPLE)),
    ("Checkpoint numeric", _checkpoint("Nombre", "عدد", _NUMERIC)),
    (
        "Checkpoint mastery with two attempts",
        _checkpoint("Contrôle", "اختبار", _SINGLE, _MULTIPLE, _NUMERIC, purpose="mastery", attempts=2),
    ),
]
