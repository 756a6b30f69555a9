"""A list of people from the hospital's own files: held between two pages, compared with the list, and saved."""
