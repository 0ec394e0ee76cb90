"""Editing a bank: drafts of questions, what is noted about them, and their way back into OLX."""
