"""A course as a release: files packed the same on every machine, described and signed."""
