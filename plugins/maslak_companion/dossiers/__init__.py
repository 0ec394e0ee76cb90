"""The dossiers room: what teams hand in for a project, round after round, and how it is marked."""
