"""The staff side: what members of the desk write and press, who has a conversation, and how it is routed."""
