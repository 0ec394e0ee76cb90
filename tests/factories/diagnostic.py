"""Diagnostics as authors write them: a small one with every kind of question, and what answers each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

HEAD: Final = (
    '<maslak_diagnostic url_name="d1" framework="MA-NUM" level="N1" most="{most}" cooldown="{cooldown}" future="kept"><!-- a note -->'
)
INTRO: Final = """
  <variant lang="fr" status="source" title="Où en êtes-vous ?"><p>Introduction.</p></variant>
  <variant lang="ar" status="translated" title="أين تقف؟"><p>مقدمة.</p></variant>"""
NODES: Final = """
  <node id="files" competency="MA-NUM.TC.02" unit="u-files"><name lang="fr">Les fichiers</name><name lang="ar">الملفات</name></node>
  <node id="net" competency="MA-NUM.TC.04" after="files" unit="u-net u-web" later="x"><name lang="fr">Le réseau</name></node>
  <node id="safe" competency="MA-NUM.TC.06"><name lang="fr">La sécurité</name><name lang="ar">السلامة</name></node>"""
_SINGLE: Final = """
  <item id="{id}" node="{node}" type="single" version="1" author="a">
    <option id="a"/><option id="b" correct="true"/><option id="c"/><option id="d"/>
    <variant lang="fr" status="source"><stem><p>Question {id} ?</p></stem>
      <text option="a">WRONG-A {id}</text><text option="b">RIGHT-B {id}</text>
      <text option="c">WRONG-C {id}</text><text option="d">WRONG-D {id}</text></variant>
    <variant lang="ar" status="translated"><stem><p>السؤال {id}؟</p></stem>
      <text option="a">أ {id}</text><text option="b">ب {id}</text><text option="c">ج {id}</text><text option="d">د {id}</text></variant>
  </item>"""
_NUMERIC: Final = """
  <item id="net-n" node="net" type="numeric" version="1" author="a">
    <answer value="12.5" tolerance="0.5"/>
    <variant lang="fr" status="source"><stem><p>Combien ?</p></stem><unit>Mo</unit></variant>
  </item>"""
TAIL: Final = '\n  <later:extension xmlns:later="urn:later" mode="x">kept</later:extension>\n</maslak_diagnostic>'
SINGLES: Final[Mapping[str, str]] = {
    **{f"files-{number}": "files" for number in range(1, 5)},
    **{f"net-{number}": "net" for number in range(1, 4)},
    **{f"safe-{number}": "safe" for number in range(1, 5)},
}


def make_item(item_id: str, node: str) -> str:
    """Return the OLX of a choice whose right option is ``b``."""
    return _SINGLE.format(id=item_id, node=node)


def make_diagnostic_olx(most: int = 20, cooldown: int = 60, *, nodes: str = NODES, items: str | None = None) -> str:
    """Return a diagnostic of three topics with four questions each; one question is numeric and asked in French only."""
    bank = "".join(make_item(name, node) for name, node in SINGLES.items()) + _NUMERIC if items is None else items
    return HEAD.format(most=most, cooldown=cooldown) + INTRO + nodes + bank + TAIL
