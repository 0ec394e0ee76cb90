"""Reading OLX without trusting it: hardened XML, plain names, and pointers that stay inside the course."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from maslak_companion.classroom.courses.course_files import refuse

CONTAINERS = ("course", "chapter", "sequential", "vertical")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_BLOCK_TYPE = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_PARSER_OPTIONS = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": False,
    "remove_pis": True,
}


def parse_olx(data: bytes, path: str) -> etree._Element:
    """Parse one OLX file; raises `CourseRefusedError` when it is not well formed or declares a document type.

    A document type is the only way to declare an entity, and OLX needs none: refusing it refuses every entity bomb.
    """
    try:
        root: etree._Element = etree.fromstring(data, etree.XMLParser(**_PARSER_OPTIONS))  # type: ignore[call-overload]
    except etree.XMLSyntaxError as error:
        raise refuse("malformed_xml", path, str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise refuse("document_type", path, "declares a document type")
    return root


def resolve_pointer(node: etree._Element, files: Mapping[str, bytes], path: str) -> tuple[etree._Element, str]:
    """Return the element that a node stands for, and the file in which it stands.

    `<chapter url_name="tc06"/>` points to `chapter/tc06.xml`; a node with a body of its own stands for itself.
    """
    url_name = check_names(node, path)
    target = f"{tag_of(node)}/{url_name}.xml"
    if len(node) or (node.text or "").strip() or target not in files:
        if node.tag in CONTAINERS and not len(node) and target != path:
            raise refuse("missing_file", target, f"is named by {path} but is not in the course")
        return node, path
    found = parse_olx(files[target], target)
    if found.tag != node.tag:
        raise refuse("wrong_tag", target, f"holds <{tag_of(found)}> where <{tag_of(node)}> is expected")
    found.set("url_name", url_name)
    check_names(found, target)
    return found, target


def tag_of(node: etree._Element) -> str:
    """Return the name of an element."""
    return str(node.tag)


def check_names(node: etree._Element, path: str) -> str:
    """Return the node's `url_name`; refuse names that could be read as a path."""
    if not isinstance(node.tag, str) or not _BLOCK_TYPE.fullmatch(node.tag):
        raise refuse("bad_block_type", path, f"holds an element with the name {str(node.tag)[:80]!r}")
    for attribute in ("filename", "src"):
        value = node.get(attribute, "")
        if ".." in value.split("/") or value.startswith("/") and not value.startswith("/static/") or "\\" in value:
            raise refuse("path_outside", path, f"{attribute}={value[:80]!r} leads outside the course")
    url_name = node.get("url_name", "")
    if not _NAME.fullmatch(url_name):
        code = "path_outside" if "/" in url_name or ".." in url_name or "\\" in url_name else "bad_url_name"
        raise refuse(code, path, f"<{tag_of(node)}> has the url_name {url_name[:80]!r}")
    return url_name


def read_titles(files: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    """Read `titles.xml`: url_name → language → title."""
    if "titles.xml" not in files:
        return {}
    root = parse_olx(files["titles.xml"], "titles.xml")
    return {
        title.get("for", ""): {text.get("lang", ""): (text.text or "").strip() for text in title.iter("text")}
        for title in root.iter("title")
    }
