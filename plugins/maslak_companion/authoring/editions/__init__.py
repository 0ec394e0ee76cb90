"""Editions: the releases that a school makes of what it accepted, and how they follow the releases of the authors."""
