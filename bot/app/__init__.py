"""The composition root: the only package that builds the object graph, and the loops that keep one process going."""
