"""A list of people from the hospital's own files: which column is what, and what it changes."""
