"""What those who run Rounds do, and have done."""
