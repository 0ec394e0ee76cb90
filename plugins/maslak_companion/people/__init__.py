"""People: the learners of this institution, and what the registrar verified about them."""
