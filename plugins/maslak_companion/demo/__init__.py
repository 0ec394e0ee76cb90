"""The demo seed: invented people of the two demo institutions, marked so that nobody serves them to the world."""
