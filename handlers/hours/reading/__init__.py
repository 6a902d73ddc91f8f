"""From the nodes of hours.yaml to opening hours. Every mistake is complained of, and left out."""
