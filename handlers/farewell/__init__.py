"""How a visit and a conversation end: one place, whoever ends it; what is said then, and what silence does."""
