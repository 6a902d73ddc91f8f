"""What the desk owes contacts who were not content: seen to by somebody, by a time, and ended one way or the other."""
