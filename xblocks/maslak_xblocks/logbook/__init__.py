"""The logbook: what an apprentice does at the company, told day by day, and what the tutors say of it."""
