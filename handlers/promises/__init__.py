"""What contacts are promised to have in time: clocks that count opening hours, and staff who are reminded."""
