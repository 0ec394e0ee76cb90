"""Authoring: a school changes blocks of a course, has the changes reviewed, and releases them as an edition of its own."""
