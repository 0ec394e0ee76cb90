"""Every table of the companion: importing this module makes the shared metadata complete."""

from __future__ import annotations

import maslak_companion.accounts.models
import maslak_companion.authoring.models
import maslak_companion.badges.models
import maslak_companion.classroom.models
import maslak_companion.devices.models
import maslak_companion.dossiers.double_marking.models
import maslak_companion.dossiers.marking.models
import maslak_companion.dossiers.models
import maslak_companion.dossiers.schedule.models
import maslak_companion.dossiers.sheets.models
import maslak_companion.dossiers.team_forming.models
import maslak_companion.follow_ups.models
import maslak_companion.logbooks.models
import maslak_companion.offerings.models
import maslak_companion.outbox.models
import maslak_companion.papers.models
import maslak_companion.passports.models
import maslak_companion.people.models
import maslak_companion.placements.models
import maslak_companion.progress.models
import maslak_companion.results.models
import maslak_companion.sign_offs.models
import maslak_companion.trust.models  # noqa: F401
from maslak_companion.base import Base

METADATA = Base.metadata
