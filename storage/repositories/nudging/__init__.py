"""Attention and nudges."""
