"""Blocks in a bare runtime: only ``field-data`` and ``i18n``, so that nothing depends on a host of ours."""

from __future__ import annotations

import json
from typing import Any

from webob import Request, Response
from xblock.runtime import DictKeyValueStore, KvsFieldData, MemoryIdManager, NullI18nService, Runtime

from maslak_xblocks.host import HostLearner
from maslak_xblocks.workbench.host import Memory, WorkbenchHost

LESSON = """<maslak_lesson url_name="l1" level="N1" future="kept"><!-- a note -->
  <objective id="o1" competency="MA-NUM.TC.06" level="N1" verb="recognise"/>
  <variant lang="fr" status="source" title="Le cadenas">
    <objective ref="o1">Reconnaître une adresse</objective>
    <section><h2>Un</h2><p>Le texte français.</p></section>
    <aside class="callout" data-kind="tip"><p>Astuce.</p></aside>
  </variant>
  <variant lang="ar" status="translated" title="القفل"><objective ref="o1">تمييز عنوان</objective><section><h2>واحد</h2><p>النص العربي: <code>https</code>.</p></section></variant>
  <later:extension xmlns:later="urn:later" mode="x">kept</later:extension>
</maslak_lesson>"""  # noqa: E501  one element as an author may write it

CHECKPOINT = """<maslak_checkpoint url_name="c1" purpose="{purpose}" competency="MA-NUM.TC.06" level="N1" draw="{draw}" attempts="{attempts}" cooldown="{cooldown}" pass_mark="0.7">
  <variant lang="fr" status="source" title="Contrôle"><p>Introduction.</p></variant>
  <variant lang="ar" status="translated" title="اختبار"><p>مقدمة.</p></variant>
  <item id="q1" type="single" sibling="padlock" objective="o1" version="1">
    <option id="a" correct="true"/><option id="b" misconception="trust"/>
    <variant lang="fr" status="source"><stem><p>Que dit le cadenas ?</p></stem>
      <text option="a">SECRET-RIGHT-1</text><text option="b">La confiance</text>
      <feedback option="a">FEEDBACK-A</feedback><feedback option="b">FEEDBACK-B</feedback></variant>
    <variant lang="ar" status="translated"><stem><p>ماذا يقول القفل؟</p></stem><text option="a">التشفير</text><text option="b">الثقة</text></variant>
  </item>
  <item id="q1s" type="single" sibling="padlock" objective="o1">
    <option id="a"/><option id="b" correct="true"/>
    <variant lang="fr" status="source"><stem><p>Frère</p></stem><text option="a">x</text><text option="b">y</text></variant>
  </item>
  <item id="q2" type="multiple" scoring="partial" objective="o2">
    <option id="a" correct="true"/><option id="b" correct="true"/><option id="c" misconception="slip"/>
    <variant lang="fr" status="source"><stem><p>Lesquels ?</p></stem><text option="a">un</text><text option="b">deux</text><text option="c">trois</text>
      <feedback option="c">FEEDBACK-C</feedback></variant>
  </item>
  <item id="q3" type="numeric" objective="o1">
    <answer value="12.5" tolerance="0.5" unit="%"/><wrong id="w1" value="125" tolerance="0.5" misconception="slip"/>
    <variant lang="fr" status="source"><stem><p>Combien ?</p></stem><unit>%</unit><feedback option="right">FEEDBACK-N</feedback>
      <feedback option="w1">FEEDBACK-W1</feedback><feedback option="other">FEEDBACK-O</feedback></variant>
  </item>
  <misconception id="trust"><name lang="fr">MISCONCEPTION-TRUST</name><name lang="ar">خلط</name></misconception>
  <misconception id="slip"><name lang="fr">MISCONCEPTION-SLIP</name></misconception>
</maslak_checkpoint>"""  # noqa: E501  one element as an author may write it


PASSPORT = """<maslak_passport url_name="p1" show="all" future="kept"><!-- a note -->
  <variant lang="fr" status="source" title="Votre passeport"><p>Ce que vous avez acquis.</p></variant>
  <variant lang="ar" status="translated" title="جواز كفاياتك"><p>ما اكتسبته.</p></variant>
  <later:extension xmlns:later="urn:later" mode="x">kept</later:extension>
</maslak_passport>"""


