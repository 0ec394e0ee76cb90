"""Fields that are not copied: what could be changed in place refuses it, and is kept as any list or number is."""

from __future__ import annotations

import copy
import json
import pickle
from threading import Barrier, Thread
from typing import Any

import pytest
from tests.factories.xblock import BareRuntime
from xblock.core import XBlock
from xblock.fields import Scope

from maslak_xblocks.fields import KeptInteger, KeptList, KeptValues, SourceText, once


class KeepingBlock(XBlock):
    past = KeptList(default=[], scope=Scope.user_state)
    times = KeptInteger(default=0, scope=Scope.user_state)
    source = SourceText(default="", scope=Scope.content)

    @once
    def numbers(self) -> list[int]:
        """Numbers."""
        return [1, 2]


class Runtime(BareRuntime):
    def load_block_type(self, block_type: str) -> Any:
        return KeepingBlock


@pytest.fixture
def load():
    runtime = Runtime()
    usage = runtime.id_generator.create_usage(runtime.id_generator.create_definition("keeping"))
    return lambda: runtime.get_block(usage)


def test_value_that_replaced_another_is_read_again_after_saving(load) -> None:
    block = load()
    block.past, block.times = [{"number": 1}], 1
    block.save()
    block.past = [*block.past, {"number": 2}]
    block.save()
    assert (load().past, load().times) == ([{"number": 1}, {"number": 2}], 1)


def test_what_was_only_read_is_not_written(load) -> None:
    block = load()
    assert (block.past, block.times) == ([], 0)
    assert not block._get_fields_to_save()


@pytest.mark.parametrize(
    "change",
    [
        lambda values: values.append(1), lambda values: values.extend([1]), lambda values: values.insert(0, 1), lambda values: values.pop(),
        lambda values: values.clear(), lambda values: values.sort(), lambda values: values.reverse(), lambda values: values.remove(1),
        lambda values: values.__setitem__(0, 1), lambda values: values.__delitem__(0), lambda values: values.__iadd__([1]),
        lambda values: values.__imul__(2),
    ],
)  # fmt: skip
def test_list_that_is_shared_refuses_to_be_changed_in_place(load, change) -> None:
    with pytest.raises(TypeError, match="not changed in place"):
        change(load().past)
    assert load().past == []


def test_kept_list_is_a_list_to_everybody_who_writes_or_copies_it() -> None:
    values = KeptValues([{"a": 1}])
    assert json.dumps(values) == '[{"a": 1}]'
    assert copy.deepcopy(values) is copy.copy(values) is values
    assert pickle.loads(pickle.dumps(values)) == values


def test_what_is_no_list_is_refused(load) -> None:
    with pytest.raises(TypeError):
        load().past = 7


def test_source_is_kept_as_it_was_written(load) -> None:
    block = load()
    block.source = "<a>\u00e9</a>"
    block.save()
    assert load().source == "<a>\u00e9</a>"


def test_value_is_worked_out_once_and_without_waiting_for_another_block(load) -> None:
    block = load()
    assert block.numbers is block.numbers
    assert load().numbers is not block.numbers
    assert KeepingBlock.numbers.__doc__ == "Numbers."
    # Two threads that meet inside: with one lock for both, neither would ever get there.
    meeting, met = Barrier(2, timeout=5), []

    class Slow:
        @once
        def value(self) -> int:
            return meeting.wait()

    threads = [Thread(target=lambda: met.append(Slow().value)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(met) == [0, 1]


def test_store_is_asked_once_for_a_value_and_never_whether_it_has_one(monkeypatch, load) -> None:
    block = load()
    asked: list[str] = []
    store, get = block._field_data, type(block._field_data).get
    monkeypatch.setattr(type(store), "get", lambda self, *of: asked.append(of[1]) or get(self, *of))
    monkeypatch.setattr(type(store), "has", lambda *_: pytest.fail("asked twice"))
    for _ in range(3):
        assert (block.past, block.times, block.source) == ([], 0, "")
    assert asked == ["past", "times", "source"]
