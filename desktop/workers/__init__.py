"""What runs beside the window: the inference thread and the training child process."""
