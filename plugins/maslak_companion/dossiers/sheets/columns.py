"""The columns of a mark sheet: codes that a program reads, whatever the language of the headings and the order of the columns."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

ID: Final = "id"
DOSSIER: Final = "dossier"
REMARK: Final = "remark"
MARK: Final = "mark"
_BAND: Final = "band:"
_COMMENT: Final = "comment:"


@dataclass(frozen=True, slots=True)
class Identity:
    """What the hidden column says of a row: which round, on which version of its marking, and what the row held when it was written."""

    round_id: UUID
    version: int
    dossier: int
    digest: str

    def __str__(self) -> str:
        return f"{self.round_id}/{self.version}/{self.dossier}/{self.digest}"


def read_identity(text: str) -> Identity | None:
    """Return what a hidden cell says, or None where it was not written by `Identity`."""
    parts = text.strip().split("/")
    try:
        round_id, version, dossier, digest = UUID(parts[0]), parts[1], parts[2], parts[3]
    except (ValueError, IndexError):
        return None
    whole = version.isascii() and version.isdigit() and dossier.isascii() and dossier.isdigit() and max(len(version), len(dossier)) < 9
    return Identity(round_id, int(version), int(dossier), digest) if whole else None


def band_code(criterion: str) -> str:
    """Return the code of a criterion's band."""
    return f"{_BAND}{criterion}"


def comment_code(criterion: str) -> str:
    """Return the code of a criterion's comment."""
    return f"{_COMMENT}{criterion}"


def list_input_codes(criteria: Sequence[str]) -> list[str]:
    """Return the columns that a marker fills, in the order of the rubric."""
    return [*(code for name in criteria for code in (band_code(name), comment_code(name))), REMARK]


def flatten_body(body: Mapping[str, Any], criteria: Sequence[str]) -> dict[str, str]:
    """Return a mark as the cells of its row; what is empty is left out."""
    bands, comments = body.get("bands", {}), body.get("comments", {})
    cells = {band_code(name): str(bands.get(name, "")) for name in criteria}
    cells |= {comment_code(name): str(comments.get(name, "")) for name in criteria}
    cells[REMARK] = str(body.get("remark", ""))
    return {code: tidied for code, text in cells.items() if (tidied := text.replace("\r\n", "\n").replace("\r", "\n").strip())}


def build_body(cells: Mapping[str, str], criteria: Sequence[str], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the mark that a row's cells make; what no column holds, such as remarks on files, stays as it is known."""
    return {
        **known,
        "bands": {name: int(cells[band_code(name)]) for name in criteria if band_code(name) in cells},
        "comments": {name: cells[comment_code(name)] for name in criteria if comment_code(name) in cells},
        "remarks": dict(known.get("remarks", {})),
        "remark": cells.get(REMARK, ""),
    }


def digest_cells(cells: Mapping[str, str]) -> str:
    """Return a short digest of a row's cells, by which a row that nobody touched is known."""
    return hashlib.sha256(json.dumps(dict(cells), sort_keys=True).encode()).hexdigest()[:12]
