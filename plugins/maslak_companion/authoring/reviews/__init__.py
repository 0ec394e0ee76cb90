"""Reviews: what differs, what the rules of the course say, and what a colleague decides."""
