"""What a client of its own reads: the course and its blocks as JSON, whose types are the contract."""
