"""Where an answer is given: plain form fields for each way of asking, and the same fields once they are answered."""
