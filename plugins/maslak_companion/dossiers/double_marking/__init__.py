"""Double marking: two colleagues judge a round without seeing one another, and what its team reads is what both, or a third, settled on."""
