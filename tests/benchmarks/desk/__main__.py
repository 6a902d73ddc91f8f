"""`python -m tests.benchmarks.desk`: how long customers wait for a busy desk, and whether every message came once."""

import argparse
import asyncio
import sys
from dataclasses import replace
from typing import get_args

from bots.sandbox.platforms import DeskName
from tests.benchmarks.desk.soak import Load, soaked


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.desk", description=__doc__)
    parser.add_argument("--desk", action="append", choices=get_args(DeskName), help="only this one (may be repeated)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--conversations", type=int, default=200)
    parser.add_argument("--agents", type=int, default=20)
    parser.add_argument("--teams", type=int, default=4, choices=range(1, 5), help="groups of the desk")
    parser.add_argument("--messages", type=int, default=8, help="of each customer")
    parser.add_argument("--pause", type=float, default=240.0, help="seconds between two of them, on average")
    parser.add_argument("--arrivals", type=float, default=600.0, help="seconds in which all customers come")
    parser.add_argument("--flood", type=int, default=60, help="messages of one customer a second apart")
    return parser.parse_args()


def main() -> None:
    chosen = vars(parsed())
    desks = chosen.pop("desk") or get_args(DeskName)
    load = Load(desk="telegram", **chosen)
    ended = 0
    for desk in desks:
        figures, wrong = asyncio.run(soaked(replace(load, desk=desk)))
        sys.stdout.write(f"{figures}\n" + "".join(f"  WRONG: {each}\n" for each in wrong))
        ended = ended or int(bool(wrong))
    sys.exit(ended)


if __name__ == "__main__":
    main()
