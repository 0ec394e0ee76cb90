from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import parse_source
from maslak_xblocks.project.document import load_project, read_project
from maslak_xblocks.project.rubric import DESCRIPTORS
from maslak_xblocks.variants import stamp_basis
from maslak_xblocks.workbench.scenarios.project import PROJECT


def test_project_is_read_with_its_stages_and_rubric() -> None:
    document = load_project(PROJECT)
    assert (document.team, document.rounds, document.pass_mark, document.source) == (3, 3, Decimal("0.5"), "fr")
    assert [stage.id for stage in document.stages] == ["plan", "report"]
    risks = document.stages[0].find("risks")
    assert risks is not None
    assert (risks.accept, risks.max_bytes, risks.is_required) == (("pdf", "md"), 2 * 1024 * 1024, False)
    assert tuple(each.descriptor for each in document.criteria) == DESCRIPTORS
    assert all(len(each.bands) == 4 and set(band) == {"ar", "fr", "en"} for each in document.criteria for band in each.bands)
    assert document.stages[1].criteria == tuple(document.weights)


def test_host_is_told_what_it_needs_and_no_more() -> None:
    assignment = load_project(PROJECT).assignment("usage-1")
    assert (assignment.usage, assignment.team_size, assignment.rounds) == ("usage-1", 3, 3)
    assert [(rule.id, rule.due_days) for rule in assignment.stages] == [("plan", 14), ("report", 42)]
    assert [each.kind for each in assignment.stages[0].deliverables] == ["text", "link", "file"]


def change(old: str, new: str) -> Callable[[], str]:
    def spoil() -> str:
        assert old in PROJECT
        return PROJECT.replace(old, new, 1)

    return spoil


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (change('team="3"', 'team="0"'), "team"),
        (change('team="3"', 'team="ثلاثة"'), "team"),
        (change('rounds="3"', 'rounds="99"'), "rounds"),
        (change('hours="14"', 'hours="401"'), "hours"),
        (change('pass_mark="0.5"', 'pass_mark="NaN"'), "pass_mark"),
        (change('level="N1"', 'level="N9"'), "level"),
        (change('purpose="mastery"', 'purpose="fun"'), "purpose"),
        (change('<stage id="plan"', '<stage id="report"'), "two stages"),
        (change('<stage id="plan"', '<stage id="a b"'), "letters"),
        (change('due_days="14"', 'due_days="-1"'), "due_days"),
        (change('criteria="knowledge', 'criteria="unknown'), "unknown"),
        (change('type="text"', 'type="video"'), "type"),
        (change('accept="pdf,md"', 'accept="pdf,svg"'), "svg"),
        (change('accept="pdf,md"', 'accept=""'), "accept"),
        (change('max_mb="2"', 'max_mb="500"'), "max_mb"),
        (change('required="true"', 'required="yes"'), "required"),
        (change('<deliverable id="repository"', '<deliverable id="plan"'), "two deliverables"),
        (change('<label lang="ar">', '<label lang="xx">'), "unknown language"),
        (change('<label lang="ar">', '<label lang="fr">'), "given twice"),
        (change('descriptor="knowledge"', 'descriptor="style"'), "descriptor"),
        (change('weight="2"', 'weight="0"'), "weight"),
        (change('<criterion id="know_how"', '<criterion id="knowledge"'), "two criteria"),
        (change('<band level="4">', '<band level="5">'), "level"),
        (change('<band level="4">', '<band level="3">'), "given twice"),
        (change("<rubric>", "<rubric/><rubric>"), "one <rubric>"),
        (change('status="source" title="La question et le plan"', 'status="source"'), "title"),
    ],
)
def test_element_that_means_nothing_is_refused_with_its_line(spoil: Callable[[], str], said: str) -> None:
    with pytest.raises(OLXError, match=said) as refused:
        load_project(spoil())
    assert refused.value.line


def test_criterion_with_three_bands_is_refused() -> None:
    start = PROJECT.index('<band level="4">')
    end = PROJECT.index("</band>", start) + len("</band>")
    with pytest.raises(OLXError, match="each level from 1 to 4"):
        load_project(PROJECT[:start] + PROJECT[end:])


def test_new_project_of_an_author_means_something() -> None:
    from maslak_xblocks.project.block import ProjectBlock

    document = load_project(ProjectBlock.empty_source())
    assert (document.stages, document.criteria) == ((), ())


def test_band_whose_source_moved_makes_its_languages_stale() -> None:
    stamped = stamp_basis(PROJECT)
    assert not any(read_project(parse_source(stamped)).is_stale(language) for language in ("ar", "en"))
    root = parse_source(stamped)
    band = root.find("rubric/criterion/band/text[@lang='fr']")
    assert band is not None
    band.text = "Autre chose."
    document = read_project(root)
    assert document.is_stale("ar")
    assert not document.is_stale(document.source)
