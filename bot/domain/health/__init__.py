"""How the machine is: its parts, what can be wrong with each, and who is told it in which words."""
