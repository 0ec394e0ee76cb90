"""Scenarios of the logbook. Whose logbook is shown follows the student: add ``?student=`` and one of ``logbook_samples.STATES``."""

from __future__ import annotations

_OLX = """<maslak_logbook {attributes}>
  <variant lang="fr" status="source" title="Mon carnet d’alternance">
    <p>Une bonne entrée dit ce que vous avez fait, avec quoi, et ce qui en est sorti. Elle tient en trois phrases.</p>
    <ul><li>« J’ai relu 40 alertes du pare-feu et classé 3 incidents. »</li><li>Pas : « J’ai travaillé sur la sécurité. »</li></ul>
    <prompt id="what">Qu’avez-vous fait, et pour qui ?</prompt>
    <prompt id="learnt">Qu’avez-vous compris que vous ne saviez pas hier ?</prompt>
    <prompt id="progress" for="synthesis">Que savez-vous faire seul aujourd’hui, et qu’est-ce qui le montre ?</prompt>
  </variant>
  <variant lang="ar" status="translated" title="دفتر التكوين بالتناوب">
    <p>المدخلة الجيدة تقول ما أنجزته وبماذا أنجزته وما نتج عنه. وتكفيها ثلاث جمل.</p>
    <ul><li>«راجعت 40 تنبيها من الجدار الناري وصنفت 3 حوادث.»</li><li>لا تكتب: «عملت على الأمن.»</li></ul>
    <prompt id="what">ماذا أنجزت، ولفائدة من؟</prompt>
    <prompt id="learnt">ماذا فهمت اليوم ولم تكن تعرفه بالأمس؟</prompt>
    <prompt id="progress" for="synthesis">ما الذي تستطيع فعله اليوم وحدك، وما الدليل على ذلك؟</prompt>
  </variant>
  <variant lang="en" status="translated" title="My work-study logbook">
    <p>A good entry says what you did, with what, and what came of it. Three sentences are enough.</p>
    <ul><li>“I read 40 firewall alerts and classified 3 incidents.”</li><li>Not: “I worked on security.”</li></ul>
    <prompt id="what">What did you do, and for whom?</prompt>
    <prompt id="learnt">What do you understand that you did not know yesterday?</prompt>
    <prompt id="progress" for="synthesis">What can you do alone today, and what shows it?</prompt>
  </variant>
</maslak_logbook>"""

SCENARIOS: list[tuple[str, str]] = [
    ("Logbook now (students: none, new, late, disagreed, finished, confidential, away)", _OLX.format(attributes='show="current"')),
    ("Logbook from the beginning, with the course’s competencies", _OLX.format(attributes='show="all" competencies="MA-NUM.CYB.03"')),
]
