"""Statements that more than one repository asks, or that are long enough for a place of their own."""
