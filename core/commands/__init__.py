"""The commands of `pellucid`, one module each: `run(args)` returns the exit code."""
