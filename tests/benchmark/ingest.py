"""Verified batches over real HTTP against COPY of the same rows into a table of the same columns, keys and durability.

Both sides commit every 500 rows. The batches are signed before the clock starts, for signing is the institutions' work; checking
signatures, digests, canonical bytes, hashes and the chain is in the measured time. Many short rounds take turns in going first and
the figure is their median, so that a noisy machine disturbs both sides alike.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import httpx
from sqlalchemy import text
from tests.factories.batch import Chain, make_body, make_record, sign_batch
from tests.factories.database import open_postgres
from tests.factories.institution import School, make_school

from maslak_registry.base import Base
from maslak_registry.keyring import ensure_keys
from maslak_web.database import Database

GOAL = 0.45
BATCH = 500
COPY_TABLE = "ledger_entries_by_copy"
ONE_COPY_TABLE = "ledger_entries_by_one_copy"
_WARM_UP = 3


@dataclass(frozen=True)
class Size:
    """How much is measured: `pairs` rounds of `batches` batches on each side, fewer once `seconds` are over, but never under three."""

    pairs: int
    batches: int
    seconds: float


QUICK = Size(pairs=8, batches=4, seconds=6)
FULL = Size(pairs=15, batches=12, seconds=90)


@dataclass(frozen=True)
class Round:
    """The seconds that the same rows took: posted, copied batch by batch, and copied at once."""

    posted: float
    copied: float
    copied_at_once: float


def run(quick: bool) -> Iterable[dict[str, object]]:
    """Measure `ingest_http_1`: one client, two web processes."""
    size = QUICK if quick else FULL
    with open_postgres() as database, tempfile.TemporaryDirectory() as directory:
        Base.metadata.create_all(database.engine)
        for table in (COPY_TABLE, ONE_COPY_TABLE):
            make_copy_table(database, table)
        school = make_school(database, Path(directory), "ensam-rabat")
        chain = make_chain(school.key, (_WARM_UP + size.pairs * size.batches) * BATCH)
        with serve(database, Path(directory)) as address, httpx.Client(timeout=60) as client:
            # The first batches meet cold caches on both sides and are not counted.
            measure(client, database, school, chain, address, 0, _WARM_UP)
            rounds = list(measure_rounds(client, database, school, chain, address, size))
        detail = compare_tables(database)
    yield describe(rounds, size, detail)


def describe(rounds: Sequence[Round], size: Size, detail: Mapping[str, object]) -> dict[str, object]:
    """Return the figure's line."""
    ratios = sorted(each.copied / each.posted for each in rounds)
    rows = size.batches * BATCH
    speeds = {
        "posted_rows_per_s": round(rows / statistics.median(each.posted for each in rounds)),
        "copied_rows_per_s": round(rows / statistics.median(each.copied for each in rounds)),
        "of_one_big_copy": round(statistics.median(each.copied_at_once / each.posted for each in rounds), 3),
        "pairs": len(rounds),
        "lowest": round(ratios[0], 3),
        "highest": round(ratios[-1], 3),
    }
    return {
        "name": "ingest_http_1",
        "ratio": round(statistics.median(ratios), 3),
        "goal": GOAL,
        "better": "higher",
        "baseline": "COPY, 500 rows a transaction, into the same indexed table",
        "detail": {**detail, **speeds},
    }


def measure_rounds(client: httpx.Client, database: Database, school: School, chain: Chain, address: str, size: Size) -> Iterator[Round]:
    """Yield one round after another until there are enough or the time is over."""
    began = time.perf_counter()
    for number in range(size.pairs):
        if number >= 3 and time.perf_counter() - began > size.seconds:
            return
        start = _WARM_UP + number * size.batches
        yield measure(client, database, school, chain, address, start, size.batches, copy_first=bool(number % 2))


def measure(
    client: httpx.Client,
    database: Database,
    school: School,
    chain: Chain,
    address: str,
    start: int,
    count: int,
    *,
    copy_first: bool = False,
) -> Round:
    """Post and copy the same batches, next to each other in time."""
    if copy_first:
        copied = copy_rows(database, school, chain, start, count)
        posted = post(client, school, chain, address, start, count)
    else:
        posted = post(client, school, chain, address, start, count)
        copied = copy_rows(database, school, chain, start, count)
    return Round(posted, copied, copy_rows(database, school, chain, start, count, table=ONE_COPY_TABLE, rows_each=count * BATCH))


def make_chain(institution: str, length: int) -> Chain:
    """Make a ledger of completion records."""
    chain = Chain(institution)
    for _ in range(length):
        learner = uuid.uuid4()
        record = make_record(institution, learner)
        chain.add(make_body("completion.recorded", learner, record.to_body(), subject=record.uuid))
    return chain


