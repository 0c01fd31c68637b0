"""Where the nodes and servers of a test listen: no other test of this machine does."""

import itertools
import socket
from collections.abc import Iterator
from contextlib import contextmanager

# 200 and above are for what a test names itself.
_hosts = itertools.cycle(range(1, 200))


@contextmanager
def claimed_address(network: str) -> Iterator[str]:
    """The next address of a network such as "127.0.83" that no other test of this machine has."""
    while True:
        address = f"{network}.{next(_hosts)}"
        with socket.socket() as claim:
            try:
                claim.bind((address, 5554))
            except OSError:
                continue
            yield address
            return


#: The first port of each block of ten on an address that all tests share; those of the other tests begin at 15,000.
_blocks = itertools.cycle(range(14_000, 15_000, 10))


@contextmanager
def claimed_ports(address: str) -> Iterator[int]:
    """The first of nine ports on an address that all tests share, such as ::1, that no other test of this machine has."""
    while True:
        block = next(_blocks)
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as claim:
            try:
                claim.bind((address, block))
            except OSError:
                continue
            yield block + 1
            return


def endpoint_at(address: str, port: int) -> str:
    """As an ini has it."""
    return f"tcp://{f'[{address}]' if ':' in address else address}:{port}"
