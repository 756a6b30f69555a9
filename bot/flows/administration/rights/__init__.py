"""What a hospital does with somebody's data because they may ask for it."""
