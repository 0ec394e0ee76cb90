"""Scenarios of the diagnostic. Every student begins at the start page."""

from __future__ import annotations

_NAMES = {
    "files": ("الملفات والمجلدات", "Fichiers et dossiers", "Files and folders"),
    "shell": ("سطر الأوامر", "La ligne de commande", "The command line"),
    "net": ("الشبكات", "Les réseaux", "Networks"),
    "safe": ("السلامة الرقمية", "La sécurité numérique", "Digital safety"),
}
_AFTER = {"files": "", "shell": ' after="files"', "net": ' after="files"', "safe": ""}
_INTRO = """
  <variant lang="fr" status="source" title="Où en êtes-vous ?"><p>Quelques questions pour savoir par où commencer.</p></variant>
  <variant lang="ar" status="translated" title="من أين تبدأ؟"><p>أسئلة قليلة لتعرف من أين تبدأ.</p></variant>
  <variant lang="en" status="translated" title="Where do you stand?"><p>A few questions to find out where to begin.</p></variant>"""
_ITEM = """
  <item id="{node}-{n}" node="{node}" type="single">
    <option id="a"/><option id="b"/><option id="c" correct="true"/>
    <variant lang="fr" status="source"><stem><p>Question {n} : {fr} ?</p></stem>
      <text option="a">Une idée courante</text><text option="b">Une autre idée</text><text option="c">La bonne idée</text></variant>
    <variant lang="ar" status="translated"><stem><p>السؤال {n}: {ar}؟</p></stem>
      <text option="a">فكرة شائعة</text><text option="b">فكرة أخرى</text><text option="c">الفكرة الصحيحة</text></variant>
    <variant lang="en" status="translated"><stem><p>Question {n}: {en}?</p></stem>
      <text option="a">A common idea</text><text option="b">Another idea</text><text option="c">The right idea</text></variant>
  </item>"""
_NUMBER = """
  <item id="net-number" node="net" type="numeric"><answer value="8" tolerance="0"/>
    <variant lang="fr" status="source"><stem><p>Combien de bits dans un octet ?</p></stem><unit>bits</unit></variant>
    <variant lang="ar" status="translated"><stem><p>كم بتاً في البايت؟</p></stem><unit>بت</unit></variant>
    <variant lang="en" status="translated"><stem><p>How many bits are in a byte?</p></stem><unit>bits</unit></variant>
  </item>"""


def _make(count: int, attributes: str) -> str:
    nodes = "".join(
        f'\n  <node id="{key}" competency="MA-NUM.TC.02"{_AFTER[key]} unit="u-{key}">'
        f'<name lang="ar">{ar}</name><name lang="fr">{fr}</name><name lang="en">{en}</name></node>'
        for key, (ar, fr, en) in _NAMES.items()
    )
    items = "".join(_ITEM.format(node=key, n=n, ar=ar, fr=fr, en=en) for key, (ar, fr, en) in _NAMES.items() for n in range(1, count + 1))
    return f"<maslak_diagnostic {attributes}>{_INTRO}{nodes}{items}{_NUMBER}\n</maslak_diagnostic>"


SCENARIOS: list[tuple[str, str]] = [
    ("Diagnostic of four topics", _make(4, 'framework="MA-NUM" level="N1" most="20" cooldown="60"')),
    ("Diagnostic that may be taken again at once", _make(2, 'framework="MA-NUM" level="N1" most="6" cooldown="0"')),
    ("Diagnostic without questions", f'<maslak_diagnostic framework="MA-NUM" level="N1">{_INTRO}</maslak_diagnostic>'),
]
