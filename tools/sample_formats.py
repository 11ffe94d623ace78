"""How each system of the sample shop prints a log line.

Used by make_samples.py, which knows what happens; this module knows what it looks like. Times are
integer microseconds since the start of the sampled hour, 2026-04-20T14:00:00Z.
"""

import calendar
import gzip
import heapq
import json
import random

SECOND = 1_000_000
HOUR_START = calendar.timegm((2026, 4, 20, 14, 0, 0))
DAY = "2026-04-20"


class Dice:
    """Every random choice, built on random() alone: the one method of random.Random whose sequence
    Python promises to keep from version to version."""

    def __init__(self, seed):
        self._unit = random.Random(seed).random

    def unit(self):
        return self._unit()

    def number(self, low, high):
        """An integer of low..high, both included."""
        return low + int(self._unit() * (high - low + 1))

    def pick(self, choices):
        return choices[int(self._unit() * len(choices))]

    def chance(self, probability):
        return self._unit() < probability

    def count(self, rate):
        """How many events of this rate fall into one unit of time."""
        return int(rate + self._unit())

    def hex(self, digits):
        if digits > 12:  # a unit number has 53 random bits
            return self.hex(12) + self.hex(digits - 12)
        return "%0*x" % (digits, int(self._unit() * 16 ** digits))

    def uuid(self):
        return "%s-%s-4%s-%x%s-%s" % (self.hex(8), self.hex(4), self.hex(3), self.number(8, 11),
                                      self.hex(3), self.hex(12))

    def letters(self, length, alphabet="bcdfghjklmnpqrstvwxz2456789"):
        return "".join(self.pick(alphabet) for _ in range(length))

    def skewed(self, low, high):
        """A duration-like number: mostly near low, seldom near high."""
        x = self._unit()
        return low + (high - low) * x * x * x


