"""The operator's word after an alarm that stopped delivery."""

from __future__ import annotations

import click

from maslak_companion.outbox.alarms import resume_delivery
from maslak_companion.settings import Settings
from maslak_web.clock import system_clock
from maslak_web.database import Database


@click.command("resume-delivery", help="Clear the alarms of the outbox, after looking into them; the worker then goes on.")
@click.pass_obj
def resume_delivery_command(settings: Settings) -> None:
    """Clear every open alarm. What still disagrees with the registry stops delivery again before anything is numbered."""
    database = Database(settings.database)
    with database.session() as session:
        cleared = resume_delivery(session, system_clock())
    database.dispose()
    click.echo(f"{cleared} alarms cleared")
