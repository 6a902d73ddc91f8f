"""`python -m bots` is `kefu`."""

from bots.cli import main

main()
