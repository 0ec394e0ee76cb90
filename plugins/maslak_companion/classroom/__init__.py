"""Classroom: where a learner reads and answers. An XBlock runtime on Flask and SQLAlchemy, with containers of its own."""
