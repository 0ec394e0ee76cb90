"""Flask and SQLAlchemy glue shared by Maslak's services.

This floor holds no business noun: it knows sessions, accounts, signatures, languages and the look of a page, never a badge or a result.
"""
