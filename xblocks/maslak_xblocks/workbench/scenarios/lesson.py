"""Scenarios of the lesson."""

# The texts are elements as an author may write them: their lines stay whole.
# ruff: noqa: E501

from __future__ import annotations

_LESSON = """<maslak_lesson level="N1">
  <objective id="o1" competency="MA-NUM.TC.06" level="N1" verb="recognise"/>
  <variant lang="fr" status="source" title="Ce que dit le cadenas">
    <objective ref="o1">Lire le nom de domaine d’une adresse.</objective>
    <p>Le cadenas dit que la liaison est chiffrée. Il ne dit pas à qui vous parlez.</p>
    <aside class="callout" data-kind="remember"><p>Lisez le nom de domaine : <code>banque.example</code>.</p></aside>
  </variant>
  <variant lang="ar" status="translated" title="ماذا يقول القفل">
    <objective ref="o1">قراءة اسم النطاق في عنوان.</objective>
    <p>يقول القفل إن الاتصال مشفَّر. ولا يقول مع من تتحدث.</p>
    <aside class="callout" data-kind="remember"><p>اقرأ اسم النطاق: <code>banque.example</code>.</p></aside>
  </variant>
  <variant lang="en" status="translated" basis="000000000000" title="What the padlock says">
    <objective ref="o1">Read the domain name of an address.</objective>
    <p>The padlock says that the connection is encrypted. It does not say to whom you speak.</p>
  </variant>
</maslak_lesson>"""

_TERMS = """<maslak_lesson level="N1">
  <objective id="o1" competency="MA-NUM.CYB.01" level="N1" verb="recognise"/>
  <variant lang="fr" status="source" title="Lire une adresse">
    <objective ref="o1">Reconnaître une tentative d’hameçonnage.</objective>
    <section><h2>Une adresse</h2>
      <p>Le <dfn data-term="domain-name">nom de domaine</dfn> dit à qui appartient un site. Un message d’<dfn data-term="phishing">hameçonnage</dfn> montre un nom qui ressemble à un autre.</p>
      <ul><li>Le <dfn data-term="encryption">chiffrement</dfn> protège la liaison.</li><li>Un <dfn data-term="unknown-term">terme sans entrée</dfn> reste du texte.</li></ul>
    </section>
    <section><h2>Ce qui suit</h2><p>Relisez le <dfn data-term="domain-name">nom de domaine</dfn> avant d’écrire un mot de passe. Aucune personne honnête ne le demande par courriel, et votre établissement ne le fera jamais.</p></section>
  </variant>
  <variant lang="ar" status="translated" title="قراءة عنوان">
    <objective ref="o1">التعرّف على محاولة تصيّد احتيالي.</objective>
    <section><h2>عنوان</h2>
      <p>يقول <dfn data-term="domain-name">اسم النطاق</dfn> لمن الموقع. ورسالة <dfn data-term="phishing">التصيّد الاحتيالي</dfn> تعرض اسما يشبه غيره.</p>
      <ul><li><dfn data-term="encryption">التشفير</dfn> يحمي الاتصال.</li><li>و<dfn data-term="unknown-term">مصطلح بلا مدخل</dfn> يبقى نصا.</li></ul>
    </section>
    <section><h2>ما يلي</h2><p>اقرأ <dfn data-term="domain-name">اسم النطاق</dfn> قبل أن تكتب كلمة سر. لا أحد نزيه يطلبها بالبريد، ولن تفعل مؤسستك ذلك أبدا.</p></section>
  </variant>
  <variant lang="en" status="translated" title="Reading an address">
    <objective ref="o1">Recognise an attempt at phishing.</objective>
    <section><h2>An address</h2>
      <p>The <dfn data-term="domain-name">domain name</dfn> says whose site it is. A <dfn data-term="phishing">phishing</dfn> message shows a name that looks like another.</p>
      <ul><li><dfn data-term="encryption">Encryption</dfn> protects the connection.</li><li>A <dfn data-term="unknown-term">term without an entry</dfn> stays text.</li></ul>
    </section>
    <section><h2>What follows</h2><p>Read the <dfn data-term="domain-name">domain name</dfn> before you write a password. Nobody honest asks for it by mail, and your school never will.</p></section>
  </variant>
</maslak_lesson>"""

SCENARIOS: list[tuple[str, str]] = [("Lesson in three languages, English stale", _LESSON), ("Lesson with terms of the glossary", _TERMS)]
