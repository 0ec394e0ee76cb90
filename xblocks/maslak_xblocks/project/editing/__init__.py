"""Editing a project: its form as a tree, notes on it, and the way back into OLX."""
