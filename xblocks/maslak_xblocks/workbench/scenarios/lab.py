"""Scenarios of the lab: one for each kind of data, on a phone and at a computer."""

# The texts are elements as an author may write them: their lines stay whole.
# ruff: noqa: E501

from __future__ import annotations

from typing import Final

from maslak_xblocks.host import HostArrangement

_SALES = """<maslak_lab purpose="practice" competency="MA-NUM.TC.05" level="N1" generator="sales_table" rows="80" needs="any" minutes="25" attempts="0" cooldown="0" tries="0" pass_mark="0.7">
  <variant lang="fr" status="source" title="TP : les tickets d’un magasin"><p>Nettoyez les ventes, puis répondez.</p></variant>
  <variant lang="ar" status="translated" title="عمل تطبيقي: تذاكر متجر"><p>نظّف المبيعات ثم أجب.</p></variant>
  <variant lang="en" status="translated" title="Lab: the tickets of a shop"><p>Clean the sales, then answer.</p></variant>
  <task id="total" type="number" fact="total_after_dedup" tolerance="0.01" unit="DH" weight="2" objective="o1">
    <hint id="h1" cost="0.1"/><hint id="h2" cost="0.2"/>
    <wrong id="w1" fact="total_with_duplicates" misconception="twice"/><wrong id="w2" fact="total_of_prices" misconception="quantity"/>
    <variant lang="fr" status="source"><stem><p>Quel est le total des ventes, chaque ticket compté une fois ?</p></stem><unit>DH</unit>
      <hint option="h1">Un ticket porte un seul numéro.</hint><hint option="h2">Montant = quantité × prix.</hint>
      <feedback option="right">Oui : chaque vente une fois.</feedback><feedback option="w1">Des lignes sont en double.</feedback>
      <feedback option="w2">La quantité manque.</feedback><feedback option="other">Reprenez ligne par ligne.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>ما مجموع المبيعات إذا حُسبت كل تذكرة مرة واحدة؟</p></stem><unit>درهم</unit>
      <hint option="h1">لكل تذكرة رقم واحد.</hint><hint option="h2">المبلغ = الكمية × الثمن.</hint>
      <feedback option="right">نعم: كل بيع مرة واحدة.</feedback><feedback option="w1">بعض السطور مكررة.</feedback>
      <feedback option="w2">نُسيت الكمية.</feedback><feedback option="other">أعد الحساب سطرا سطرا.</feedback></variant>
    <variant lang="en" status="translated"><stem><p>What is the total of the sales, each ticket counted once?</p></stem><unit>MAD</unit>
      <hint option="h1">A ticket has one number.</hint><hint option="h2">Amount = quantity × price.</hint>
      <feedback option="right">Yes: each sale once.</feedback><feedback option="w1">Some rows stand twice.</feedback>
      <feedback option="w2">The quantity is missing.</feedback><feedback option="other">Go through it row by row.</feedback></variant>
  </task>
  <task id="best" type="text" fact="best_city" objective="o1">
    <wrong id="w1" fact="busiest_city" misconception="count"/>
    <variant lang="fr" status="source"><stem><p>Quelle ville a vendu pour le plus d’argent ?</p></stem><feedback option="w1">Elle a le plus de tickets, pas d’argent.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>أي مدينة باعت بأكبر مبلغ؟</p></stem><feedback option="w1">لها أكثر التذاكر لا أكبر مبلغ.</feedback></variant>
    <variant lang="en" status="translated"><stem><p>Which city sold for the most money?</p></stem><feedback option="w1">It has the most tickets, not the most money.</feedback></variant>
  </task>
  <misconception id="twice"><name lang="fr">Une ligne en double compte deux fois</name><name lang="ar">حساب السطر المكرر مرتين</name><name lang="en">A doubled row counts twice</name></misconception>
  <misconception id="quantity"><name lang="fr">Le prix d’une pièce est le montant</name><name lang="ar">ثمن القطعة هو المبلغ</name><name lang="en">The price of one piece is the amount</name></misconception>
  <misconception id="count"><name lang="fr">Le plus souvent n’est pas le plus cher</name><name lang="ar">الأكثر عددا ليس الأكبر مبلغا</name><name lang="en">The most often is not the most expensive</name></misconception>
</maslak_lab>"""

