"""The rota at the desk: shown, exchanged between colleagues, and kept to."""
