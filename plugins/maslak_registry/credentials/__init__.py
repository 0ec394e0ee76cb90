"""An index of the credentials that institutions issued and revoked."""
