"""The desktop application: everything that a person sees, over the engine."""
