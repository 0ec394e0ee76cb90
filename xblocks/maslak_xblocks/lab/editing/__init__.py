"""The lab while it is being edited."""
