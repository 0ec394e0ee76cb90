"""Verified batches over real HTTP against COPY of the same rows into a table of the same columns, keys and durability.

Both sides commit every 500 rows. The batches are signed before the clock starts, for signing is the institutions' work; checking
signatures, digests, canonical bytes, hashes and the chain is in the measured time. Rounds alternate, so that a noisy machine
disturbs both sides alike.
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
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
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


def run(quick: bool) -> Iterable[dict[str, object]]:
    """Measure `ingest_http_1`: one client, two web processes."""
    rounds, batches = (3, 12) if quick else (5, 60)
    with open_postgres() as database, tempfile.TemporaryDirectory() as directory:
        Base.metadata.create_all(database.engine)
        make_copy_table(database)
        school = make_school(database, Path(directory), "ensam-rabat")
        chain = make_chain(school.key, (rounds * batches + 4) * BATCH)
        with serve(database, Path(directory)) as address, httpx.Client(timeout=60) as client:
            post(client, school, chain, address, 0, 4)
            copy_rows(database, school, chain, 0, 4)
            pairs = [measure(client, database, school, chain, address, 4 + number * batches, batches) for number in range(rounds)]
        detail = compare_tables(database)
    ratio = statistics.median(copied / posted for posted, copied in pairs)
    rows = batches * BATCH
    detail |= {
        "posted_rows_per_s": round(rows / statistics.median(posted for posted, _ in pairs)),
        "copied_rows_per_s": round(rows / statistics.median(copied for _, copied in pairs)),
    }
    yield {
        "name": "ingest_http_1",
        "ratio": round(ratio, 3),
        "goal": GOAL,
        "better": "higher",
        "baseline": "COPY, 500 rows a transaction, into the same indexed table",
        "detail": detail,
    }


def measure(
    client: httpx.Client, database: Database, school: School, chain: Chain, address: str, start: int, count: int
) -> tuple[float, float]:
    """Return the seconds that posting and copying the same batches took."""
    return post(client, school, chain, address, start, count), copy_rows(database, school, chain, start, count)


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


def copy_rows(database: Database, school: School, chain: Chain, start: int, count: int) -> float:
    """Write the same rows by COPY, one transaction for each batch, and return the seconds it took."""
    from hashlib import sha256

    raws = [bytes(sealed.entry) for sealed in chain.sealed[start * BATCH : (start + count) * BATCH]]
    rows = [(school.institution.id, start * BATCH + place, sha256(raw).digest(), raw) for place, raw in enumerate(raws, 1)]
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        began = time.perf_counter()
        for first in range(0, len(rows), BATCH):
            with driver.cursor() as cursor:
                with cursor.copy(f"COPY {COPY_TABLE} (institution_id, seq, hash, entry) FROM STDIN (FORMAT BINARY)") as copy:
                    copy.set_types(["uuid", "int8", "bytea", "bytea"])
                    for row in rows[first : first + BATCH]:
                        copy.write_row(row)
                driver.commit()
        return time.perf_counter() - began


def make_copy_table(database: Database) -> None:
    """Make the table for COPY like the ledger's own, with its keys; LIKE leaves foreign keys out."""
    with database.session() as session:
        session.execute(text(f"CREATE TABLE {COPY_TABLE} (LIKE ledger_entries INCLUDING ALL)"))
        session.execute(text(f"ALTER TABLE {COPY_TABLE} ADD FOREIGN KEY (institution_id) REFERENCES institutions (id)"))


def compare_tables(database: Database) -> dict[str, object]:
    """Assert that both sides hold the same rows under the same indexes, constraints and durability; say what they are."""
    with database.session() as session:
        sides = []
        for table in ("ledger_entries", COPY_TABLE):
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
        if sides[0] != sides[1]:
            raise AssertionError(f"the two sides differ: {sides}")
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
