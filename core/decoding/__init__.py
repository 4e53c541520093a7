"""Turning a model into translations: greedy, beam, sampling, and one step at a time."""
