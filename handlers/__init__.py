"""What the desk does and says. Knows no platform; imports only `storage`."""
