"""Who a learner of an institution is across institutions."""
