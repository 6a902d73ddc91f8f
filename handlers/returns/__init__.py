"""Return requests: the shop's policy, the customer's conversation, and what staff do with them."""
