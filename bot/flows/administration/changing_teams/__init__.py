"""Changes of teams that are more than an entry of a file: posts without an id, one team into several."""
