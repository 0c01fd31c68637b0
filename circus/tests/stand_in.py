"""Stands in for a service in the tests; it ends by itself after two minutes, whatever becomes of the test.

--serve ADDRESS:PORT, or [ADDRESS]:PORT for IPv6: answers HTTP with 200 while there is a file `ready` in its working folder, else with 404;
says so and hangs when the port is taken. --deaf: ends on SIGKILL only. --child: starts a stand-in below itself; --child-serve: one that
serves. --say TEXT: a line of output first.
--hold FILE: keeps it open. --exit CODE: ends at once.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

LIFETIME = 120


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if os.path.exists("ready") else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


parser = argparse.ArgumentParser()
parser.add_argument("--serve")
parser.add_argument("--say", action="append", default=[])
parser.add_argument("--deaf", action="store_true")
parser.add_argument("--child", action="store_true")
parser.add_argument("--child-serve")
parser.add_argument("--hold")
parser.add_argument("--exit", type=int)
options = parser.parse_args()

signal.alarm(LIFETIME)
for line in options.say:
    print(line, flush=True)
if options.exit is not None:
    sys.exit(options.exit)
if options.deaf:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if options.child:
    subprocess.Popen([sys.executable, "-S", __file__])
if options.child_serve:
    subprocess.Popen([sys.executable, "-S", __file__, "--serve", options.child_serve])
held = open(options.hold) if options.hold else None
if options.serve:
    host, _, port = options.serve.rpartition(":")
    HTTPServer.address_family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    try:
        HTTPServer((host.strip("[]"), int(port)), Answers).serve_forever()
    except OSError:
        print(f"[FATAL] port {port} is in use", flush=True)
time.sleep(LIFETIME)
