"""Results: completion records with their revisions, and the jury that makes them final."""
