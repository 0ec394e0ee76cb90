"""Whether a course is the release that its authors built: true to its manifest, and signed by whom the school trusts."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from maslak_companion.classroom.courses.course_files import refuse
from maslak_companion.classroom.courses.release import CourseRelease
from maslak_domain.release import MANIFEST_NAME, ReleaseRefusedError, verify_manifest
from maslak_web.keys import load_public_key


def load_release_keys(folder: Path | None) -> Collection[Ed25519PublicKey] | None:
    """Return the authors' public keys that stand in a folder, or None where the school pins none.

    An empty folder trusts nobody. Raises SettingsError for a file that is no key.
    """
    if folder is None:
        return None
    return [load_public_key(path)[1] for path in sorted(folder.glob("*.jwk"))]


def check_manifest(files: Mapping[str, bytes], release: CourseRelease, trusted: Collection[Ed25519PublicKey] | None) -> None:
    """Raise `CourseRefusedError` unless the manifest, where there or demanded, is true of the files and of what the blocks assess."""
    raw = files.get(MANIFEST_NAME)
    if raw is None:
        if trusted is not None:
            raise refuse("unsigned", MANIFEST_NAME, "is not in the course, and this school installs signed releases only")
        return
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != MANIFEST_NAME}
    try:
        manifest = verify_manifest(raw, digests, trusted)
    except ReleaseRefusedError as error:
        raise refuse(str(error.params["reason"]), MANIFEST_NAME, error.detail) from error
    if manifest["block_map"] != {key: dict(entry) for key, entry in release.block_map.items()}:
        raise refuse("block_map_differs", MANIFEST_NAME, "says of the blocks something else than they do")
