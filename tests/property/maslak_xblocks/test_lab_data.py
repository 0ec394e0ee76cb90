"""Whatever the seed: the facts are true of the file, and a neighbour's answers do not fit."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.factories.lab import make_lab_olx
from tests.factories.lab_recount import RECOUNTS, plain_fact, read_rows
from tests.factories.xblock import BareRuntime

from maslak_xblocks.lab.generators import GENERATORS
from maslak_xblocks.olx import parse_source, to_bytes

SEEDS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=40)
NAMES = st.sampled_from(sorted(GENERATORS))


@settings(max_examples=60, deadline=None)
@given(NAMES, SEEDS, st.integers(0, 120))
def test_facts_are_found_again_in_the_file(name: str, seed: str, more: int) -> None:
    data = GENERATORS[name].generate(seed, GENERATORS[name].LEAST_ROWS + more)
    assert {fact: plain_fact(value) for fact, value in data.facts.items()} == dict(RECOUNTS[name](read_rows(data)))


@settings(max_examples=40, deadline=None)
@given(NAMES, SEEDS)
def test_a_seed_gives_the_same_data_twice(name: str, seed: str) -> None:
    assert GENERATORS[name].generate(seed, 100) == GENERATORS[name].generate(seed, 100)


def test_two_learners_hardly_ever_share_a_value_that_is_called_personal() -> None:
    for name, maker in GENERATORS.items():
        learners = [maker.generate(f"learner-{number}", maker.LEAST_ROWS).facts for number in range(60)]
        for fact, spec in maker.FACTS.items():
            if spec.personal:
                pairs = [(one[fact], other[fact]) for place, one in enumerate(learners) for other in learners[:place]]
                shared = sum(one == other for one, other in pairs) / len(pairs)
                assert shared <= 0.05, f"{name}.{fact}: {shared:.1%} of pairs agree"


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn"), blacklist_characters="\ufffe\uffff"), max_size=30)


@settings(max_examples=40, deadline=None)
@given(TEXT, TEXT, st.sampled_from(["later", "خانة", "task-note"]))
def test_element_comes_out_with_the_bytes_it_came_in_with(stem: str, note: str, tag: str) -> None:
    root = parse_source(make_lab_olx())
    root.find("task/variant/stem").text = stem  # type: ignore[union-attr]
    root.find("task").append(etree.Comment("a note"))  # type: ignore[union-attr]
    etree.SubElement(root, tag, {"عنوان": note}).text = note
    raw = to_bytes(parse_source(etree.tostring(root, encoding="utf-8")))
    runtime = BareRuntime()
    block = runtime.get_block(runtime.parse_xml_string(raw))
    runtime.render(block, "student_view")
    node = etree.Element("unknown")
    runtime.get_block(block.scope_ids.usage_id).add_xml_to_node(node)
    assert to_bytes(node) == raw
