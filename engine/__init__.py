"""The engine: the mathematics of the course in NumPy, without any window."""
