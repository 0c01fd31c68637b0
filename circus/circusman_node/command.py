"""What our commands have in common: they work in a thread, off circusd's loop, and answer every error in one sentence."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

from circus import logger
from circus.commands import errors
from circus.exc import MessageError
from tornado.concurrent import Future
from tornado.ioloop import IOLoop

from circusman_node.errors import NodeError
from circusman_node.node import Node, current_node

Reply = dict[str, Any]
Properties = dict[str, Any]

_THREADS = ThreadPoolExecutor(max_workers=8, thread_name_prefix="circusman")

_TYPE_NAMES = {str: "a string", bool: "true or false", int: "a whole number", float: "a number", list: "a list", dict: "an object"}


class ThreadCommand:
    """To derive a command from, before circus's own `Command`: `class Health(ThreadCommand, Command)`.

    A command says what it takes, checks in `prepare` what only circusd's loop can tell, and works in `answer`.
    """

    name: ClassVar[str]
    #: The types of the properties that must be there and of those that may be.
    required: ClassVar[dict[str, type]] = {}
    optional: ClassVar[dict[str, type]] = {}

    def validate(self, properties: Properties) -> None:
        """MessageError, which circus answers with errno 3, for whatever is not as declared."""
        if not isinstance(properties, dict):
            raise MessageError(f"the properties of {self.name} are no object")
        if properties.get("waiting") is not True:
            raise MessageError(f"{self.name} needs the property 'waiting': true, as its answer would be lost without it")
        for name, kind in self.required.items():
            if name not in properties:
                raise MessageError(f"{self.name} needs the property {name!r}, {_TYPE_NAMES[kind]}")
        for name, value in properties.items():
            if name == "waiting":
                continue
            kind = self.required.get(name) or self.optional.get(name)
            if kind is None:
                raise MessageError(f"{self.name} has no property {name!r}")
            if not _is(value, kind):
                raise MessageError(f"the property {name!r} of {self.name} must be {_TYPE_NAMES[kind]}")

    def execute(self, _arbiter: object, properties: Properties) -> Future | Reply:
        """Called by circus in its loop."""
        node = current_node()
        request = {name: value for name, value in properties.items() if name != "waiting"}
        try:
            self.prepare(node, request)
        except Exception as error:  # a command's edge: circus would answer the whole request and a traceback
            return self._refusal(error)
        return IOLoop.current().run_in_executor(_THREADS, self._answer, node, request)

    def prepare(self, node: Node, request: Properties) -> None:
        """Checks in circusd's loop, so that no start comes in between; must take no time. Raises NodeError."""

    def answer(self, node: Node, request: Properties) -> Reply:
        """The answer, from a thread; raises NodeError."""
        raise NotImplementedError

    def _answer(self, node: Node, request: Properties) -> Reply:
        try:
            return self.answer(node, request)
        except Exception as error:  # a command's edge: the client would get a bare "server error"
            return self._refusal(error)

    def _refusal(self, error: Exception) -> Reply:
        if not isinstance(error, NodeError):
            logger.exception("%s failed", self.name, exc_info=error)
        return refusal(error)


def refusal(error: Exception) -> Reply:
    """An error as circus would answer it."""
    text = " ".join(str(error).split())
    reason = error.reason if isinstance(error, NodeError) else f"{type(error).__name__}: {text}"
    return {"status": "error", "reason": reason, "tb": None, "errno": errors.MESSAGE_ERROR}


def _is(value: object, kind: type) -> bool:
    """As JSON has it: true is no number, and a whole number is a number."""
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is kind
