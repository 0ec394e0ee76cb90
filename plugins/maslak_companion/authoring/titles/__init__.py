"""Titles in three languages: a chapter's, its units' and its pages', changed, reviewed and released together."""
