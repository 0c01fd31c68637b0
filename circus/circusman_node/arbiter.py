"""circus's arbiter, which also looks after what the node must do at its start and at a new configuration."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import circus.arbiter
import circus.circusd
import zmq
from circus import logger
from circus.arbiter import Arbiter
from circus.exc import ConflictError, MessageError
from circus.plugins import get_plugin_cmd
from tornado import gen
from tornado.ioloop import IOLoop

from circusman_node import log_stream
from circusman_node.catalog import services_of
from circusman_node.descent import THREADS
from circusman_node.errors import NodeError
from circusman_node.ini_file import IniFile
from circusman_node.ipv6 import allow_ipv6
from circusman_node.ledger import Started
from circusman_node.names import shared_names
from circusman_node.node import Node, current_node
from circusman_node.option_names import ignored_options, unknown_options
from circusman_node.orphans import end_orphans
from circusman_node.recovery import recover
from circusman_node.watcher import NodeWatcher, note_end

#: Watchers that circus makes for itself, as `statsd` and `httpd` ask for. What a killed circusd left of them holds their ports.
_HELPERS = ("circusd-stats", "circushttpd")

#: Seconds: until zmq has freed an endpoint, and until a helper is killed that was asked to end.
_FREED_WITHIN = 5.0
_HELPER_PATIENCE = 2.0


#: Seconds that what outlives the watchers' processes has to end by itself when circusd ends, and between two looks whether it has.
_GRACE = 5.0
_LOOK_AGAIN = 0.2


class NodeArbiter(Arbiter):
    """An arbiter whose watchers are ours."""

    #: Whether somebody waits for its end who is to be told what runs on; that, by watcher.
    is_asked_what_is_left = False
    left: dict[str, list[Started]]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.left = {}
        for watcher in self.watchers:
            if watcher.name == "circusd-stats":
                watcher.cmd = watcher.cmd.replace("from circus import stats;", "from circusman_node import statistics as stats;")

    @classmethod
    def load_from_config(cls, config_file: str, loop: Any = None) -> Arbiter:
        """As circus; called when circusd has become the process that it stays (`--daemon` forks), and at each of its restarts."""
        node = current_node()
        if node.arbiter is None:
            try:
                node.state.lock()
            except NodeError as error:
                raise SystemExit(f"circusman-node: {error.reason}") from None
            node.ledger.open()
            node.descent.look_if_due()  # no loop runs yet
            _end_old_helpers(node)
            for watcher in node.services:
                try:
                    recover(node.state, watcher)
                except NodeError as error:
                    logger.error("%s", error.reason)
        ini = IniFile(Path(config_file))
        for sentence in (*unknown_options(ini), *ignored_options(ini), *shared_names(ini)):
            logger.warning("%s", sentence)
        return super().load_from_config(config_file, loop)

    def initialize(self) -> None:
        """As circus: the watchers are known and about to be started."""
        node = current_node()
        if node.arbiter is None:
            super().initialize()
            self._warn_of_lost_orphans()
            node.descent.watch(node.closing)
            if node.sampler is not None:
                node.sampler.watch(node.closing)
            for watcher, service in node.services.items():
                node.removals.begin(watcher, service)
        else:
            self.ctrl.initialize = partial(_bind_when_free, self.ctrl.initialize)
            _bind_when_free(super().initialize)
        node.arbiter = self
        node.readiness.watch()

    def _warn_of_lost_orphans(self) -> None:
        """Of those that no watcher has, as the ini has lost it."""
        for name, orphans in current_node().left_behind([watcher.name for watcher in self.watchers]).items():
            for orphan in orphans:
                logger.warning("Orphan %s of %s, which is no watcher any more, still runs; adopt --kill %s ends it", orphan.pid, name, name)

    def reap_processes(self) -> None:
        """As circus, which waits for whatever has ended."""
        for watcher in self.watchers:
            for pid in list(watcher.processes):
                note_end(watcher.name, pid)
        super().reap_processes()

    def manage_watchers(self) -> Any:
        """As circus; a look at the processes that falls into a command is left out: circus would log a traceback for each."""
        try:
            return super().manage_watchers()
        except ConflictError:
            return None

    @gen.coroutine
    def _stop_watchers(self, *args: Any, **options: Any) -> Any:
        """As circus; before circusd ends it looks what runs on."""
        yield super()._stop_watchers(*args, **options)
        if self._stopping and self.is_asked_what_is_left:
            yield self._look_what_is_left()

    @gen.coroutine
    def _look_what_is_left(self) -> Any:
        node = current_node()
        deadline = time.monotonic() + _GRACE
        while True:
            yield IOLoop.current().run_in_executor(THREADS, node.descent.look)
            self.left = node.ledger.orphans()
            if not self.left or time.monotonic() > deadline:
                return
            yield gen.sleep(_LOOK_AGAIN)

    def add_watcher(self, name: str, cmd: str, **options: Any) -> Any:
        """As circus; who asks how the watchers are is told of it at once."""
        watcher = super().add_watcher(name, cmd, **options)
        current_node().noted()
        return watcher

    def rm_watcher(self, name: str, nostop: bool = False) -> Any:
        """As circus; what it leaves running are orphans: nobody would keep a second program off their data."""
        watcher = self.get_watcher(name)
        removed = super().rm_watcher(name, nostop)
        if nostop:
            current_node().ledger.abandon(watcher.name)
        current_node().noted()
        removed.add_done_callback(lambda _: current_node().noted())
        return removed

    def reload_from_config(self, config_file: str | None = None, inside_circusd: bool = False) -> Any:
        """As circus; a watcher that comes or changes may have a service, too."""
        node = current_node()
        before = node.services
        try:
            node.services = services_of(node.ini, node.node_file)
        except NodeError as error:
            raise MessageError(error.reason) from None
        try:
            reloaded = super().reload_from_config(config_file, inside_circusd)
        except ConflictError:
            node.services = before
            raise
        node.readiness.watch()
        node.noted()
        reloaded.add_done_callback(lambda _: node.noted())
        return reloaded


def _end_old_helpers(node: Node) -> None:
    for helper in _HELPERS:
        try:
            ended = end_orphans(node, helper, _HELPER_PATIENCE).pids
        except NodeError as error:
            logger.error("%s of a killed circusd runs on: %s", helper, error.reason)
        else:
            if ended:
                logger.info("Ended what a killed circusd left of %s: %s", helper, ", ".join(map(str, ended)))


def _bind_when_free(initialize: Callable[[], None]) -> None:
    """At a restart of circusd within itself: zmq frees the endpoints a little after they are closed, and circusd would end over it."""
    deadline = time.monotonic() + _FREED_WITHIN
    while True:
        try:
            return initialize()
        except zmq.ZMQError as error:
            if error.errno != zmq.EADDRINUSE or time.monotonic() > deadline:
                raise
            time.sleep(0.01)  # no loop runs between two arbiters


def _plugin_command(*arguments: Any, **options: Any) -> str:
    command: str = get_plugin_cmd(*arguments, **options)
    return command.replace("from circus import plugins;", "from circusman_node import plugins;")


def put_in_place() -> None:
    """Has circusd use our arbiter, watchers and streams, and IPv6."""
    allow_ipv6()
    log_stream.put_in_place()
    circus.arbiter.get_plugin_cmd = _plugin_command
    circus.circusd.Arbiter = NodeArbiter
    circus.arbiter.Watcher = NodeWatcher
