"""Marking: one queue for whoever marks, marks that stay with the staff until they are published, and what was published."""
