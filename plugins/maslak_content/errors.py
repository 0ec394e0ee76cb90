"""The root of every refusal of the tools: a sentence that can be said in the language of whoever reads it."""

from __future__ import annotations


class ContentError(Exception):
    """Raised when a command cannot do what it was asked; `message` is an English sentence with places for `params`."""

    def __init__(self, message: str, /, **params: str | int) -> None:
        super().__init__(message.format(**params) if params else message)
        self.message = message
        self.params = params