_LOG = """<maslak_lab purpose="mastery" competency="MA-NUM.TC.06" level="N2" generator="access_log" rows="600" needs="computer" minutes="40" attempts="2" cooldown="0" tries="3" pass_mark="0.7">
  <variant lang="fr" status="source" title="TP : qui a essayé d’entrer ?"><p>Lisez le journal du site.</p></variant>
  <variant lang="ar" status="translated" title="عمل تطبيقي: من حاول الدخول؟"><p>اقرأ سجل الموقع.</p></variant>
  <task id="who" type="text" fact="attacker_address" objective="o1">
    <wrong id="w1" fact="busiest_address" misconception="busy"/>
    <variant lang="fr" status="source"><stem><p>Quelle adresse a essayé des mots de passe ?</p></stem><feedback option="w1">Elle lit beaucoup, sans se connecter.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>ما العنوان الذي جرّب كلمات السر؟</p></stem><feedback option="w1">يقرأ كثيرا ولا يسجل الدخول.</feedback></variant>
  </task>
  <task id="table" type="file" fact="failures_by_address" objective="o1">
    <hint id="h1" cost="0.25"/>
    <variant lang="fr" status="source"><stem><p>Rendez un fichier CSV <code>adresse,echecs</code> : les réponses 401 de chaque adresse qui en a.</p></stem><hint option="h1">Filtrez d’abord le statut 401.</hint></variant>
    <variant lang="ar" status="translated"><stem><p>سلّم ملف CSV فيه <code>adresse,echecs</code>: أجوبة 401 لكل عنوان.</p></stem><hint option="h1">ابدأ بتصفية الحالة 401.</hint></variant>
  </task>
  <misconception id="busy"><name lang="fr">Beaucoup de requêtes, donc une attaque</name><name lang="ar">كثرة الطلبات تعني هجوما</name></misconception>
</maslak_lab>"""

_MODEL = """<maslak_lab purpose="practice" competency="MA-NUM.TC.07" level="N1" generator="classifier_predictions" rows="120" needs="any" minutes="20" pass_mark="0.7">
  <variant lang="fr" status="source" title="TP : le tri est-il juste ?"><p>Comparez ce que dit le programme à ce que dit une personne.</p></variant>
  <variant lang="ar" status="translated" title="عمل تطبيقي: هل الفرز عادل؟"><p>قارن قول البرنامج بقول الإنسان.</p></variant>
  <task id="recall" type="number" fact="recall_urgent" tolerance="0.1" unit="%" objective="o1">
    <wrong id="w1" fact="precision_urgent" misconception="mixed"/>
    <variant lang="fr" status="source"><stem><p>Quel est le rappel de la classe <code>urgent</code> ?</p></stem><unit>%</unit><feedback option="w1">Vous avez divisé par ce que dit le programme.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>ما استدعاء الصنف <code>urgent</code>؟</p></stem><unit>%</unit><feedback option="w1">قسمت على ما قاله البرنامج.</feedback></variant>
  </task>
  <misconception id="mixed"><name lang="fr">Précision prise pour le rappel</name><name lang="ar">الخلط بين الدقة والاستدعاء</name></misconception>
</maslak_lab>"""

_TESTS = """<maslak_lab purpose="practice" competency="MA-NUM.TST.05" level="N1" generator="test_runs" rows="120" needs="any" minutes="20" pass_mark="0.7">
  <variant lang="fr" status="source" title="TP : les tests de la nuit"><p>Lisez les résultats de plusieurs nuits.</p></variant>
  <variant lang="ar" status="translated" title="عمل تطبيقي: اختبارات الليل"><p>اقرأ نتائج عدة ليال.</p></variant>
  <task id="flaky" type="number" fact="flaky_tests" objective="o1"><wrong id="w1" fact="failing_tests" misconception="any"/>
    <variant lang="fr" status="source"><stem><p>Combien de tests sont instables ?</p></stem><feedback option="w1">Un test toujours en échec n’est pas instable.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>كم اختبارا متقلبا؟</p></stem><feedback option="w1">الاختبار الفاشل دائما ليس متقلبا.</feedback></variant></task>
  <task id="time" type="number" fact="slowest_duration" unit="ms" objective="o1">
    <variant lang="fr" status="source"><stem><p>Combien de temps a pris le test le plus long, en tout ?</p></stem><unit>ms</unit></variant>
    <variant lang="ar" status="translated"><stem><p>كم استغرق أطول اختبار في المجموع؟</p></stem><unit>ms</unit></variant></task>
  <misconception id="any"><name lang="fr">Tout échec est une instabilité</name><name lang="ar">كل فشل تقلّب</name></misconception>
</maslak_lab>"""

