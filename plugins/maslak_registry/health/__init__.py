"""One sentence per institution on whether its records arrive."""
