"""Changing the programme and the people, turning a change back, and reading who did what."""
