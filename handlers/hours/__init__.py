"""When the shop's people are there: opening hours, holidays, and who is on duty."""
