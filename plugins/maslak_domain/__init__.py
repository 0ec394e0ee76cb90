"""The rules of Maslak, pure: no framework, no clock, no network, no environment."""
