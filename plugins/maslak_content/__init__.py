"""The tools of those who write courses: check, build, import, preview, count and scaffold."""
