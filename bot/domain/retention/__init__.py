"""For how long every kind of row is kept, and what takes it away."""
