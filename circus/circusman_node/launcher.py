"""Runs circusd. A demo or a test asks for more: a circusd that never outlives its owner."""

import argparse
import sys

from circusman_node import ending


def main() -> None:
    """circusman-node [options] INI [circusd's own options]"""
    parser = argparse.ArgumentParser(prog="circusman-node", description="Run circusd.", epilog="Other options are circusd's.")
    parser.add_argument("--watch-fd", type=int, metavar="N", help="end when this pipe, which the owner holds open, is closed")
    parser.add_argument("--scratch", metavar="FOLDER", help="a folder to remove at the end; with --watch-fd")
    parser.add_argument(
        "--end-children",
        action="store_true",
        help="however circusd ends, its processes end with it (Linux only; it would take a node's databases down)",
    )
    options, arguments = parser.parse_known_args()
    if options.watch_fd is not None:
        ending.end_with_owner(options.watch_fd, options.scratch)

    from circus import circusd  # takes half a second, in which an owner may end

    if options.end_children:
        ending.end_children_with_circusd()
    sys.argv = ["circusd", *arguments]
    circusd.main()
