"""Models made elsewhere: read, checked, and kept in the native format."""
