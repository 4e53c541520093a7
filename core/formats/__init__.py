"""What models look like on the disk."""
