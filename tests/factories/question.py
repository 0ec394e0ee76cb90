"""One question of each way of answering, in a checkpoint of its own. Words in capitals must not reach a learner before an answer."""

from __future__ import annotations

from maslak_xblocks.checkpoint.document import Item, load_checkpoint

_COMMAND = """<item id="command" type="text" match="exact" objective="o1">
    <accept id="a1" value="git merge SECRET"/><accept id="a2" value="git merge --no-ff SECRET"/>
    <wrong id="w1" value="git merge feature" misconception="slip"/>
    <variant lang="fr" status="source"><stem><p>Quelle commande ?</p></stem>
      <feedback option="right">FEEDBACK-RIGHT</feedback><feedback option="w1">FEEDBACK-W1</feedback><feedback option="other">FEEDBACK-OTHER</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>أي أمر؟</p></stem><feedback option="other">تعليق آخر</feedback></variant>
  </item>"""  # noqa: E501  one element as an author may write it

_WORD = """<item id="word" type="text" objective="o1">
    <accept id="a1"/><accept id="a2" value="firewall"/>
    <wrong id="w1" misconception="slip"/>
    <variant lang="fr" status="source"><stem><p>Qu’est-ce qui filtre ?</p></stem>
      <text option="a1">pare-feu</text><text option="w1">antivirus</text>
      <feedback option="right">FEEDBACK-RIGHT</feedback><feedback option="w1">FEEDBACK-W1</feedback><feedback option="other">FEEDBACK-OTHER</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>ما الذي يُصفّي؟</p></stem>
      <text option="a1">جدار الحماية</text><text option="w1">مضاد الفيروسات</text></variant>
  </item>"""  # noqa: E501

_ORDERING = """<item id="steps" type="ordering" scoring="{scoring}" objective="o1">
    <step id="s1"/><step id="s2"/><step id="s3" tie="true"/><step id="s4"/>
    <wrong id="w1" first="s4" then="s1" misconception="slip"/>
    <variant lang="fr" status="source"><stem><p>Dans quel ordre ?</p></stem>
      <text option="s1">un</text><text option="s2">deux</text><text option="s3">trois</text><text option="s4">quatre</text>
      <feedback option="right">FEEDBACK-RIGHT</feedback><feedback option="w1">FEEDBACK-W1</feedback><feedback option="other">FEEDBACK-OTHER</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>بأي ترتيب؟</p></stem>
      <text option="s1">واحد</text><text option="s2">اثنان</text><text option="s3">ثلاثة</text><text option="s4">أربعة</text></variant>
  </item>"""  # noqa: E501

_MATCHING = """<item id="pairs" type="matching" scoring="{scoring}" objective="o1">
    <left id="l1" choice="c1"/><left id="l2" choice="c2"/><left id="l3" choice="c3"/>
    <choice id="c1"/><choice id="c2"/><choice id="c3"/><choice id="c4" distractor="true" misconception="trust"/>
    <wrong id="w1" left="l1" choice="c2" misconception="slip"/>
    <variant lang="fr" status="source"><stem><p>Associez.</p></stem>
      <text option="l1">gauche un</text><text option="l2">gauche deux</text><text option="l3">gauche trois</text>
      <text option="c1">droite un</text><text option="c2">droite deux</text><text option="c3">droite trois</text><text option="c4">droite en trop</text>
      <feedback option="right">FEEDBACK-RIGHT</feedback><feedback option="w1">FEEDBACK-W1</feedback><feedback option="l2">FEEDBACK-L2</feedback>
      <feedback option="other">FEEDBACK-OTHER</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>صِل.</p></stem>
      <text option="l1">يمين 1</text><text option="l2">يمين 2</text><text option="l3">يمين 3</text>
      <text option="c1">يسار 1</text><text option="c2">يسار 2</text><text option="c3">يسار 3</text><text option="c4">زائد</text></variant>
  </item>"""  # noqa: E501

_CLASSIFICATION = """<item id="classes" type="classification" scoring="{scoring}" objective="o1">
    <category id="k1"/><category id="k2"/><category id="k3" distractor="true" misconception="trust"/>
    <entry id="e1" category="k1"/><entry id="e2" category="k1"/><entry id="e3" category="k2"/><entry id="e4" category="k2"/>
    <wrong id="w1" entry="e3" category="k1" misconception="slip"/>
    <variant lang="fr" status="source"><stem><p>Classez.</p></stem>
      <text option="k1">sûr</text><text option="k2">douteux</text><text option="k3">autre</text>
      <text option="e1">message 1</text><text option="e2">message 2</text><text option="e3">message 3</text><text option="e4">message 4</text>
      <feedback option="right">FEEDBACK-RIGHT</feedback><feedback option="w1">FEEDBACK-W1</feedback><feedback option="other">FEEDBACK-OTHER</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>صنّف.</p></stem>
      <text option="k1">آمن</text><text option="k2">مريب</text><text option="k3">آخر</text>
      <text option="e1">رسالة 1</text><text option="e2">رسالة 2</text><text option="e3">رسالة 3</text><text option="e4">رسالة 4</text></variant>
  </item>"""  # noqa: E501

