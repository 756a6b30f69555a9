"""What people wrote, as it was told."""
