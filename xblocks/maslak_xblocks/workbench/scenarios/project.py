"""Scenarios of the project. In which state it is follows the student: add ``?student=`` and one of ``project_seeds.STATES``."""

from __future__ import annotations

from typing import Final

_BANDS: Final = {
    "knowledge": (
        ("La question est là, mais aucune source n’est nommée.", "السؤال حاضر، لكن لا يُذكر أي مصدر.", "There is a question, but no source is named."),
        ("Une source est nommée, sans dire ce qu’elle mesure.", "يُذكر مصدر دون بيان ما يقيسه.", "A source is named, without saying what it measures."),
        ("Les sources sont citées avec leur date et leur licence.", "تُذكر المصادر بتاريخها ورخصتها.", "Sources are cited with date and licence."),
        ("Les limites de chaque source sont dites et prises en compte.", "تُبيَّن حدود كل مصدر وتُراعى في العمل.", "The limits of each source are stated and taken into account."),
    ),
    "communication": (
        ("Le rapport n’existe que dans une langue.", "التقرير مكتوب بلغة واحدة فقط.", "The report exists in one language only."),
        ("Les deux versions ne disent pas la même chose.", "لا تقول النسختان الشيء نفسه.", "The two versions do not say the same."),
        ("Les deux versions disent la même chose, chacune avec naturel.", "تقول النسختان الشيء نفسه، كل بلغة سليمة.", "Both versions say the same, each in natural language."),
        ("Une personne étrangère au projet comprend tout à la première lecture.", "يفهم كل شيء من أول قراءة شخص لا علاقة له بالمشروع.", "Somebody outside the project understands all of it at first reading."),
    ),
}  # fmt: skip


def _criterion(name: str, weight: int) -> str:
    bands = _BANDS.get(name, _BANDS["knowledge"])
    texts = "".join(
        f'\n      <band level="{level}"><text lang="ar">{ar}</text><text lang="fr">{fr}</text><text lang="en">{en}</text></band>'
        for level, (fr, ar, en) in enumerate(bands, 1)
    )
    return f'\n    <criterion id="{name}" descriptor="{name}" weight="{weight}">{texts}\n    </criterion>'


_RUBRIC: Final = "".join(
    _criterion(name, weight)
    for name, weight in (("knowledge", 2), ("know_how", 3), ("complexity", 1), ("autonomy", 1), ("adaptability", 1), ("communication", 2))
)
PROJECT: Final = f"""<maslak_project competency="MA-NUM.TC.08" level="N1" purpose="mastery" pass_mark="0.5" team="3" rounds="3">
  <variant lang="fr" status="source" title="Une question, des données ouvertes"><p>À trois, vous posez une question à laquelle des données ouvertes répondent, et vous rendez compte en deux langues.</p></variant>
  <variant lang="ar" status="translated" title="سؤال وبيانات مفتوحة"><p>تطرحون، وأنتم ثلاثة، سؤالا تجيب عنه بيانات مفتوحة، ثم تعرضون جوابه بلغتين.</p></variant>
  <variant lang="en" status="translated" title="A question for open data"><p>In a team of three you ask a question that open data can answer, and report on it in two languages.</p></variant>
  <stage id="plan" due_days="14" criteria="knowledge know_how complexity autonomy adaptability communication">
    <variant lang="fr" status="source" title="La question et le plan"><p>Écrivez la question en une phrase, puis ce que chacun fera, et trois risques avec leur parade.</p></variant>
    <variant lang="ar" status="translated" title="السؤال والخطة"><p>اكتبوا السؤال في جملة واحدة، ثم ما سيقوم به كل فرد، وثلاثة مخاطر مع كيفية مواجهتها.</p></variant>
    <variant lang="en" status="translated" title="Question and plan"><p>Write the question in one sentence, then what each of you will do, and three risks with an answer to each.</p></variant>
    <deliverable id="plan" type="text" required="true"><label lang="ar">الخطة</label><label lang="fr">Le plan</label><label lang="en">The plan</label></deliverable>
    <deliverable id="repository" type="link"><label lang="ar">رابط المستودع</label><label lang="fr">Lien vers le dépôt</label><label lang="en">Link to the repository</label></deliverable>
    <deliverable id="risks" type="file" accept="pdf,md" max_mb="2"><label lang="ar">جدول المخاطر</label><label lang="fr">Tableau des risques</label><label lang="en">Table of risks</label></deliverable>
  </stage>
  <stage id="report" due_days="42">
    <variant lang="fr" status="source" title="Le dépôt et le rapport"><p>Déposez le travail et une page de rapport en deux langues.</p></variant>
    <variant lang="ar" status="translated" title="المستودع والتقرير"><p>سلّموا العمل وتقريرا من صفحة واحدة بلغتين.</p></variant>
    <variant lang="en" status="translated" title="Repository and report"><p>Hand in the work and a one-page report in two languages.</p></variant>
    <deliverable id="link" type="link" required="true"><label lang="ar">رابط المستودع</label><label lang="fr">Lien vers le dépôt</label><label lang="en">Link to the repository</label></deliverable>
    <deliverable id="report" type="file" accept="pdf" max_mb="5" required="true"><label lang="ar">التقرير بلغتين</label><label lang="fr">Le rapport en deux langues</label><label lang="en">The report in two languages</label></deliverable>
  </stage>
  <rubric>{_RUBRIC}
  </rubric>
</maslak_project>"""  # noqa: E501  one element as an author may write it

SCENARIOS: list[tuple[str, str]] = [
    ("Project in two stages (students: new, draft, waiting, returned, marked, closed, early, teamless)", PROJECT),
]