def post(client: httpx.Client, school: School, chain: Chain, address: str, start: int, count: int) -> float:
    """Deliver batches over HTTP and return the seconds it took."""
    requests = []
    for number in range(start, start + count):
        raw = chain.batch(number * BATCH + 1, (number + 1) * BATCH)
        requests.append(sign_batch(raw, school.key, school.signer, address, created=datetime.now(UTC)))
    began = time.perf_counter()
    for request in requests:
        answer = client.send(request)
        if answer.status_code != 200:
            raise RuntimeError(f"a batch was refused: {answer.text}")
    return time.perf_counter() - began


def copy_rows(
    database: Database, school: School, chain: Chain, start: int, count: int, *, table: str = COPY_TABLE, rows_each: int = BATCH
) -> float:
    """Write the same rows by COPY, `rows_each` of them in a transaction, and return the seconds it took."""
    raws = [bytes(sealed.entry) for sealed in chain.sealed[start * BATCH : (start + count) * BATCH]]
    rows = [(school.institution.id, start * BATCH + place, sha256(raw).digest(), raw) for place, raw in enumerate(raws, 1)]
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        began = time.perf_counter()
        for first in range(0, len(rows), rows_each):
            with driver.cursor() as cursor:
                with cursor.copy(f"COPY {table} (institution_id, seq, hash, entry) FROM STDIN (FORMAT BINARY)") as copy:
                    copy.set_types(["uuid", "int8", "bytea", "bytea"])
                    for row in rows[first : first + rows_each]:
                        copy.write_row(row)
                driver.commit()
        return time.perf_counter() - began


def make_copy_table(database: Database, table: str) -> None:
    """Make a table for COPY like the ledger's own, with its keys; LIKE leaves foreign keys out."""
    with database.session() as session:
        session.execute(text(f"CREATE TABLE {table} (LIKE ledger_entries INCLUDING ALL)"))
        session.execute(text(f"ALTER TABLE {table} ADD FOREIGN KEY (institution_id) REFERENCES institutions (id)"))


def compare_tables(database: Database) -> dict[str, object]:
    """Assert that all sides hold the same rows under the same indexes, constraints and durability; say what they are.

    Every connection of this run has the same role and database and sets nothing itself, so what this one shows holds for all.
    """
    with database.session() as session:
        sides = []
        for table in ("ledger_entries", COPY_TABLE, ONE_COPY_TABLE):
            digest = f"SELECT count(*), md5(string_agg(md5(entry) || encode(hash, 'hex') || seq, '' ORDER BY seq)) FROM {table}"
            keys = "SELECT count(*) FILTER (WHERE contype = 'f'), count(*) FILTER (WHERE contype = 'p') FROM pg_constraint"
            indexes = "SELECT count(*), string_agg(indkey::text, ';' ORDER BY indkey::text) FROM pg_index"
            sides.append(
                (
                    *session.execute(text(digest)).one(),
                    *session.execute(text(f"{keys} WHERE conrelid = '{table}'::regclass")).one(),
                    *session.execute(text(f"{indexes} WHERE indrelid = '{table}'::regclass")).one(),
                    session.scalar(text(f"SELECT relpersistence FROM pg_class WHERE oid = '{table}'::regclass")),
                )
            )
        if len(set(sides)) != 1:
            raise AssertionError(f"the sides differ: {sides}")
        durability = {name: session.scalar(text(f"SHOW {name}")) for name in ("fsync", "synchronous_commit", "full_page_writes")}
        overrides = session.execute(text("SELECT count(*) FROM pg_db_role_setting WHERE setconfig::text LIKE '%synchronous%'")).scalar()
        if overrides:
            raise AssertionError("a role or database relaxes durability for one side")
    return {"rows": sides[0][0], "indexes": sides[0][4], **durability}


@contextmanager
def serve(database: Database, directory: Path) -> Iterator[str]:
    """Serve the registry with gunicorn and yield its address."""
    home = directory / "registry"
    ensure_keys(home / "keys")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "MASLAK_HOME": str(home), "MASLAK_PUBLIC_BASE_URL": address, "MASLAK_DATABASE_URL": database.url}
    command = [sys.executable, "-m", "maslak_registry.cli", "serve"]
    with (directory / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, env={**environment, "MASLAK_PORT": str(port)}, stdout=log, stderr=log)
        try:
            wait_until_ready(address)
            yield address
        finally:
            process.terminate()
            process.wait(20)


def wait_until_ready(address: str) -> None:
    """Wait until the registry answers. Raises TimeoutError after 30 seconds."""
    for _ in range(300):
        try:
            if httpx.get(f"{address}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError("the registry does not answer")
