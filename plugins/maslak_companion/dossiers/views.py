"""The pages of the dossiers room, each module of them named once so that its routes are there."""

from __future__ import annotations

from typing import Final

from maslak_companion.dossiers.double_marking import rule_views, settle_views
from maslak_companion.dossiers.double_marking import views as double_views
from maslak_companion.dossiers.double_marking.blueprint import blueprint as double_marking
from maslak_companion.dossiers.marking import correction_views, publish_views, sentence_views, team_views, views
from maslak_companion.dossiers.marking.blueprint import blueprint
from maslak_companion.dossiers.schedule import views as schedule_views
from maslak_companion.dossiers.schedule.blueprint import blueprint as schedule
from maslak_companion.dossiers.sheets import views as sheet_views
from maslak_companion.dossiers.sheets.blueprint import blueprint as sheets

BLUEPRINTS: Final = (blueprint, double_marking, schedule, sheets)

__all__ = [
    "BLUEPRINTS", "correction_views", "double_views", "publish_views", "rule_views", "schedule_views", "sentence_views", "settle_views",
    "sheet_views", "team_views", "views",
]  # fmt: skip
