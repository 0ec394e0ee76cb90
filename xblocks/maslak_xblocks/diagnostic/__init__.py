"""Placing a learner on the competency framework in minutes."""
