"""The registry: one Flask service for the country, from which registrars pull."""
