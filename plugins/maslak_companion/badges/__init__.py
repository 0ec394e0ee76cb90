"""Badges: award what was acquired, sign it, let anybody verify it, revoke it."""
