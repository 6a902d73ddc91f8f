"""Files made into what another channel takes: told by their content, converted beside the loop, within limits."""