_BILL = """<maslak_lab purpose="practice" competency="MA-NUM.CLD.07" level="N2" generator="cloud_bill" rows="300" needs="computer" minutes="30" pass_mark="0.7">
  <variant lang="fr" status="source" title="TP : qui paie le nuage ?"><p>Lisez la facture du mois.</p></variant>
  <variant lang="ar" status="translated" title="عمل تطبيقي: من يؤدي ثمن السحابة؟"><p>اقرأ فاتورة الشهر.</p></variant>
  <task id="total" type="number" fact="total" tolerance="0.01" unit="DH" objective="o1"><wrong id="w1" fact="total_without_credits" misconception="credit"/>
    <variant lang="fr" status="source"><stem><p>Quel est le total à payer ?</p></stem><unit>DH</unit><feedback option="w1">Un avoir se déduit.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>ما المجموع الواجب أداؤه؟</p></stem><unit>درهم</unit><feedback option="w1">يُخصم التخفيض المسترد.</feedback></variant></task>
  <task id="table" type="file" fact="totals_by_service" tolerance="0.01" objective="o1">
    <variant lang="fr" status="source"><stem><p>Rendez <code>service,total</code> en CSV.</p></stem></variant>
    <variant lang="ar" status="translated"><stem><p>سلّم <code>service,total</code> بصيغة CSV.</p></stem></variant></task>
  <misconception id="credit"><name lang="fr">Oublier les avoirs</name><name lang="ar">نسيان التخفيضات المستردة</name></misconception>
</maslak_lab>"""

_PIPELINE = """<maslak_lab purpose="practice" competency="MA-NUM.DVO.01" level="N1" generator="pipeline_runs" rows="120" needs="any" minutes="40" pass_mark="0.7">
  <variant lang="fr" status="source" title="TP : que réparer d’abord ?"><p>Lisez l’historique du pipeline de l’équipe.</p></variant>
  <variant lang="ar" status="translated" title="عمل تطبيقي: ما الذي نصلحه أولاً؟"><p>اقرأ تاريخ سلسلة التكامل للفريق.</p></variant>
  <variant lang="en" status="translated" title="Lab: what to repair first?"><p>Read the history of the team’s pipeline.</p></variant>
  <task id="flaky" type="text" fact="flaky_stage" objective="o1"><wrong id="w1" fact="failing_stage" misconception="often"/>
    <hint id="h1" cost="0.2"/>
    <variant lang="fr" status="source"><stem><p>Quelle étape échoue puis réussit sur le même commit ?</p></stem>
      <hint option="h1">Filtrez <code>essai</code> sur 2, puis retrouvez l’échec d’avant.</hint><feedback option="w1">Elle échoue souvent, mais ne change pas d’avis.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>أي مرحلة تفشل ثم تنجح على الإيداع نفسه؟</p></stem>
      <hint option="h1">صفِّ <code>essai</code> على 2 ثم ابحث عن الفشل السابق.</hint><feedback option="w1">تفشل كثيراً لكنها لا تغيّر رأيها.</feedback></variant>
    <variant lang="en" status="translated"><stem><p>Which stage fails and then passes on the same commit?</p></stem>
      <hint option="h1">Filter <code>essai</code> on 2, then find the failure before it.</hint><feedback option="w1">It fails often, but does not change its mind.</feedback></variant></task>
  <task id="lead" type="number" fact="lead_time" tolerance="0.1" unit="min" objective="o1"><wrong id="w1" fact="lead_time_from_request" misconception="late"/>
    <variant lang="fr" status="source"><stem><p>Quel est le délai médian du commit à la mise en service ?</p></stem><unit>min</unit><feedback option="w1">Vous êtes parti de la demande, pas du commit.</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>ما القيمة الوسطية للأجل من الإيداع إلى الخدمة؟</p></stem><unit>دقيقة</unit><feedback option="w1">بدأت من الطلب لا من الإيداع.</feedback></variant>
    <variant lang="en" status="translated"><stem><p>What is the median time from commit to service?</p></stem><unit>min</unit><feedback option="w1">You began at the request, not at the commit.</feedback></variant></task>
  <misconception id="often"><name lang="fr">Échouer souvent, c’est être instable</name><name lang="ar">كثرة الفشل تعني التقلب</name><name lang="en">Failing often is being unstable</name></misconception>
  <misconception id="late"><name lang="fr">Le délai commence à la demande</name><name lang="ar">الأجل يبدأ من الطلب</name><name lang="en">The lead time begins at the request</name></misconception>
</maslak_lab>"""

SCENARIOS: list[tuple[str, str]] = [
    ("Sales on a phone, practice", _SALES),
    ("Access log at a computer, decides, three tries, a file", _LOG),
    ("Predictions of a classifier", _MODEL),
    ("Nightly tests on a phone", _TESTS),
    ("Bill of the cloud at a computer", _BILL),
    ("Runs of a pipeline on a phone", _PIPELINE),
    ("Sales as an exam with a time limit", _SALES),
]
ARRANGEMENTS: Final = {"Sales as an exam with a time limit": HostArrangement(minutes=12, exam_mode=True)}
