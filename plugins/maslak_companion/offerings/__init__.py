"""Offerings: programmes, periods, groups, course offerings and the enrolments that open them."""
