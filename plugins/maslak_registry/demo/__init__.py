"""A small national demo: institutions, registrars and one program, all marked as demo."""
