"""Progress: evidence of what a learner showed, and the ratings that follow from it."""
