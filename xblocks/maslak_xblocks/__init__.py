"""The Maslak XBlocks: what students touch all day, in Arabic, French and English."""
