"""Nudges: small things to do this week, for champions; what is asked of leads and sponsors about flags and actions."""
