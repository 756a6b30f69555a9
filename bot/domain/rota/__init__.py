"""Shifts: when somebody is at work, and so when a question may be put to them."""
