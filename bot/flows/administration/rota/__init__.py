"""The hospital's rota, as those who run Rounds bring it."""
