"""Registrar accounts, programs that pull, their tokens, and who read what."""
