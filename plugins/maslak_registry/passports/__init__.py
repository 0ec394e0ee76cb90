"""What a learner earned everywhere, for the institution that signed them in."""
