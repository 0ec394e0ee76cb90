"""RDFC-1.0 canonical form of a document, and the proof that nothing in the document falls outside it.

JSON-LD drops what its contexts do not define, without a word: a dropped member is shown to people and signed by nobody. So every
document is expanded first and refused when anything was dropped, redefined or left relative.
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pyld import jsonld

from maslak_domain.credential.context_store import load_document, read_context
from maslak_domain.credential.errors import ContextError, ShapeError, TooComplexError, UnsignedMemberError

# Nodes without an identifier that look alike are told apart by trying permutations: seven alike would be 5,040 tries.
MAX_LOOKALIKES = 6
MAX_NODES = 400

ABSOLUTE_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]+')

# What a document leaves relative is resolved against this name, which exists nowhere, and is refused for it.
NOWHERE = "https://relative.invalid/"

# pyld keeps caches that are shared by all threads and are not safe to share.
_pyld_lock = threading.Lock()


def canonicalize(document: dict[str, Any]) -> bytes:
    """Return the canonical N-Quads of ``document`` (W3C RDF Dataset Canonicalization 1.0, SHA-256).

    Raises ContextError, UnsignedMemberError, TooComplexError or ShapeError; a document that passes is covered whole.
    """
    _check_contexts(document)
    _check_no_keywords({name: member for name, member in document.items() if name != "@context"})
    dropped: list[object] = []
    options = {"base": NOWHERE, "documentLoader": load_document, "processingMode": "json-ld-1.1"}
    with _pyld_lock:
        try:
            expanded = jsonld.expand(document, options, on_property_dropped=dropped.append)
            _check_expanded(expanded, dropped)
            canonical: str = jsonld.normalize(expanded, {**options, "algorithm": "URDNA2015", "format": "application/n-quads"})
        except (jsonld.JsonLdError, TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
            raise ShapeError("the document is not JSON-LD under its contexts") from error
    return canonical.encode()


def _check_contexts(document: dict[str, Any]) -> None:
    contexts = document.get("@context")
    if not isinstance(contexts, list) or not contexts or len(contexts) > 4:
        raise ContextError("the document does not list its contexts")
    for url in contexts:
        if not isinstance(url, str):
            raise ContextError("a context is written into the document itself")
        read_context(url)


def _check_no_keywords(value: Any) -> None:
    """Refuse JSON-LD keywords (their plain names `id` and `type` are enough), nulls and empty lists: all are ways to hide a member."""
    if value is None or value == [] or value == {}:
        raise UnsignedMemberError("an empty member is not signed")
    if isinstance(value, dict):
        for name, member in value.items():
            if name.startswith("@"):
                raise UnsignedMemberError("a JSON-LD keyword is used inside the document", member=name[:100])
            _check_no_keywords(member)
    elif isinstance(value, list):
        for member in value:
            _check_no_keywords(member)


def _check_expanded(expanded: list[Any], dropped: list[object]) -> None:
    if dropped:
        raise UnsignedMemberError("a member is unknown to the contexts", member=str(dropped[0])[:100])
    if len(expanded) != 1:
        raise ShapeError("the document is not one node")
    shapes: Counter[str] = Counter()
    for count, node in enumerate(_walk(expanded)):
        if count > MAX_NODES:
            raise TooComplexError("the document has too many parts")
        _check_node(node)
        if "@id" not in node and "@value" not in node:
            shapes[_shape(node)] += 1
    if shapes and max(shapes.values()) > MAX_LOOKALIKES:
        raise TooComplexError("too many parts of the document look alike")


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of an expanded document."""
    if isinstance(value, dict):
        yield value
        for member in value.values():
            yield from _walk(member)
    elif isinstance(value, list):
        for member in value:
            yield from _walk(member)


def _check_node(node: dict[str, Any]) -> None:
    """Identifiers and types must be absolute: relative ones vanish from the signature, odd ones break out of N-Quads."""
    types = node.get("@type", [])
    identifiers = [node["@id"]] if "@id" in node else []
    for iri in [*identifiers, *([types] if isinstance(types, str) else types)]:
        if iri == "@json":
            raise UnsignedMemberError("a JSON literal is used inside the document")
        if not isinstance(iri, str) or not ABSOLUTE_IRI.fullmatch(iri) or iri.startswith(NOWHERE):
            raise UnsignedMemberError("an identifier or a type is unknown to the contexts", member=str(iri)[:100])
    for name in node:
        if not name.startswith("@") and not ABSOLUTE_IRI.fullmatch(name):
            raise UnsignedMemberError("a member is unknown to the contexts", member=name[:100])


def _shape(node: dict[str, Any]) -> str:
    """What a node without identifier looks like to its first-degree hash: nested nodes without identifier count as equal."""
    members: dict[str, list[str]] = {}
    for name, values in node.items():
        listed = values if isinstance(values, list) else [values]
        members[name] = sorted(_face(value) for value in listed)
    return json.dumps(members, sort_keys=True)


def _face(value: Any) -> str:
    if not isinstance(value, dict) or "@value" in value:
        return json.dumps(value, sort_keys=True)
    return str(value.get("@id", "_:"))
