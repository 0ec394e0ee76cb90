"""Open Badges 3.0 on Verifiable Credentials 2.0: compose, sign, verify, revoke, draw. Pure: what it needs from outside is passed in."""
