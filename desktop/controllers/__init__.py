"""State, signals and slots; no widgets."""
