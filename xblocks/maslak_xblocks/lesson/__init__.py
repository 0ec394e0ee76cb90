"""The lesson: one text in three languages, read to its end."""
