"""Sign-offs: what company tutors say through a link of their own, and what academic tutors countersign."""
