"""The pages of the dossiers room, each module of them named once so that its routes are there."""

from __future__ import annotations

from typing import Final

from maslak_companion.dossiers.marking import correction_views, publish_views, sentence_views, team_views, views
from maslak_companion.dossiers.marking.blueprint import blueprint
from maslak_companion.dossiers.sheets import views as sheet_views
from maslak_companion.dossiers.sheets.blueprint import blueprint as sheets

BLUEPRINTS: Final = (blueprint, sheets)

__all__ = ["BLUEPRINTS", "correction_views", "publish_views", "sentence_views", "sheet_views", "team_views", "views"]
