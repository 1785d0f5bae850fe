"""Find any action: a few letters of what one wants to do, and Enter does it."""
