"""Papers: what a company tutor without telephone or mail signs by hand, and the scan that comes back."""
