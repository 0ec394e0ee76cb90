"""Every block, drawn, asked and written again in whatever environment runs this: `python -m tests.factories.platform_walk`.

It needs nothing but the blocks' own extra: no pytest, no Flask, no Django.
"""

from __future__ import annotations

import sys
from importlib.metadata import version

from lxml import etree
from tests.benchmark.block_samples import SAMPLES
from tests.factories.xblock import PASSPORT, BareRuntime, Classroom, make_host
from xblock.core import XBlock

VIEWS = ("student_view", "public_view", "author_view", "studio_view")


def walk(name: str, olx: str) -> None:
    """Draw one block in each of its views, alone and with a host, and export it; raises `AssertionError` or what the block raised."""
    runtime = BareRuntime()
    usage = runtime.parse_xml_string(olx.encode())
    assert XBlock.load_class(f"maslak_{name}") is type(runtime.get_block(usage)).unmixed_class
    for view in VIEWS:
        fragment = runtime.render(runtime.get_block(usage), view)
        assert 'class="mk' in fragment.content, (name, view)
        for path in (each.data.partition("/resource/")[2] for each in fragment.resources if "/resource/" in each.data):
            with type(runtime.get_block(usage)).unmixed_class.open_local_resource(path) as file:
                assert file.read(), (name, path)
    node = etree.Element("unknown")
    runtime.get_block(usage).add_xml_to_node(node)
    again = etree.Element("unknown")
    runtime.get_block(runtime.parse_xml_string(etree.tostring(node))).add_xml_to_node(again)
    assert etree.tostring(node) == etree.tostring(again), name


def ask(name: str) -> None:
    """Send one block what a learner's client sends it."""
    sample = SAMPLES[name]
    classroom = Classroom(sample.olx, make_host())
    if sample.asked:
        getattr(classroom.block, sample.asked)
    status, answer = classroom.post(sample.handler, sample.payload)
    assert status == 200, (name, status, answer)


if __name__ == "__main__":
    for each, sample in SAMPLES.items():
        walk(each, sample.olx)
        ask(each)
    walk("passport", PASSPORT)
    assert not {"flask", "django"} & set(sys.modules)
    print(f"{len(SAMPLES) + 1} blocks in XBlock {version('XBlock')}")
