"""Scenarios of the passport. Which passport is shown follows the student: add ``?student=`` and one of ``passport_room.STATES``."""

from __future__ import annotations

_OLX = """<maslak_passport {attributes}>
  <variant lang="fr" status="source" title="Votre passeport"><p>Voici ce que vous avez acquis et obtenu, ici et ailleurs.</p></variant>
  <variant lang="ar" status="translated" title="جواز كفاياتك"><p>هذا ما اكتسبته وما حصلت عليه، هنا وفي مؤسسات أخرى.</p></variant>
  <variant lang="en" status="translated" title="Your passport"><p>This is what you acquired and earned, here and elsewhere.</p></variant>
</maslak_passport>"""

SCENARIOS: list[tuple[str, str]] = [
    ("Passport of all domains (students: empty, new, away, silent, hidden)", _OLX.format(attributes='show="all"')),
    ("Passport of one domain", _OLX.format(attributes='show="course" domains="CYB"')),
]
