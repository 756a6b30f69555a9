"""Inviting many: who has which invitation, and codes for all of a unit at once, each seen only then."""
