"""The numbered history of the registry's tables."""
