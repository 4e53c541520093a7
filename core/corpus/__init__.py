"""Sentence pairs: read, cleaned, split and cut into batches."""
