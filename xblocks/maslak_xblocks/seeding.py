"""An order that looks like chance and is always the same: for a learner, an attempt and a thing.

It comes from SHA-256 instead of ``random``, so that every Python version and every client of a contract agrees.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache


@lru_cache(maxsize=1024)
def make_seed(usage_key: str, learner_key: str, attempt: int) -> str:
    """Give the seed of one attempt of one learner at one block."""
    return hashlib.sha256(f"{usage_key}\n{learner_key}\n{attempt}".encode()).hexdigest()


def rank(seed: str, *names: str) -> str:
    """Give the sort key that puts things in the order of a seed."""
    return hashlib.sha256("\n".join((seed, *names)).encode()).hexdigest()


def shuffle_options(option_ids: Sequence[str], item_id: str, seed: str) -> tuple[str, ...]:
    """Give the options of an item in the order of a seed."""
    return tuple(sorted(option_ids, key=lambda option_id: rank(seed, item_id, option_id)))


def option_token(option_id: str, item_id: str, seed: str) -> str:
    """Give the name under which an option is sent, so that authors' habits ("a is right") tell nothing."""
    return "o-" + rank(seed, "token", item_id, option_id)[:10]
