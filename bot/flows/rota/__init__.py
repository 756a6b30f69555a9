"""Shifts: taking them in, and keeping questions to them."""
