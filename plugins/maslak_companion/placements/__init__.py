"""Placements: contracts of alternance, their periods and missions, and what learners write in their logbooks."""
