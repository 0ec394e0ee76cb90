"""Scenarios of the lesson."""

# The texts are elements as an author may write them: their lines stay whole.

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

SCENARIOS: list[tuple[str, str]] = [("Lesson in three languages, English stale", _LESSON)]
