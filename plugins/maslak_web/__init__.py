"""Flask and SQLAlchemy glue that both services share, without a business noun."""
