"""Passports: everything that a learner earned, here and at other institutions, on one page."""
