"""Pictures: added to a course by its authors at the school, shown in drafts, and released with the texts that refer to them."""
