"""A school served for real, whose course holds one block of each kind: what its editors need, and no more."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.factories.authoring import COURSE, WritingSchool
from tests.factories.classroom import ROOT
from tests.factories.course import PREFIX
from werkzeug.serving import make_server

from maslak_companion.accounts.services import create_account
from maslak_web.database import Database
from maslak_xblocks.workbench.scenarios import logbook, passport

LOGIN: Final = {"login": "author@ensam-rabat", "password": "maslak-demo-2026"}
# The shared core has no logbook and no passport, so theirs are the workbench's.
BLOCKS: Final = {
    "lesson": "tc06-u1-read-lesson",
    "checkpoint": "tc06-u1-practice-checkpoint",
    "diagnostic": "start-diagnostic-core",
    "lab": "tc06-u1-lab-log",
    "project": "tc08-project-team",
    "logbook": "logbook",
    "passport": "passport",
}
_PAGES: Final = ("tc06-u1-read", "tc06-u1-practice", "start-diagnostic-page", "tc06-u1-lab", "tc08-project-page")
_SAMPLES: Final = {"logbook": logbook.SCENARIOS[1][1], "passport": passport.SCENARIOS[1][1]}


def find_editor(kind: str) -> str:
    """Return the address of the editor of a block."""
    return f"{COURSE}/blocks/{PREFIX}+type@maslak_{kind}+block@{BLOCKS[kind]}"


def list_pages() -> dict[str, str | bytes | None]:
    """Return the files of the course that hold its blocks, one page for each."""
    core = ROOT / "course_content" / "shared_core"
    pages = {name: (core / "vertical" / f"{name}.xml").read_text() for name in _PAGES}
    for name, olx in _SAMPLES.items():
        block = olx.replace(f"<maslak_{name}", f'<maslak_{name} url_name="{name}"', 1)
        pages[name] = f'<vertical display_name="{name}">{block}</vertical>'
    listed = "".join(f'<vertical url_name="{name}"/>' for name in pages)
    return {
        "sequential/u1.xml": f'<sequential display_name="Les sept">{listed}</sequential>',
        "vertical/u1-read.xml": None,
        "vertical/u1-more.xml": None,
        "static/tc06-address.svg": (core / "static" / "tc06-address.svg").read_bytes(),
        **{f"vertical/{name}.xml": text for name, text in pages.items()},
    }


@contextmanager
def serve_editors(home: Path) -> Iterator[str]:
    """Yield the address of the school; its author leads the course."""
    database = Database(f"sqlite:///{home / 'companion.db'}")
    school = WritingSchool(database, home / "home", changes=list_pages())
    with database.session() as session:
        author_id = create_account(session, roles=["instructor"], display_name="نادية", language="ar", **LOGIN).id  # type: ignore[arg-type]
    school.change_offering(lead_account_id=author_id)
    server = make_server("127.0.0.1", 0, school.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        database.dispose()


__all__ = ["BLOCKS", "COURSE", "LOGIN", "find_editor", "serve_editors"]
