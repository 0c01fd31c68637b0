"""IPv6 for circus: its zmq sockets take no IPv6 address, so that a stock circusd cannot be bound to one."""

import os
from collections.abc import Callable
from functools import wraps
from typing import Any

import zmq


def allow_ipv6() -> None:
    """Has the sockets of this process bind and connect to IPv6 addresses, too.

    One that names none stays as it was: with zmq's option on, `tcp://*:5555` would mean all IPv6 addresses of the machine besides.
    """
    zmq.Socket.bind = _allowing(zmq.Socket.bind)
    zmq.Socket.connect = _allowing(zmq.Socket.connect)


def _allowing(attach: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(attach)
    def attach_by_ipv6(self: zmq.Socket[Any], addr: str | bytes) -> Any:  # a plugin of the user's may give bytes, and by its name
        if os.fsencode(addr).startswith(b"tcp://["):
            self.setsockopt(zmq.IPV6, 1)
        return attach(self, addr)

    return attach_by_ipv6
