"""People's own calendars: fetched from where their link leads, and read."""
