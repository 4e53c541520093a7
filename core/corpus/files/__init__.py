"""The file formats of sentence pairs: a reader each, all streaming, all yielding units and problems."""
