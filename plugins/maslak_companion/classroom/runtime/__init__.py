"""An XBlock runtime on Flask and SQLAlchemy: fields, services, the host port, and what a block draws and answers."""
