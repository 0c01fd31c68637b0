"""Becomes a daemon as the books have it: two forks, a session of its own. Its pid is then in the file that it is given."""

import os
import sys

if os.fork():
    os._exit(0)
os.setsid()
if os.fork():
    os._exit(0)
with open(sys.argv[1] + ".new", "w") as file:
    file.write(str(os.getpid()))
os.rename(sys.argv[1] + ".new", sys.argv[1])
os.execvp("sleep", ["sleep", "1000"])
