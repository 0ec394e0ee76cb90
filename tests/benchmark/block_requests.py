"""What a whole request costs in the companion, beside one to `done` in the same course: what somebody waits for who pressed a button.

A request goes through the companion's own stack: session, form token, course and enrolment, the block, its state in the database,
evidence, mark and completion, the receipt of its idempotency key, the commit, the answer. Measured is the CPU of one process with
SQLite, without a server in front, by learners who have no state yet. `handler_json_…` is the block alone.
"""

from __future__ import annotations

import tempfile
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from tests.benchmark.block_samples import SAMPLES
from tests.benchmark.blocks import HANDLER_PEER, prepare_peers
from tests.factories.course import COURSE_KEY, PREFIX
from tests.factories.database import open_sqlite
from werkzeug.test import EnvironBuilder

if TYPE_CHECKING:
    from tests.factories.classroom import Pupil, School

# In a logbook and a project nobody can write before the school has made a contract, or a team.
MEASURED = ("lesson", "checkpoint", "lab", "diagnostic")
_GROUPS = 5
_NAME = "measured-{}"


@dataclass(frozen=True)
class Question:
    """What is asked of one block: its usage key, the handler, and the payload, without an idempotency key."""

    usage: str
    handler: str
    payload: Mapping[str, Any]


def run(quick: bool) -> Iterable[dict[str, Any]]:
    """Yield for each block the cost of a whole request over that of one to the peer."""
    learners = 6 if quick else 40
    has_peer = prepare_peers()
    # The companion imports services of XBlock that complain, among the figures, where Django is there and not configured.
    from tests.factories.classroom import School

    asked = {name: _ask(name, SAMPLES[name].handler, {**SAMPLES[name].payload, "html": False}) for name in MEASURED}
    if has_peer:
        asked["peer"] = _ask(HANDLER_PEER, "toggle_button", {"done": True}, HANDLER_PEER)
    else:
        asked["peer"] = _ask("checkpoint", "state", {})
    with tempfile.TemporaryDirectory() as home, open_sqlite(Path(home)) as database, _quiet(Path(home) / "log.txt"):
        school = School(database, Path(home) / "home", changes=_write_pages(has_peer))
        seconds = _measure(school, asked, learners)
    words = f"request to {HANDLER_PEER}, handler toggle_button" if has_peer else "request that only reads: no peer here"
    for name in MEASURED:
        own, peer = seconds[name] * 1000, seconds["peer"] * 1000
        detail = f"{asked[name].handler} in {own:.2f} ms CPU, the peer in {peer:.2f} ms; {learners * _GROUPS} learners, one request each"
        figure = {"name": f"request_json_{name}", "ratio": round(own / peer, 2), "goal": None, "better": "lower"}
        yield {**figure, "baseline": words, "detail": detail}


@contextmanager
def _quiet(path: Path) -> Iterator[None]:
    """Write the service's log into a file: the lines of the figures are all that is printed."""
    with path.open("w", encoding="utf-8") as log:
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(log))
        try:
            yield
        finally:
            structlog.reset_defaults()


def _ask(name: str, handler: str, payload: Mapping[str, Any], block_type: str = "") -> Question:
    return Question(f"{PREFIX}+type@{block_type or f'maslak_{name}'}+block@{_NAME.format(name)}", handler, payload)


def _write_pages(has_peer: bool) -> dict[str, str]:
    """Give a page with each of the blocks in it, under a name of its own."""
    blocks = [_rename(SAMPLES[name].olx, name) for name in MEASURED]
    if has_peer:
        blocks.append(f'<{HANDLER_PEER} url_name="{_NAME.format(HANDLER_PEER)}"/>')
    return {"vertical/u1-more.xml": f'<vertical display_name="Mesures">{"".join(blocks)}</vertical>'}


def _rename(olx: str, name: str) -> str:
    start, rest = olx.split(">", 1)
    kept = [part for part in start.split(" ") if not part.startswith("url_name=")]
    return f'{" ".join(kept)} url_name="{_NAME.format(name)}">{rest}'


def _measure(school: School, asked: Mapping[str, Question], learners: int) -> dict[str, float]:
    """Give the seconds of CPU of one request of each: the best of five groups of learners, by turns, after one that warms up."""
    best = dict.fromkeys(asked, float("inf"))
    for group in range(_GROUPS + 1):
        pupils = [school.enter() for _ in range(learners)]
        for name, question in asked.items():
            spent = sum(_send(school, pupil, question) for pupil in pupils) / learners
            if group:
                best[name] = min(best[name], spent)
    return best


def _send(school: School, pupil: Pupil, question: Question) -> float:
    address = f"/learn/{COURSE_KEY}/blocks/{question.usage}/handler/{question.handler}"
    payload = {**question.payload, "idempotency_key": uuid.uuid4().hex} if "idempotency_key" in question.payload else question.payload
    jar = [pupil.client.get_cookie(name) for name in (school.app.config["SESSION_COOKIE_NAME"], "maslak_lang")]
    cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in jar if cookie)
    headers = {"X-CSRFToken": pupil.token, "Cookie": cookies, "Accept": "application/json"}
    environ = EnvironBuilder(address, method="POST", json=payload, headers=headers).get_environ()
    statuses: list[str] = []
    start = time.process_time()
    body = b"".join(school.app(environ, lambda status, _headers: statuses.append(status)))
    spent = time.process_time() - start
    if not statuses[0].startswith("200"):
        raise RuntimeError(f"{question.handler} answered {statuses[0]}: {body[:300]!r}")
    return spent
