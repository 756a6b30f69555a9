"""Erasing somebody: what goes, and under which meaningless number that stays which sums stand on."""