_LOG = """<item id="log" type="table" scoring="{scoring}" objective="o1">
    <row id="r1"><cell>10:02 GET /login 200</cell></row>
    <row id="r2" correct="true"><cell>10:03 POST /login 401</cell></row>
    <row id="r3" misconception="slip"><cell>10:04 GET /style.css 304</cell></row>
    <row id="r4" correct="true"><cell>10:05 POST /login 401</cell></row>
    <variant lang="fr" status="source"><stem><p>Quelles lignes montrent un échec ?</p></stem><caption>Journal du serveur</caption>
      <feedback option="r2">FEEDBACK-R2</feedback><feedback option="r3">FEEDBACK-R3</feedback><feedback option="other">FEEDBACK-OTHER</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>أي الأسطر؟</p></stem><caption>سجل الخادم</caption><column>السطر</column></variant>
  </item>"""  # noqa: E501

_TABLE = """<item id="table" type="table" scoring="{scoring}" objective="o1">
    <row id="r1" correct="true"/><row id="r2" misconception="slip"/><row id="r3"/>
    <variant lang="fr" status="source"><stem><p>Quelles villes ?</p></stem><caption>Villes</caption><column>Ville</column><column>Mesure</column>
      <cells option="r1"><cell>Salé</cell><cell>12</cell></cells><cells option="r2"><cell>Fès</cell><cell>x</cell></cells>
      <cells option="r3"><cell>Safi</cell><cell>9</cell></cells><feedback option="r2">FEEDBACK-R2</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>أي المدن؟</p></stem><column>المدينة</column><column>القياس</column>
      <cells option="r1"><cell>سلا</cell><cell>12</cell></cells><cells option="r2"><cell>فاس</cell><cell>س</cell></cells>
      <cells option="r3"><cell>آسفي</cell><cell>9</cell></cells></variant>
  </item>"""  # noqa: E501

QUESTIONS = {
    "command": _COMMAND,
    "word": _WORD,
    "steps": _ORDERING,
    "pairs": _MATCHING,
    "classes": _CLASSIFICATION,
    "log": _LOG,
    "table": _TABLE,
}

# By question: a right answer and a wrong one, under the authors' names.
ANSWERS: dict[str, tuple[object, object]] = {
    "command": ("git merge SECRET", "git merge feature"),
    "word": ("Pare feu", "Antivirus"),
    "steps": (["s1", "s2", "s3", "s4"], ["s4", "s3", "s2", "s1"]),
    "pairs": ({"l1": "c1", "l2": "c2", "l3": "c3"}, {"l1": "c2", "l2": "c4", "l3": "c1"}),
    "classes": ({"e1": "k1", "e2": "k1", "e3": "k2", "e4": "k2"}, {"e1": "k2", "e2": "k3", "e3": "k1", "e4": "k3"}),
    "log": (["r2", "r4"], ["r1", "r3"]),
    "table": (["r1"], ["r2"]),
}

_CHECKPOINT = """<maslak_checkpoint url_name="c2" purpose="{purpose}" competency="MA-NUM.TC.06" level="N1" draw="0" attempts="0" cooldown="0" pass_mark="0.7">
  <variant lang="fr" status="source" title="Contrôle"><p>Introduction.</p></variant>
  <variant lang="ar" status="translated" title="اختبار"><p>مقدمة.</p></variant>
  {items}
  <misconception id="trust"><name lang="fr">MISCONCEPTION-TRUST</name><name lang="ar">خلط</name></misconception>
  <misconception id="slip"><name lang="fr">MISCONCEPTION-SLIP</name></misconception>
</maslak_checkpoint>"""  # noqa: E501


def make_questions_olx(*names: str, purpose: str = "practice", scoring: str = "partial") -> str:
    """Give a checkpoint with the named questions; with all of them when none is named."""
    items = "\n  ".join(QUESTIONS[name].replace("{scoring}", scoring) for name in names or QUESTIONS)
    return _CHECKPOINT.format(purpose=purpose, items=items)


def make_item(name: str, scoring: str = "partial") -> Item:
    """Give one of the questions as the block reads it."""
    return load_checkpoint(make_questions_olx(name, scoring=scoring)).items[0]


def own_names(name: str) -> dict[str, str]:
    """Give the names of a question's parts as their author wrote them, for tests that look at marking and not at who is asked."""
    return {part: part for part in make_item(name).task.names}
