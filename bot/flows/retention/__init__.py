"""Whether what should be gone is gone."""
