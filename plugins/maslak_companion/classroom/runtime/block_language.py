"""The `i18n` service of blocks: each block package brings its own catalogues."""

from __future__ import annotations

import gettext
import sys
from functools import lru_cache
from pathlib import Path

from maslak_domain.language import Language

_DOMAINS = ("messages", "text", "django")


class BlockTranslations:
    """Translates a block's own words into the language of the interface."""

    def __init__(self, language: Language, block_class: type) -> None:
        self.language = language
        self._catalogue = _find_catalogue(block_class.__module__.partition(".")[0], language)

    def get_language(self) -> str:
        """Return the language of the interface."""
        return self.language

    def gettext(self, message: str) -> str:
        """Translate a message."""
        return self._catalogue.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Translate a message that counts something."""
        return self._catalogue.ngettext(singular, plural, number)

    ugettext = gettext
    ungettext = ngettext


@lru_cache(maxsize=64)
def _find_catalogue(package: str, language: Language) -> gettext.NullTranslations:
    file = getattr(sys.modules.get(package), "__file__", None)
    directory = Path(file).parent / "translations" if file else None
    for domain in _DOMAINS:
        if directory is not None and gettext.find(domain, directory, [language]):
            return gettext.translation(domain, directory, [language])
    return gettext.NullTranslations()
