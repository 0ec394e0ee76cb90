"""Scenarios of the checkpoint: one for each type of item, and a mastery attempt."""

# The texts are elements as an author may write them: their lines stay whole.
# ruff: noqa: E501

from __future__ import annotations

from decimal import Decimal
from typing import Final

from maslak_xblocks.host import HostArrangement

_FRAME = """<maslak_checkpoint purpose="{purpose}" competency="MA-NUM.TC.06" level="N1" draw="0" attempts="{attempts}" cooldown="0" pass_mark="0.7">
  <variant lang="fr" status="source" title="{fr}"/><variant lang="ar" status="translated" title="{ar}"/>
  {items}
  <misconception id="trust"><name lang="fr">Le cadenas prouve l’honnêteté</name><name lang="ar">القفل دليل على النزاهة</name></misconception>
  <misconception id="slip"><name lang="fr">Une virgule déplacée</name><name lang="ar">فاصلة في غير موضعها</name></misconception>
  <misconception id="direction"><name lang="fr">Prendre l’arrivée pour le départ</name><name lang="ar">أخذ الوصول مكان الانطلاق</name></misconception>
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


_COMMAND = """<item id="t1" type="text" match="exact" objective="o1"><accept id="a1" value="git merge main"/>
    <wrong id="w1" value="git merge correctif" misconception="direction"/>
    <variant lang="fr" status="source"><stem><p>Vous êtes sur la branche <code>correctif</code>. Quelle commande y amène le travail de <code>main</code> ?</p></stem>
      <feedback option="right">Oui : on nomme la branche d’où vient le travail.</feedback>
      <feedback option="w1">Cette commande fusionne la branche avec elle-même.</feedback>
      <feedback option="other">La commande est <code>git merge</code>, suivie de la branche d’où vient le travail.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>أنت في الفرع <code>correctif</code>. ما الأمر الذي يجلب إليه عمل <code>main</code>؟</p></stem>
      <feedback option="right">نعم: نسمّي الفرع الذي يأتي منه العمل.</feedback>
      <feedback option="w1">هذا الأمر يدمج الفرع في نفسه.</feedback>
      <feedback option="other">الأمر هو <code>git merge</code> يليه الفرع الذي يأتي منه العمل.</feedback></variant></item>"""

_WORD = """<item id="t2" type="text" objective="o1"><accept id="a1"/><accept id="a2" value="firewall"/><wrong id="w1" misconception="trust"/>
    <variant lang="fr" status="source"><stem><p>Comment appelle-t-on ce qui laisse passer ou arrête les connexions d’un réseau ?</p></stem>
      <text option="a1">pare-feu</text><text option="w1">antivirus</text>
      <feedback option="right">Oui, il filtre les connexions selon des règles.</feedback>
      <feedback option="w1">L’antivirus examine des fichiers, non des connexions.</feedback>
      <feedback option="other">Le mot dit qu’il arrête le feu.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>ما اسم ما يسمح باتصالات الشبكة أو يوقفها؟</p></stem>
      <text option="a1">جدار الحماية</text><text option="w1">مضاد الفيروسات</text>
      <feedback option="right">نعم، يصفّي الاتصالات وفق قواعد.</feedback>
      <feedback option="w1">مضاد الفيروسات يفحص الملفات لا الاتصالات.</feedback>
      <feedback option="other">في الاسم كلمة تدل على ما يُبنى حول البيت.</feedback></variant></item>"""

_ORDERING = """<item id="r1" type="ordering" scoring="partial" objective="o1"><step id="s1"/><step id="s2"/><step id="s3"/><step id="s4"/>
    <wrong id="w1" first="s3" then="s2" misconception="direction"/>
    <variant lang="fr" status="source"><stem><p>Remettez dans l’ordre le travail d’une modification.</p></stem>
      <text option="s1">Créer une branche : <code>git switch -c accueil</code></text><text option="s2">Choisir ce qui entre : <code>git add page.html</code></text>
      <text option="s3">Enregistrer : <code>git commit</code></text><text option="s4">Publier la branche : <code>git push</code></text>
      <feedback option="right">Oui : la branche d’abord, la publication à la fin.</feedback>
      <feedback option="w1">Un commit ne prend que ce que <code>git add</code> a déjà choisi.</feedback>
      <feedback option="other">Demandez-vous pour chaque étape ce qu’il lui faut d’une autre.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>أعد ترتيب خطوات تعديل واحد.</p></stem>
      <text option="s1">إنشاء فرع: <code>git switch -c accueil</code></text><text option="s2">اختيار ما يدخل: <code>git add page.html</code></text>
      <text option="s3">الحفظ: <code>git commit</code></text><text option="s4">نشر الفرع: <code>git push</code></text>
      <feedback option="right">نعم: الفرع أولا والنشر في النهاية.</feedback>
      <feedback option="w1">لا يأخذ الإيداع إلا ما اختاره <code>git add</code> من قبل.</feedback>
      <feedback option="other">اسأل عند كل خطوة عما تحتاجه من خطوة أخرى.</feedback></variant></item>"""

_MATCHING = """<item id="p1" type="matching" scoring="partial" objective="o1"><left id="l1" choice="c1"/><left id="l2" choice="c2"/><left id="l3" choice="c3"/>
    <choice id="c1"/><choice id="c2"/><choice id="c3"/><choice id="c4" distractor="true" misconception="trust"/>
    <wrong id="w1" left="l1" choice="c2" misconception="slip"/>
    <variant lang="fr" status="source"><stem><p>Associez chaque symptôme à sa cause la plus probable.</p></stem>
      <text option="l1">Aucun site ne s’ouvre, mais <code>ping 1.1.1.1</code> répond</text><text option="l2">Un seul poste n’a plus de réseau</text>
      <text option="l3">Tout le bâtiment est coupé</text>
      <text option="c1">Le DNS ne répond pas</text><text option="c2">Son câble est débranché</text><text option="c3">Le routeur est en panne</text>
      <text option="c4">Le cadenas manque</text>
      <feedback option="right">Oui : chaque symptôme désigne le bon étage.</feedback><feedback option="w1">Le réseau répond : le câble est donc bien branché.</feedback>
      <feedback option="other">Demandez-vous qui d’autre est touché.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>صِل كل عرَض بسببه الأرجح.</p></stem>
      <text option="l1">لا يُفتح أي موقع لكن <code>ping 1.1.1.1</code> يجيب</text><text option="l2">حاسوب واحد بلا شبكة</text>
      <text option="l3">البناية كلها بلا شبكة</text>
      <text option="c1">خادم DNS لا يجيب</text><text option="c2">كابله مفصول</text><text option="c3">الموجّه معطّل</text>
      <text option="c4">القفل غائب</text>
      <feedback option="right">نعم: كل عرَض يدل على الطابق الصحيح.</feedback><feedback option="w1">الشبكة تجيب، فالكابل إذن موصول.</feedback>
      <feedback option="other">اسأل عمّن أصابه العطل أيضا.</feedback></variant></item>"""

_CLASSIFICATION = """<item id="k1" type="classification" scoring="partial" objective="o1"><category id="c1"/><category id="c2"/>
    <entry id="e1" category="c1"/><entry id="e2" category="c2"/><entry id="e3" category="c2"/>
    <wrong id="w1" entry="e2" category="c1" misconception="trust"/>
    <variant lang="fr" status="source"><stem><p>Classez ces messages.</p></stem><text option="c1">sûr</text><text option="c2">suspect</text>
      <text option="e1">Le rappel de cours que vous attendiez, du compte de votre école</text>
      <text option="e2">« Votre compte ferme ce soir », adresse en <code>https://</code></text><text option="e3">Un colis inconnu, à payer par un lien</text>
      <feedback option="right">Oui : l’urgence et l’inconnu doivent alerter.</feedback><feedback option="w1">Un fraudeur obtient aussi un cadenas.</feedback>
      <feedback option="other">Attendiez-vous ce message ?</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>صنّف هذه الرسائل.</p></stem><text option="c1">آمنة</text><text option="c2">مريبة</text>
      <text option="e1">تذكير بالدرس كنت تنتظره، من حساب مدرستك</text>
      <text option="e2">«سيُغلق حسابك الليلة» والعنوان يبدأ بـ <code>https://</code></text><text option="e3">طرد مجهول يُؤدى ثمنه عبر رابط</text>
      <feedback option="right">نعم: الاستعجال والمجهول يستدعيان الحذر.</feedback><feedback option="w1">يحصل المحتال أيضا على قفل.</feedback>
      <feedback option="other">هل كنت تنتظر هذه الرسالة؟</feedback></variant></item>"""

_LOG = """<item id="g1" type="table" scoring="partial" objective="o1">
    <row id="r1"><cell>10:02:11 192.0.2.7 GET /login 200</cell></row><row id="r2" correct="true"><cell>10:02:14 192.0.2.7 POST /login 401 user=admin</cell></row>
    <row id="r3" misconception="slip"><cell>10:02:15 198.51.100.4 GET /static/style.css 304 cache=hit referer=/login</cell></row>
    <row id="r4" correct="true"><cell>10:02:16 192.0.2.7 POST /login 401 user=root</cell></row>
    <variant lang="fr" status="source"><stem><p>Quelles lignes montrent une connexion refusée ?</p></stem><caption>Journal du serveur web</caption>
      <feedback option="r2">Oui, 401 : identité refusée.</feedback><feedback option="r4">Oui, 401 de nouveau, avec un autre nom.</feedback>
      <feedback option="r3">304 dit que la page n’a pas changé.</feedback><feedback option="other">Lisez le code à trois chiffres.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>أي الأسطر تدل على دخول مرفوض؟</p></stem><caption>سجل خادم الويب</caption>
      <feedback option="r2">نعم، 401: الهوية مرفوضة.</feedback><feedback option="r4">نعم، 401 من جديد باسم آخر.</feedback>
      <feedback option="r3">304 تعني أن الصفحة لم تتغير.</feedback><feedback option="other">اقرأ الرمز ذا الأرقام الثلاثة.</feedback></variant></item>"""

_TABLE = """<item id="g2" type="table" scoring="all" objective="o1"><row id="r1" correct="true"/><row id="r2"/><row id="r3" misconception="slip"/>
    <variant lang="fr" status="source"><stem><p>Quelle mesure ne peut pas être juste ?</p></stem><caption>Températures de juillet</caption>
      <column>Ville</column><column>Maximum</column><column>Minimum</column>
      <cells option="r1"><cell>Salé</cell><cell>24 °C</cell><cell>31 °C</cell></cells>
      <cells option="r2"><cell>Fès</cell><cell>38 °C</cell><cell>19 °C</cell></cells>
      <cells option="r3"><cell>Safi</cell><cell>29,5 °C</cell><cell>18 °C</cell></cells>
      <feedback option="r1">Oui : un minimum ne dépasse pas son maximum.</feedback><feedback option="other">Comparez les deux colonnes.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>أي قياس لا يمكن أن يصح؟</p></stem><caption>حرارة يوليوز</caption>
      <column>المدينة</column><column>القصوى</column><column>الدنيا</column>
      <cells option="r1"><cell>سلا</cell><cell>24 °م</cell><cell>31 °م</cell></cells>
      <cells option="r2"><cell>فاس</cell><cell>38 °م</cell><cell>19 °م</cell></cells>
      <cells option="r3"><cell>آسفي</cell><cell>29,5 °م</cell><cell>18 °م</cell></cells>
      <feedback option="r1">نعم: لا تتجاوز الدنيا القصوى.</feedback><feedback option="other">قارن العمودين.</feedback></variant></item>"""


def _checkpoint(french: str, arabic: str, *items: str, purpose: str = "practice", attempts: int = 0) -> str:
    return _FRAME.format(fr=french, ar=arabic, items="".join(items), purpose=purpose, attempts=attempts)


SCENARIOS: list[tuple[str, str]] = [
    ("Checkpoint single choice", _checkpoint("Choix unique", "اختيار واحد", _SINGLE)),
    ("Checkpoint multiple choice", _checkpoint("Choix multiple", "اختيار متعدد", _MULTIPLE)),
    ("Checkpoint numeric", _checkpoint("Nombre", "عدد", _NUMERIC)),
    ("Checkpoint text: a command", _checkpoint("Commande", "أمر", _COMMAND)),
    ("Checkpoint text: a word", _checkpoint("Mot", "كلمة", _WORD)),
    ("Checkpoint ordering", _checkpoint("Ordre", "ترتيب", _ORDERING)),
    ("Checkpoint matching", _checkpoint("Association", "وصل", _MATCHING)),
    ("Checkpoint classification", _checkpoint("Classement", "تصنيف", _CLASSIFICATION)),
    ("Checkpoint log", _checkpoint("Journal", "سجل", _LOG)),
    ("Checkpoint table", _checkpoint("Tableau", "جدول", _TABLE)),
    (
        "Checkpoint mastery with two attempts",
        _checkpoint("Contrôle", "اختبار", _SINGLE, _MULTIPLE, _NUMERIC, purpose="mastery", attempts=2),
    ),
    # What an author saves here no other scenario sees.
    ("Checkpoint to bring questions into", _checkpoint("Banque", "بنك", _SINGLE)),
    (
        "Checkpoint as an exam with a time limit",
        _checkpoint("Examen", "امتحان", _SINGLE, _NUMERIC, _ORDERING, _MATCHING, purpose="mastery", attempts=3),
    ),
]
# Twelve minutes with the extra time: each warning comes while one looks on.
ARRANGEMENTS: Final = {
    "Checkpoint as an exam with a time limit": HostArrangement(minutes=9, extra_time=Decimal("0.33"), exam_mode=True),
}
