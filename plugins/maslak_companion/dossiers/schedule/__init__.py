"""A project's own dates in one offering: when it opens, when each stage is due, what becomes of late work, when it closes."""
