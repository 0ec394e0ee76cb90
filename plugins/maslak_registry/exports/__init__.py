"""Records as files for people: Excel, and CSV that a spreadsheet opens right."""
