"""The verbs of objectives: in a file each is one English word for programs, for people it is a word of their language."""

from __future__ import annotations

from collections.abc import Mapping
from unicodedata import normalize

from maslak_xblocks.catalogue import Translator


def offer_verbs(translate: Translator, chosen: str) -> Mapping[str, str]:
    """Give the verbs that an objective may have, by their words in order; one that an author brought along stays as it is."""
    known = dict(sorted(name_verbs(translate).items(), key=lambda each: normalize("NFD", each[1])))
    return known if chosen in known else {chosen: chosen or "—", **known}


def name_verbs(translate: Translator) -> Mapping[str, str]:
    """Give the word for each verb. Each can be seen done: nobody sees a person understand."""
    return {
        "adapt": translate("adapt"),
        "analyse": translate("analyse"),
        "apply": translate("apply"),
        "argue": translate("argue"),
        "arrange": translate("arrange"),
        "assess": translate("assess"),
        "automate": translate("automate"),
        "break down": translate("break down"),
        "build": translate("build"),
        "calculate": translate("calculate"),
        "call": translate("call"),
        "check": translate("check"),
        "choose": translate("choose"),
        "classify": translate("classify"),
        "clean": translate("clean"),
        "compare": translate("compare"),
        "complete": translate("complete"),
        "compose": translate("compose"),
        "compute": translate("compute"),
        "configure": translate("configure"),
        "control": translate("control"),
        "correct": translate("correct"),
        "cost": translate("cost"),
        "decide": translate("decide"),
        "declare": translate("declare"),
        "define": translate("define"),
        "describe": translate("describe"),
        "design": translate("design"),
        "detect": translate("detect"),
        "diagnose": translate("diagnose"),
        "distinguish": translate("distinguish"),
        "document": translate("document"),
        "estimate": translate("estimate"),
        "explain": translate("explain"),
        "extract": translate("extract"),
        "identify": translate("identify"),
        "interpret": translate("interpret"),
        "judge": translate("judge"),
        "justify": translate("justify"),
        "locate": translate("locate"),
        "measure": translate("measure"),
        "order": translate("order"),
        "plan": translate("plan"),
        "predict": translate("predict"),
        "present": translate("present"),
        "protect": translate("protect"),
        "question": translate("question"),
        "read": translate("read"),
        "recall": translate("recall"),
        "recognise": translate("recognise"),
        "redirect": translate("redirect"),
        "rehearse": translate("rehearse"),
        "repair": translate("repair"),
        "resolve": translate("resolve"),
        "review": translate("review"),
        "secure": translate("secure"),
        "select": translate("select"),
        "structure": translate("structure"),
        "summarise": translate("summarise"),
        "test": translate("test"),
        "trace": translate("trace"),
        "use": translate("use"),
        "verify": translate("verify"),
        "write": translate("write"),
    }
