"""Editing a logbook: its draft, what is noted about it, and its way back into OLX."""
