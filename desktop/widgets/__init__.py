"""Reusable widgets: they are given data and say what was done to them; they know no controller."""
