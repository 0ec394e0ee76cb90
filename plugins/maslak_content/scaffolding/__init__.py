"""The beginnings of units, items and labs, which already pass the check."""
