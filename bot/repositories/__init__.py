"""What storage offers the flows, by topic.

Repositories return domain values and never commit; every method may raise `StorageUnavailable`.
"""
