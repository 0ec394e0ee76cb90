"""What is compiled for an application, kept in the process: every test has one of its own, all with the same pages and queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from werkzeug.routing import Rule


class CompiledTemplates(BytecodeCache):
    """What one application has compiled, for the next; Jinja looks whether the source is still the same."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template that was compiled before."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._code[bucket.key] = bucket.bytecode_to_string()


class CompiledRule(Rule):
    """A rule whose function that builds addresses was compiled for the first application that had the rule."""

    _builders: ClassVar[dict[object, Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        # Werkzeug's own step: it compiles from these alone, and should it ever be called otherwise, only time would be lost.
        key: Any = (self.rule, tuple(self._trace), repr(self.defaults), append_unknown)
        if key not in self._builders:
            self._builders[key] = super()._compile_builder(append_unknown)
        return self._builders[key]


# The first engine of each kind of database.
_engines: Final[dict[str, Engine]] = {}


def share_queries(engine: Engine) -> None:
    """Let an engine use what was compiled for the first one of its kind: SQLAlchemy keeps that for each engine and its dialect apart."""
    if engine.dialect.name not in _engines:
        # A dialect asks what its server can when its own engine connects, and no other engine does that for it.
        engine.connect().close()
        _engines[engine.dialect.name] = engine
    first = _engines[engine.dialect.name]
    engine.dialect = engine.pool._dialect = first.dialect
    engine._compiled_cache = first._compiled_cache
