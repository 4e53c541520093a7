"""Pages: they take their controllers, render and forward; they hold no state."""
