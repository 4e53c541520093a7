"""The Qt application: views over controllers over workers."""
