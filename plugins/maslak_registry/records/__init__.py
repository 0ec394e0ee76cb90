"""Completion records as they stand, made from the ledger by a step that can be run again."""
