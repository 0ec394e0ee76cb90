"""Logbooks: what learners in alternance write day by day, the files that prove it, and what they make of each stay."""
