"""Open Badges 3.0 credentials on the VC 2.0 data model: compose, sign, verify."""
