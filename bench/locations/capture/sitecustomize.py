"""Makes any Python program write all of its log records, with their place, to $LOCATIONS_LOG."""

import logging
import os
import sys

# Functions of these only pass messages on; the statement that made one is further out.
WRAPPERS = ("/logging/__init__.py", "/sphinx/util/logging.py", "/pip/_internal/utils/_log.py",
            "/pip/_internal/utils/misc.py", "/twisted/logger/_legacy.py", "/twisted/python/log.py")

wanted = logging.Logger.callHandlers
enabled = logging.Logger.isEnabledFor
formatter = logging.Formatter(
    "\x1e%(asctime)s %(levelname)s %(name)s [%(place)s] %(message)s")


def place():
    frame = sys._getframe(2)
    while frame.f_back and frame.f_code.co_filename.endswith(WRAPPERS):
        frame = frame.f_back
    return "%s:%d" % (frame.f_code.co_filename, frame.f_lineno)


def call_handlers(self, record):
    record.place = place()
    with open(os.environ["LOCATIONS_LOG"], "a", encoding="utf-8", errors="replace") as file:
        file.write(formatter.format(record) + "\n")
    if enabled(self, record.levelno):
        wanted(self, record)


logging.Logger.callHandlers = call_handlers
logging.Logger.isEnabledFor = lambda self, level: True
