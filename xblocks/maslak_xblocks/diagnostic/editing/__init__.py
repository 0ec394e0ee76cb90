"""Editing a diagnostic: drafts of topics and questions, what is noted about them, and their way back into OLX."""
