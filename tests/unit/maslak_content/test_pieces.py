"""Pieces come out in the order in which they went in and as the same bytes, whoever compresses them and however late."""

from __future__ import annotations

import gzip
import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from maslak_content import pieces
from maslak_content.pieces import PieceWriter, make_helpers

PIECES = [[b"%05d" % number * 999, b"."] for number in range(40)]


def write(helpers: ThreadPoolExecutor) -> bytes:
    stream = io.BytesIO()
    writer = PieceWriter(stream, helpers)
    for parts in PIECES:
        writer.add(parts)
    writer.finish()
    return stream.getvalue()


def test_archive_is_the_same_whatever_the_number_of_helpers() -> None:
    outcomes = set()
    for count in (1, 2, 5):
        with ThreadPoolExecutor(count) as helpers:
            outcomes.add(write(helpers))
    assert len(outcomes) == 1
    assert gzip.decompress(outcomes.pop()) == b"".join(part for parts in PIECES for part in parts)


def test_whoever_adds_pieces_compresses_them_when_the_helpers_are_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    busy, compressed_by, compress = threading.Event(), set(), pieces._compress

    def watch(parts: list[bytes]) -> bytes:
        compressed_by.add(threading.current_thread())
        return compress(parts)

    monkeypatch.setattr(pieces, "_compress", watch)
    with ThreadPoolExecutor(1) as helpers:
        helpers.submit(busy.wait)
        try:
            packed = write(helpers)
        finally:
            busy.set()
    assert compressed_by == {threading.current_thread()}
    assert gzip.decompress(packed) == b"".join(part for parts in PIECES for part in parts)


def test_few_pieces_wait_at_any_time_however_many_are_added() -> None:
    busy, stream = threading.Event(), io.BytesIO()
    with ThreadPoolExecutor(1) as helpers:
        helpers.submit(busy.wait)
        try:
            writer = PieceWriter(stream, helpers)
            for parts in PIECES:
                writer.add(parts)
                waiting = [parts for _, parts in writer._line if parts]
                assert len(waiting) <= pieces._PIECES_WAITING
            writer.finish()
        finally:
            busy.set()


@pytest.mark.parametrize(("cores", "helpers"), [(None, 1), (1, 1), (2, 1), (4, 3), (64, 3)])
def test_one_helper_at_least_and_none_without_a_core(monkeypatch: pytest.MonkeyPatch, cores: int | None, helpers: int) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    with make_helpers() as pool:
        assert pool._max_workers == helpers


def test_fault_of_a_helper_is_the_fault_of_the_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(parts: list[bytes]) -> bytes:
        raise MemoryError

    monkeypatch.setattr(pieces, "_compress", fail)
    with ThreadPoolExecutor(1) as helpers, pytest.raises(MemoryError):
        write(helpers)
