"""The lab: data of the learner's own, worked on with any tool, answered here and marked on the server."""
