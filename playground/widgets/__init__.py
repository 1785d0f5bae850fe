"""Small reusable widgets: each does one thing, names itself, and wears the theme it is given."""
