"""The operator's command, on both databases."""

from __future__ import annotations

from click.testing import CliRunner
from tests.factories.ledger_registry import INSTITUTION, problem

from maslak_companion.outbox.cli import resume_delivery_command
from maslak_companion.outbox.services import outbox_health
from maslak_companion.settings import Settings


def test_delivery_that_a_fork_stopped_goes_on_at_the_operators_word(outbox, registry, tmp_path):
    outbox.record(1)
    registry.answers_first.append(lambda: problem(409, "fork", seq=1))
    outbox.make_delivery().deliver()
    settings = Settings(
        home=tmp_path,
        institution=INSTITUTION,
        institution_did="did:web:ensam-rabat.maslak.example",
        public_base_url="http://127.0.0.1",
        registry_url=registry.url,
        registry_key=tmp_path / "registry.jwk",
        database_url=outbox.database.url,
    )
    result = CliRunner().invoke(resume_delivery_command, obj=settings, catch_exceptions=False)
    assert result.output == "1 alarms cleared\n"
    with outbox.database.session(reading=True) as session:
        assert not outbox_health(session, outbox.clock()).is_stopped
    outbox.make_delivery().deliver()
    assert len(registry.entries) == 1
