"""The pages of the dossiers room, each module of them named once so that its routes are there."""

from __future__ import annotations

from maslak_companion.dossiers.marking import correction_views, publish_views, sentence_views, team_views, views
from maslak_companion.dossiers.marking.blueprint import blueprint

__all__ = ["blueprint", "correction_views", "publish_views", "sentence_views", "team_views", "views"]
