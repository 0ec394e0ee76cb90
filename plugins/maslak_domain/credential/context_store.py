"""The JSON-LD contexts that may be used, byte for byte as their publishers released them.

A context decides what a signature covers. So the two that we use travel in the wheel with pinned digests, and every other address is
refused: nothing is ever fetched while a badge is signed or verified.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import resources
from typing import Any

from maslak_domain.credential.errors import ContextError

VC_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

CREDENTIAL_CONTEXTS = (VC_V2, OPEN_BADGES)
STATUS_CONTEXTS = (VC_V2,)

PINNED = {
    VC_V2: ("credentials-v2.json", "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"),
    OPEN_BADGES: ("open-badges-3.0.3.json", "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"),
}


@cache
def read_context(url: str) -> dict[str, Any]:
    """Return the pinned context published at ``url``; raise ContextError for any other address or a changed file."""
    if url not in PINNED:
        raise ContextError("only the pinned contexts are used", url=url[:200])
    file_name, digest = PINNED[url]
    raw = resources.files("maslak_domain.credential").joinpath("contexts", file_name).read_bytes()
    if hashlib.sha256(raw).hexdigest() != digest:
        raise ContextError("the installed context is not the published one", url=url)
    document: dict[str, Any] = json.loads(raw)
    return document


def load_document(url: str, _options: dict[str, Any] | None = None) -> dict[str, Any]:
    """Serve pyld's document loader from the pinned files."""
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": read_context(url)}
