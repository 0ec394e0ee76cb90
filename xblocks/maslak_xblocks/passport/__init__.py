"""The passport: what a learner acquired and earned everywhere, inside a course."""
