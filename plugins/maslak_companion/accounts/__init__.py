"""Accounts: who may sign in at this institution, with which roles, and who read whose record."""
