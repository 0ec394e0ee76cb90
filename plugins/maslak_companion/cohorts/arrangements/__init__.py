"""The page of an offering on which arrangements are given, changed and withdrawn."""
