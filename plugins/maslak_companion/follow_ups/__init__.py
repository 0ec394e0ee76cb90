"""Follow-ups: what the school notes about a placement besides its missions: hours and absences, visits, and the defence."""
