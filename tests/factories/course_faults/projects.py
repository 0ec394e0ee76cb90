"""Faults of projects; the clean course has none, so each is sown with one."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.factories.course_draft import Draft
from tests.factories.course_faults.edits import Spoil

from maslak_xblocks.variants import stamp_basis
from maslak_xblocks.workbench.scenarios.project import PROJECT

PAGE = "vertical/tc06-u1-read.xml"


def make_project(*changes: tuple[str, str]) -> str:
    """Return the OLX of a project in three languages, of the competency that the clean course teaches, with these changes."""
    olx = PROJECT.replace("<maslak_project ", '<maslak_project url_name="a-project" ', 1).replace("MA-NUM.TC.08", "MA-NUM.TC.06")
    olx = stamp_basis(olx)
    for old, new in changes:
        assert old in olx, old
        olx = olx.replace(old, new, 1)
    return olx


def sow(*changes: tuple[str, str]) -> Spoil:
    def spoil(draft: Draft) -> None:
        draft.replace(PAGE, "</vertical>", make_project(*changes) + "</vertical>")

    return spoil


def without(pattern: str) -> tuple[str, str]:
    """Name the first piece of the project that matches, to be left out."""
    found = re.search(pattern, make_project(), re.DOTALL)
    assert found is not None
    return found[0], ""


_SECOND = without(r'<band level="2"><text lang="ar"[^>]*>يُذكر مصدر دون بيان ما يقيسه\.</text>')[0]

FAULTS: list[tuple[str, Callable[[Draft], object]]] = [
    ("project_time_unsaid", sow((' hours="14"', ""))),
    ("project_time_odd", sow((' hours="14"', ' hours="140"'))),
    ("project_stageless", sow(without(r"<stage .*?</stage>"), without(r'<stage id="report".*?</stage>'))),
    ("stage_idle", sow(without(r'<deliverable id="link".*?</deliverable>'), without(r'<deliverable id="report".*?</deliverable>'))),
    ("stage_optional", sow(('type="text" required="true"', 'type="text"'))),
    ("accept_unknown", sow(('accept="pdf,md"', 'accept="pdf,svg"'))),
    ("accept_idle", sow(('type="text" required', 'type="text" accept="pdf" required'))),
    ("descriptor_missing", sow(without(r'<criterion id="complexity".*?</criterion>'), (" complexity ", " "))),
    ("descriptor_repeated", sow(('descriptor="complexity"', 'descriptor="knowledge"'))),
    ("criterion_unseen", sow((" complexity ", " "), ('due_days="42"', 'due_days="42" criteria="knowledge"'))),
    ("weight_lopsided", sow(('weight="3"', 'weight="9"'))),
    ("band_missing", sow(without(r'<band level="4">.*?</band>'))),
    ("band_repeated", sow((_SECOND, '<band level="2"><text lang="ar">السؤال حاضر، لكن لا يُذكر أي مصدر.</text>'))),
    ("band_vague", sow((_SECOND, '<band level="2"><text lang="ar">عمل جيد.</text>'))),
    ("block_refused", sow(('team="3"', 'team="x"'))),
    ("competency_unknown", sow(("MA-NUM.TC.06", "MA-NUM.TC.99"))),
    ("level_unknown", sow(('level="N1"', 'level="N9"'))),
    ("attribute_missing", sow((' rounds="3"', ""))),
    ("attribute_unknown", sow(('due_days="14"', 'due="14"'))),
    ("element_unknown", sow(("<rubric>", "<rubric><item/>"))),
    ("attribute_dropped", sow(("<p>Écrivez", '<p onclick="x()">Écrivez'))),
    ("variant_missing", sow(without(r'<label lang="ar"[^>]*>الخطة</label>'))),
    ("variant_missing", sow(without(r'<text lang="en"[^>]*>.*?</text>'))),
    ("variant_empty", sow(("Le plan</label>", "</label>"))),
    ("variant_stale", sow((">Le plan</label>", ">Un plan</label>"))),
    ("variant_stale", sow(("Écrivez la question", "Rédigez la question"))),
]
