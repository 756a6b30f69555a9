"""The numbers of advisory locks on PostgreSQL, all in one place so that no two mean the same lock.

A lock has one number, or two of which the second may be a hash. The job queue has 727304 for itself.
"""

MIGRATING = 727301
"""One migration or restore at a time, to the end of its transaction."""
FILING = 727302, 3
"""One process files the inbox, to the end of its transaction."""
ACCOUNT = 727302
"""With the hash of a channel: one worker leases deliveries of an account, to the end of its transaction."""
PLANNING = 727303
"""Alone, without a second number: one transaction plans questions or notes attention, to its end."""
NAMED = 727303
"""With the hash of a name: what a session holds alone, or several share."""
LOGGING = 727305
"""One transaction at a time adds to the log of administration or revises the programme, to its end."""
