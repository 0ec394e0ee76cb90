"""Learners form their teams themselves: within their own group, up to the project's size, until a date, before anything is handed in."""
