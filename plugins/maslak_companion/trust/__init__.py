"""Whom this institution trusts to sign: its own keys, and the registry's signed list of issuers, kept for when the registry is away."""
