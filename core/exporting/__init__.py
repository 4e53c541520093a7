"""Models given back: in the layouts that others read, and as one file."""