def clock(time_us):
    """HH:MM:SS of a time in the sampled hour (or shortly after it)."""
    second = time_us // SECOND
    return "%02d:%02d:%02d" % (14 + second // 3600, second // 60 % 60, second % 60)


def millis(time_us):
    return time_us // 1000 % 1000


def rfc3339(time_us, digits=3):
    fraction = "%06d000" % (time_us % SECOND)
    return "%sT%s.%sZ" % (DAY, clock(time_us), fraction[:digits])


class LogFile:
    """One output file. Events may be emitted ahead of time; they are written in order of time once
    the simulation has passed them, so memory stays bounded at any scale. Multi-line events stay in
    one piece."""

    def __init__(self, path, name, service, form, compress=False):
        self.name, self.service, self.form = name, service, form
        self.lines = self.bytes = 0
        self.marks = {}
        self._pending = []
        self._sequence = 0
        raw = open(path, "wb")
        # No name and no time in the gzip header: the same bytes in every run.
        self._out = gzip.GzipFile("", "wb", 9, raw, mtime=0) if compress else raw
        self._raw = raw

    def emit(self, time_us, text, mark=None):
        self._sequence += 1
        heapq.heappush(self._pending, (time_us, self._sequence, text, mark))

    def flush(self, until_us):
        while self._pending and self._pending[0][0] < until_us:
            time_us, _, text, mark = heapq.heappop(self._pending)
            if mark and mark not in self.marks:
                self.marks[mark] = {"file": self.name, "line": self.lines + 1,
                                    "time": rfc3339(time_us), "text": text.split("\n", 1)[0]}
            data = (text + "\n").encode()
            self.lines += text.count("\n") + 1
            self.bytes += len(data)
            self._out.write(data)

    def close(self):
        self._out.close()
        self._raw.close()


class SpringLog(LogFile):
    """Spring Boot 3 with logback's default console pattern."""

    def line(self, time, level, thread, logger, message, mark=None):
        self.emit(time, "%s %5s 1 --- [payment-service] [%15s] %-40s : %s"
                  % (rfc3339(time), level, thread[-15:], logger, message), mark)


class ZapLog(LogFile):
    """Go's zap, production config with ISO 8601 times: one JSON object a line."""

    def line(self, time, level, caller, message, mark=None, **fields):
        self.emit(time, json.dumps({"level": level, "ts": rfc3339(time), "caller": caller,
                                    "msg": message, "service": "checkout-api", **fields},
                                   separators=(",", ":")), mark)


class PostgresLog(LogFile):
    """stderr with log_line_prefix = '%m [%p] %q%u@%d '."""

    def line(self, time, pid, session, parts, mark=None):
        """parts: (severity, text) of the message and its DETAIL, HINT, CONTEXT, STATEMENT."""
        prefix = "%s %s.%03d UTC [%d] %s" % (DAY, clock(time), millis(time), pid,
                                             session + " " if session else "")
        self.emit(time, "\n".join("%s%s:  %s" % (prefix, severity, text)
                                  for severity, text in parts), mark)


class AccessLog(LogFile):
    """The combined format of nginx."""

    def line(self, time, client, request, status, size, referrer, agent, mark=None):
        self.emit(time, '%s - - [20/Apr/2026:%s +0000] "%s" %d %d "%s" "%s"'
                  % (client, clock(time), request, status, size, referrer, agent), mark)


class NginxErrorLog(LogFile):
    def line(self, time, level, worker, connection, message, mark=None):
        self.emit(time, "2026/04/20 %s [%s] %d#%d: *%d %s"
                  % (clock(time), level, worker, worker, connection, message), mark)


class PythonLog(LogFile):
    """logging.Formatter("%(asctime)s %(levelname)s [%(name)s] %(message)s")."""

    def line(self, time, level, logger, message, mark=None):
        self.emit(time, "%s %s,%03d %s [%s] %s"
                  % (DAY, clock(time), millis(time), level, logger, message), mark)


class LogfmtLog(LogFile):
    def line(self, time, level, message, mark=None, **fields):
        pairs = " ".join("%s=%s" % (key, quote_logfmt(value)) for key, value in fields.items())
        self.emit(time, 'time=%s level=%s msg="%s" %s' % (rfc3339(time), level, message, pairs),
                  mark)


def quote_logfmt(value):
    text = str(value)
    if text and not any(c in text for c in ' ="'):
        return text
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


class CriLog(LogFile):
    """A container's log as containerd writes it below /var/log/pods: time, stream, P(artial) or
    F(ull), text; a text over 16 KiB is cut into partial lines. Inside: Go's klog, structured."""

    CHUNK = 16384

    def line(self, time, severity, place, message, mark=None, **fields):
        pairs = "".join(" %s=%s" % (key, json.dumps(value) if isinstance(value, str) else value)
                        for key, value in fields.items())
        self.raw(time, "stderr", "%s0420 %s.%06d       1 %s] \"%s\"%s"
                 % (severity, clock(time), time % SECOND, place, message, pairs), mark)

    def raw(self, time, stream, text, mark=None):
        # A fixed scramble of the microseconds stands for the nanoseconds.
        stamp = "%s%03dZ" % (rfc3339(time, 6)[:-1], time * 7919 % 1000)
        chunks = [text[i:i + self.CHUNK] for i in range(0, len(text), self.CHUNK)] or [""]
        self.emit(time, "\n".join("%s %s %s %s" % (stamp, stream, "PF"[i == len(chunks) - 1], chunk)
                                  for i, chunk in enumerate(chunks)), mark)


class Syslog(LogFile):
    """A node's /var/log/syslog in the traditional form: no year, no fraction."""

    def line(self, time, program, message, mark=None):
        self.emit(time, "Apr 20 %s node-2 %s: %s" % (clock(time), program, message), mark)

    def klog(self, time, severity, place, message, mark=None):
        self.line(time, "kubelet[1180]", "%s0420 %s.%06d    1180 %s] %s"
                  % (severity, clock(time), time % SECOND, place, message), mark)

    def containerd(self, time, level, message, mark=None):
        self.line(time, "containerd[812]", 'time="%s" level=%s msg="%s"'
                  % (rfc3339(time, 9), level, message), mark)


class RedisLog(LogFile):
    def line(self, time, role, sign, message, mark=None):
        self.emit(time, "%s 20 Apr 2026 %s.%03d %s %s"
                  % (role, clock(time), millis(time), sign, message), mark)
