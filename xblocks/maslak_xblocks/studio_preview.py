"""A block as a learner would see what is being edited: the real rendering, on a document that nothing has kept yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from maslak_domain.language import Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.host import HostLearner
from maslak_xblocks.variants import choose

if TYPE_CHECKING:
    from maslak_xblocks.base import MaslakBlock


@contextmanager
def as_learner(block: MaslakBlock, document: Any, language: Language) -> Iterator[None]:
    """Let a block stand for a learner who reads ``document`` in ``language``; afterwards it is the author's again."""
    kept = dict(block.__dict__)
    block.__dict__.update(
        document=document,
        wanted_language=language,
        language=choose(document.variants, language, document.source),
        translator=Translator(language, block.runtime.service(block, "i18n") if block.translator.language == language else None),
        learner=HostLearner("preview", language=language, time_zone=block.learner.time_zone),
    )
    try:
        yield
    finally:
        for name in ("document", "wanted_language", "language", "translator", "learner"):
            block.__dict__.pop(name, None)
            if name in kept:
                block.__dict__[name] = kept[name]
