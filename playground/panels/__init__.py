"""The panels: they show frames and send edits up; they compute nothing and know nothing of each other."""
