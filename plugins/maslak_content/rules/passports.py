"""Does a passport in a course show what its author meant: domains that exist, and once in a course."""

from __future__ import annotations

from collections.abc import Iterator

from maslak_content.course import Course
from maslak_content.findings import Finding, error, warning

PASSPORT_DOMAIN_UNKNOWN = error(
    "passport_domain_unknown", "The competency framework has no domain {key}.", "Use the keys of the framework: {keys}."
)
PASSPORT_DOMAINS_IDLE = warning(
    "passport_domains_idle", "The domains change nothing: this passport shows the whole map.", 'Set show="course", or remove domains.'
)
PASSPORT_REPEATED = warning(
    "passport_repeated", "The course shows the passport in {other} already.", "Show it once: learners would look for a difference."
)


def check(course: Course) -> Iterator[Finding]:
    """Find passports that name unknown or idle domains, and second ones."""
    first = ""
    for block in course.passports:
        node, keys = block.element, list(course.framework.groups) if course.framework else []
        for key in node.get("domains", "").split():
            if keys and key not in keys:
                yield PASSPORT_DOMAIN_UNKNOWN.at(block.file, node, key=key, keys=", ".join(keys))
        if node.get("domains") and node.get("show", "all") == "all":
            yield PASSPORT_DOMAINS_IDLE.at(block.file, node)
        if first:
            yield PASSPORT_REPEATED.at(block.file, node, other=first)
        first = first or block.file
