"""Runs circusd with our commands. A demo or a test asks for more: a circusd that never outlives its owner."""

import argparse
import os
import sys
import time
from pathlib import Path

from circusman_node import ending

#: circusd's own options, which are passed on: with a value, and without.
_WITH_VALUE = ("--log-level", "--log-output", "--logger-config", "--pidfile")
_WITHOUT = ("--daemon", "--version")

#: Seconds until a thread of our commands makes way for circusd's loop, which has to get its turn several times for one message.
_TURN = 0.0005


def main() -> None:
    """circusman-node [options] INI [circusd's own options]"""
    options = _options()
    if options.watch_fd is not None:
        ending.end_with_owner(options.watch_fd, options.scratch)

    from circus import circusd  # takes half a second, in which an owner may end

    arguments = ["circusd", *_passed_on(options)]
    if not options.version:
        arguments.append(str(options.ini))
        _prepare(options)
    if options.end_children:
        ending.end_children_with_circusd()
    sys.argv = arguments
    try:
        circusd.main()
    finally:
        _close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="circusman-node", description="Run circusd, with the commands of circusman.")
    parser.add_argument("ini", nargs="?", metavar="INI", help="circus's configuration file")
    parser.add_argument("--config", metavar="INI", help="the same, as an option")
    parser.add_argument("--check", action="store_true", help="say what is wrong with the configuration, services and folders, and end")
    parser.add_argument("--node-config", metavar="FILE", help="what holds for this node alone (/etc/circusman/node.toml)")
    parser.add_argument("--state", metavar="FOLDER", help="what the node must know again after its end (/var/lib/circusman-node)")
    parser.add_argument("--watch-fd", type=int, metavar="N", help="end when this pipe, which the owner holds open, is closed")
    parser.add_argument("--scratch", metavar="FOLDER", help="a folder to remove at the end; with --watch-fd; the state is kept in it, too")
    parser.add_argument(
        "--end-children",
        action="store_true",
        help="however circusd ends, its processes end with it (Linux only; it would take a node's databases down)",
    )
    own = parser.add_argument_group("circusd's own options")
    for name in _WITH_VALUE:
        own.add_argument(name)
    for name in _WITHOUT:
        own.add_argument(name, action="store_true")
    options = parser.parse_args()
    given = {ini for ini in (options.config, options.ini) if ini is not None}
    if len(given) > 1:
        parser.error(f"two configuration files: {' and '.join(sorted(given))}")
    if not given and not options.version:
        parser.error("name a configuration file: circusman-node --config INI")
    options.ini = next((Path(ini) for ini in given), None)
    return options


def _passed_on(options: argparse.Namespace) -> list[str]:
    values = vars(options)
    arguments = [name for name in _WITHOUT if values[_key(name)]]
    for name in _WITH_VALUE:
        if values[_key(name)] is not None:
            arguments += [name, values[_key(name)]]
    return arguments


def _key(option: str) -> str:
    return option.removeprefix("--").replace("-", "_")


def _prepare(options: argparse.Namespace) -> None:
    """Makes the node and registers its commands; ends with a sentence for what is wrong, for `--check` in any case."""
    from circusman_node import arbiter, commands, node
    from circusman_node.catalog import services_of
    from circusman_node.check import check
    from circusman_node.errors import NodeError
    from circusman_node.node_file import load_node_file
    from circusman_node.state_folder import StateFolder, wanted_state_folder

    try:
        node_file = load_node_file(None if options.node_config is None else Path(options.node_config))
        if options.check:
            problems = check(options.ini, node_file)
            print("\n".join(problems or [f"{options.ini}: nothing wrong found"]))
            sys.exit(1 if problems else 0)
        services = services_of(options.ini, node_file)
        scratch = None if options.scratch is None else str(Path(options.scratch) / "state")
        state = StateFolder(wanted_state_folder(options.state or scratch, os.environ))
    except NodeError as error:
        sys.exit(f"circusman-node: {error.reason}")
    node.current = node.Node(None, options.ini.absolute(), node_file, state, services, time.time())
    sys.setswitchinterval(_TURN)
    arbiter.put_in_place()
    commands.register()


def _close() -> None:
    from circusman_node import node

    if node.current is not None:
        node.current.closing.set()


if __name__ == "__main__":
    main()
