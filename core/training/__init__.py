"""From sentence pairs to a model: the step, the loop, and the run directory."""
