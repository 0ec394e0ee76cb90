"""Devices: applications that a learner signed in with, each with a token of its own that can be ended alone."""
