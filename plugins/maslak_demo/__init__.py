"""The national demo on one machine: makes homes and keys, seeds, and runs every process."""
