"""Text to ids, and text to sentences."""
