"""The Transformer and what one does with it: no Qt, no engine."""
