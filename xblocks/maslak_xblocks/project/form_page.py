"""The form of a stage: texts, links, files, and the two buttons; it works as it stands, and a script only makes it kinder."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from maslak_xblocks.frame import form, hidden_field
from maslak_xblocks.markup import Attributes, Html, join, tag
from maslak_xblocks.project.intake import LONGEST_LINK
from maslak_xblocks.project.port import LONGEST_TEXT, MOST_FILES, Draft, StageWork
from maslak_xblocks.project.rounds_page import name_file
from maslak_xblocks.project.wording import asked_for, said

if TYPE_CHECKING:
    from maslak_xblocks.project.block import ProjectBlock
    from maslak_xblocks.project.stages import Deliverable, Stage


def render_form(block: ProjectBlock, stage: Stage, work: StageWork) -> Html:
    """Give the form for the next round of a stage."""
    translate, number = block.translator, len(work.rounds) + 1
    left = translate.count("{number} round is left.", "{number} rounds are left.", block.document.rounds - len(work.rounds))
    told = translate("A round is kept exactly as you hand it in; you can change nothing in it afterwards.")
    button: Attributes = {"class": "mk-button", "name": "act", "value": "submit", "data-act": "submit"}
    quiet: Attributes = {"class": "mk-button mk-quiet", "name": "act", "value": "save", "data-act": "save"}
    # The first button is what Enter presses: it must never hand anything in.
    first = tag("button", {"class": "mk-heard", "name": "act", "value": "save", "tabindex": "-1", "aria-hidden": "true"})
    title = translate("Hand in round {number}", number=number)
    # Each stage has a round 1: a form is told from the next one by its stage.
    name = f"{stage.text(block.language).title} · {title}"
    return form(
        block,
        "work",
        {"class": "mk-hand", "enctype": "multipart/form-data", "data-stage": stage.id, "aria-label": name},
        hidden_field("stage", stage.id),
        hidden_field("revision", work.revision),
        hidden_field("idempotency_key", make_key(block, stage.id, work)),
        first,
        tag("h4", {}, translate("Round {number}", number=number)),
        *(_field(block, stage, each, work.draft) for each in stage.deliverables),
        tag("p", {"class": "mk-told"}, left, " ", told),
        tag("div", {"class": "mk-buttons"}, tag("button", button, title), tag("button", quiet, translate("Save the draft"))),
    )


def make_key(block: ProjectBlock, stage: str, work: StageWork) -> str:
    """Give the key of handing in this state: pressing twice in one page is handing in once."""
    text = f"{block.usage}\n{stage}\n{block.learner.key}\n{len(work.rounds)}\n{work.revision}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def render_draft_files(block: ProjectBlock, deliverable: Deliverable, draft: Draft) -> Html:
    """Give the files of one deliverable in a draft, each with a button that takes it out."""
    translate = block.translator
    files = [file for file in draft.files if file.deliverable == deliverable.id]
    items = []
    for file in files:
        label = translate("Take out {name}", name=file.name)
        button: Attributes = {"class": "mk-link", "name": "remove", "value": file.id, "aria-label": label, "formnovalidate": True}
        items.append(tag("li", {}, name_file(block, file), tag("button", button, translate("Take out"))))
    return tag("ul", {"class": "mk-files"}, *items) if items else Html("")


def _field(block: ProjectBlock, stage: Stage, each: Deliverable, draft: Draft) -> Html:
    translate = block.translator
    need = translate("needed") if each.is_required else translate("if you wish")
    name = f"mk-{hashlib.sha256(f'{block.usage} {stage.id} {each.id}'.encode()).hexdigest()[:10]}"
    label = tag("label", {"for": name}, said(block, each.labels), tag("span", {"class": "mk-need"}, need))
    told = asked_for(block, each)
    hint = tag("p", {"class": "mk-told", "id": f"{name}-t"}, told) if told else None
    common: dict[str, str | int | bool | None] = {"id": name, "aria-describedby": f"{name}-t" if told else None}
    if each.kind == "file":
        return _file_field(block, each, draft, join(label, hint), common)
    value = draft.texts.get(each.id, "")
    common |= {"name": f"text.{each.id}", "data-text": each.id}
    if each.kind == "link":
        link: Attributes = {**common, "type": "text", "inputmode": "url", "dir": "ltr", "maxlength": LONGEST_LINK, "autocomplete": "off"}
        control = tag("input", {**link, "value": value, "placeholder": "https://"})
    else:
        # A line feed right after the tag is dropped by every reader of HTML, so one of ours goes first.
        control = tag("textarea", {**common, "rows": 6, "dir": "auto", "maxlength": LONGEST_TEXT}, f"\n{value}")
    return tag("div", {"class": "mk-deliver"}, label, hint, control, tag("div", {"data-theirs": each.id}))


def _file_field(block: ProjectBlock, each: Deliverable, draft: Draft, head: Html, common: Attributes) -> Html:
    accept = ",".join(f".{ending}" for ending in each.accept)
    is_full = sum(file.deliverable == each.id for file in draft.files) >= MOST_FILES
    control = tag(
        "input", {**common, "type": "file", "name": f"file.{each.id}", "accept": accept, "data-file": each.id, "disabled": is_full}
    )
    full = tag("p", {"class": "mk-told"}, block.translator("No more files fit here; remove one first.")) if is_full else None
    listed = tag("div", {"data-files": each.id}, render_draft_files(block, each, draft))
    return tag("div", {"class": "mk-deliver", "data-limit": each.max_bytes}, head, listed, full, control)
