"""Data of one's own come into the window: the wizard for tables, and the ways that lead to it."""
