"""Cohorts: how the learners of an offering stand, and which questions misbehave."""
