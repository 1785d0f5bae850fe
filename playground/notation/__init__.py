"""The course's notation: an equation is written once, for the screen, for reports and for the clipboard."""
