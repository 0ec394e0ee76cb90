"""The contracts themselves: whole, consistent, and about the handlers that there are."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.factories.contract import FORMS_ONLY, find_faults
from tests.factories.diagnostic import make_diagnostic_olx
from tests.factories.lab import make_lab_olx
from tests.factories.project import make_project
from tests.factories.xblock import LESSON, LOGBOOK, PASSPORT, Classroom, make_checkpoint_olx, make_host
from xblock.core import XBlock

from maslak_domain.competency import LEVELS
from maslak_xblocks.contracts import BLOCKS, describe_block, list_handlers, read_contract
from maslak_xblocks.project.scoring import BANDS
from maslak_xblocks.sanitise import TAGS
from maslak_xblocks.workbench.host import Memory

SAMPLES = {
    "maslak_lesson": LESSON,
    "maslak_checkpoint": make_checkpoint_olx(),
    "maslak_diagnostic": make_diagnostic_olx(),
    "maslak_lab": make_lab_olx(),
    "maslak_project": make_project(team=3),
    "maslak_logbook": LOGBOOK,
    "maslak_passport": PASSPORT,
}


@pytest.mark.parametrize("block_type", BLOCKS)
def test_contract_names_every_handler_of_a_learner_and_no_other(block_type: str) -> None:
    block_class = XBlock.load_class(block_type)
    names = {name for name in dir(block_class) if getattr(getattr(block_class, name), "_is_xblock_handler", False)}
    assert {name for name in names if not name.startswith("studio_")} - FORMS_ONLY == set(list_handlers(block_type))


@pytest.mark.parametrize("block_type", BLOCKS)
def test_contract_and_handler_agree_on_what_only_reads(block_type: str) -> None:
    block_class = XBlock.load_class(block_type)
    for name, handler in read_contract(block_type)["handlers"].items():
        assert getattr(block_class, name).reads is bool(handler.get("reads")), name


@pytest.mark.parametrize("block_type", BLOCKS)
def test_every_schema_is_one_and_every_reference_leads_somewhere(block_type: str) -> None:
    document = describe_block(block_type)
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    named = set(re.findall(r'"\$ref": "#/components/schemas/(\w+)"', json.dumps(document)))
    assert named <= set(document["components"]["schemas"])
    # A shape that nothing leads to would be checked by nothing.
    own = set(read_contract(block_type)["schemas"]) - set(read_contract("maslak_passport")["schemas"])
    assert own <= named


@pytest.mark.parametrize("block_type", BLOCKS)
def test_document_is_made_as_openapi_asks(block_type: str) -> None:
    document = describe_block(block_type)
    assert document["openapi"] == "3.1.0"
    for path, operations in document["paths"].items():
        for operation in operations.values():
            inside = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
            assert inside == set(re.findall(r"\{(\w+)\}", path))
            assert set(operation["responses"]) == {"200", "default"}


def test_contract_names_the_elements_that_a_text_may_hold_and_the_levels_as_people_see_them() -> None:
    schemas = read_contract("maslak_lesson")["schemas"]
    listed = re.search(r"Its elements are: ([\w ]+)\.", schemas["Html"]["description"])
    assert listed is not None
    assert set(listed[1].split()) == TAGS
    for level, names in LEVELS.items():
        assert f"{level} {names['ar']}, {names['fr']}, {names['en']}" in schemas["Level"]["description"]


def test_contract_counts_bands_as_those_who_mark_do() -> None:
    judged = {"criterion": "knowledge", "comment": ""}
    faulty = [band for band in range(-1, 6) if find_faults("maslak_project", "schemas/Judged", {**judged, "band": band})]
    assert sorted({*range(-1, 6)} - {*BANDS}) == faulty


@pytest.mark.parametrize("block_type", BLOCKS)
def test_text_of_a_block_is_told_from_parts_of_its_page(block_type: str) -> None:
    schemas = describe_block(block_type)["components"]["schemas"]
    assert "Page" not in json.dumps(schemas["Data"])
    assert "#/components/schemas/Page" in json.dumps(schemas["Redrawn"])


@pytest.mark.parametrize("block_type", BLOCKS)
def test_client_that_draws_for_itself_changes_the_language_without_a_page(block_type: str) -> None:
    room = Classroom(SAMPLES[block_type], make_host(Memory()))
    status, answer = room.post("set_language", {"language": "ar", "html": False})
    assert (status, set(answer)) == (200, {"language", "revision"})
    assert "html" in room.post("set_language", {"language": "fr"})[1]


def test_handler_that_takes_a_file_or_not_says_both_ways() -> None:
    paths = describe_block("maslak_logbook")["paths"]
    for name in ("add_entry", "correct_entry"):
        assert set(paths[f"/{name}"]["post"]["requestBody"]["content"]) == {"application/json", "multipart/form-data"}
    assert set(describe_block("maslak_project")["paths"]["/add_file"]["post"]["requestBody"]["content"]) == {"multipart/form-data"}


def test_unknown_kind_of_block_has_no_contract() -> None:
    with pytest.raises(KeyError):
        read_contract("html")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("block_type", BLOCKS)
def test_data_of_a_block_is_as_its_contract_says(block_type: str, language: Any) -> None:
    block = Classroom(SAMPLES[block_type], make_host(Memory(), language=language)).block
    assert find_faults(block_type, "data", json.loads(json.dumps(block.student_view_data()))) == []


def test_an_answer_with_one_member_more_or_less_is_noticed() -> None:
    data = Classroom(make_checkpoint_olx()).block.student_view_data()
    assert find_faults("maslak_checkpoint", "data", {**data, "key": "a"})
    data.pop("draw")
    assert find_faults("maslak_checkpoint", "data", data)
