"""A course in the classroom while its authors write: a companion of its own that reloads and ends with its preview."""
