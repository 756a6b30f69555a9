"""How much of anybody's attention Rounds takes by itself: one budget for each person and week."""