LOGBOOK = """<maslak_logbook url_name="b1" show="current" future="kept"><!-- a note -->
  <variant lang="fr" status="source" title="Mon carnet"><p>Une bonne entrée dit ce que vous avez fait.</p>
    <prompt id="what" later="kept">Qu’avez-vous fait ?</prompt><prompt id="alone" for="synthesis">Que savez-vous faire seul ?</prompt></variant>
  <variant lang="ar" status="translated" title="دفتري"><p>المدخلة الجيدة تقول ما أنجزته.</p><prompt id="what">ماذا أنجزت؟</prompt></variant>
  <later:extension xmlns:later="urn:later" mode="x">kept</later:extension>
</maslak_logbook>"""  # noqa: E501  one element as an author may write it


def make_checkpoint_olx(purpose: str = "practice", draw: int = 0, attempts: int = 0, cooldown: int = 0) -> str:
    """Give a small checkpoint with one item of each type and one sibling."""
    return CHECKPOINT.format(purpose=purpose, draw=draw, attempts=attempts, cooldown=cooldown)


class BareRuntime(Runtime):
    """The least that a runtime must be; what is published is kept to be looked at."""

    def __init__(self, user: str | None = "learner-1", host: WorkbenchHost | None = None) -> None:
        ids = MemoryIdManager()
        services = {"field-data": KvsFieldData(DictKeyValueStore()), "i18n": NullI18nService()}
        if host is not None:
            services["maslak_host"] = host
        super().__init__(ids, ids, services=services)
        self._deprecated_per_instance_user_id = user
        self.published: list[tuple[str, dict[str, Any]]] = []

    def handler_url(self, block: Any, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False) -> str:
        return f"/handler/{handler_name}"

    def local_resource_url(self, block: Any, uri: str) -> str:
        return f"/resource/{uri}"

    def resource_url(self, resource: str) -> str:
        return resource

    def publish(self, block: Any, event_type: str, event_data: dict[str, Any]) -> None:
        self.published.append((event_type, event_data))

    def applicable_aside_types(self, block: Any) -> list[str]:
        return []


def make_host(memory: Memory | None = None, *, key: str = "learner-1", is_staff: bool = False, language: Any = None) -> WorkbenchHost:
    """Give the fake host with a memory of its own."""
    return WorkbenchHost(learner=HostLearner(key, is_staff, language), memory=memory or Memory())


class Classroom:
    """One block in a bare runtime, loaded anew for every call as a server does."""

    def __init__(self, olx: str, host: WorkbenchHost | None = None) -> None:
        self.host = host or make_host()
        self.runtime = BareRuntime(host=self.host)
        self.usage = self.runtime.parse_xml_string(olx.encode())

    @property
    def block(self) -> Any:
        return self.runtime.get_block(self.usage)

    def render(self, view: str) -> str:
        return str(self.runtime.render(self.block, view).content)

    def request(self, handler: str, body: bytes, content_type: str = "application/json", **headers: str) -> Response:
        request = Request.blank("/handler", method="POST", content_type=content_type, body=body, **headers)
        return self.runtime.handle(self.block, handler, request)

    def post(self, handler: str, payload: object) -> tuple[int, Any]:
        response = self.request(handler, json.dumps(payload).encode())
        return response.status_int, json.loads(response.body)

    def name(self, item: str, response: Any) -> Any:
        """Give an answer that names parts of a question as their author does under the names that this learner was sent."""
        found = self.block.document.find_item(item)
        names = {own: sent for sent, own in self.block.situation().tokens(found).items()} if found else {}

        def rename(part: Any) -> Any:
            return names.get(part, part) if isinstance(part, str) else part

        if isinstance(response, dict):
            return {rename(left): rename(right) for left, right in response.items()}
        return [rename(each) for each in response] if isinstance(response, list) else rename(response)

    def answer(self, item: str, response: object, *, key: str | None = None, revision: int | None = None) -> tuple[int, Any]:
        known = self.block.revision if revision is None else revision
        payload = {"revision": known, "idempotency_key": key or f"key-{item}-{known}", "item": item}
        return self.post("answer", {**payload, "response": self.name(item, response)})
