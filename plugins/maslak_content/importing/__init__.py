"""A course that comes back from Studio: unpacked with care, placed in the tree, and what has no place reported."""
