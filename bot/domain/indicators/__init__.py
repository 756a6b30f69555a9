"""Rolling indicators, control charts and the drift detector: pure functions over person-weeks.

Nothing is imported here: the modules that need numpy load it only when they are used.
"""
