"""The companion's tables over time: numbered versions, one head."""
