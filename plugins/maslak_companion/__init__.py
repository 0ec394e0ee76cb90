"""The companion: one Flask service per institution, where learners learn and registrars close results."""
