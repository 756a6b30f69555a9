"""Administration from a chat, and what administrators are told there without asking."""
