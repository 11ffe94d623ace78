"""Takes the source locations out of logs: they are the truth, the messages beside them the task.

`read(name, file)` yields one Record a message that has a location; SYSTEMS has a row a system. A row
is either a pattern with the groups `location` and `message`, matched on each line, or a function that
takes numbered lines. A message is what the program's statement printed, less time, level, process,
thread and object before it; of a message of several lines the first counts.
"""

import collections
import difflib
import re

Record = collections.namedtuple("Record", "line location message")

COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
WORD = re.compile(r"[^\W\d_]{2,}")
TOKEN = re.compile(r"\w+|[^\w\s]")
NUMBER = re.compile(r"0[xX][0-9a-fA-F]+|\d+")
MESSAGES_MAX = 50


def postgresql(lines):
    """The message comes first, after detail, hint and statement its LOCATION, by process."""
    line_of = re.compile(r"[-\d]+ [:.\d]+ \S+ \[(\d+)\] (?:\S+ )?([A-Z0-9]+):  (.*)")
    waiting = {}
    for number, line in lines:
        found = line_of.match(line)
        if not found:
            continue
        process, kind, text = found.groups()
        if kind == "LOCATION":
            if process in waiting:
                first, message = waiting.pop(process)
                yield Record(first, text.rpartition(", ")[2], message)
        elif kind not in ("DETAIL", "HINT", "QUERY", "CONTEXT", "STATEMENT", "BACKTRACE"):
            # With verbose errors the SQLSTATE stands before the message.
            waiting[process] = number, re.sub(r"^[0-9A-Z]{5}: ", "", text)


def samba(lines):
    """A head with the location in its own line, the message below, indented."""
    head = re.compile(r"\[\d{4}/\S+ \S+,\s*\d+.*?\] (\S+:\d+)\((?:\w+)\)$")
    location = None
    for number, line in lines:
        found = head.match(line)
        if found:
            location = re.sub(r"^(?:\.\./)+", "", found.group(1))
        elif location:
            yield Record(number, location, line)
            location = None


def python(lines):
    """\\x1e starts a record, so that later lines of a message are told from the next one."""
    head = re.compile(r"\x1e\S+ \S+ \w+ \S+ \[(.*?:\d+)\] (.*)")
    for number, line in lines:
        found = head.match(line)
        if found:
            path, _, row = found.group(1).rpartition(":")
            yield Record(number, "/".join(path.split("/")[-3:]) + ":" + row, found.group(2))


SYSTEMS = {
    "postgresql": postgresql,
    "samba": samba,
    "python": python,
    "gstreamer": r"\d+:\d\d:\d\d\.\d{9}\s+\d+ +0x[0-9a-f]+ [A-Z]+ +\S+ "
                 r"(?P<location>[^: ]+:\d+):[^:]*:(?:<[^>]*>)? (?P<message>.*)",
    "systemd": r"(?P<location>[\w./-]+\.[ch]:\d+): (?P<message>.*)",
    "kubectl": r"[IWEF]\d{4} [:.\d]+ +\d+ (?P<location>[\w.-]+\.go:\d+)\] (?P<message>.*)",
    "git": r"[\d:.]+ (?P<location>[\w./-]+\.c:\d+) +(?P<message>.*)",
    "squid": r"\S+ [\d:.]+(?: kid\d+)?\| \d+,\d+\| (?P<location>[\w./-]+\(\d+\)) \S+: (?P<message>.*)",
    "chromium": r"\[\d+:\d+:\d{4}/\d{6}\.\d+:[A-Z]+\d*:(?P<location>[^()\s]+[:(]\d+)\)?\] "
                r"(?P<message>.*)",
    "prometheus": r"ts=\S+ caller=(?P<location>\S+) level=\w+ (?P<message>.*)",
    "openssh": r"(?:debug\d: )?(?P<location>[\w-]+\.c:\w+\(?\)?:\d+)(?: \([^)]*\))?: "
               r"(?:debug\d: )?(?P<message>.*)",
    "kafka": r"\[[-\d]+ [:.,\d]+\] [A-Z]+ \[(?P<location>[\w.$?]+:\d+)\] (?P<message>.*)",
}


def read(name, file):
    """Records of the log of a system, in the order of their lines."""
    numbered = ((number, COLOUR.sub("", line.rstrip("\r\n"))) for number, line in enumerate(file, 1))
    row = SYSTEMS[name]
    if callable(row):
        records = row(numbered)
    else:
        pattern = re.compile(row)
        matches = ((number, pattern.match(line)) for number, line in numbered)
        records = (Record(number, found["location"], found["message"])
                   for number, found in matches if found)
    for record in records:
        message = record.message.strip()
        if message:
            yield record._replace(message=message)


def wrappers(records):
    """Locations that print whole texts made elsewhere: no word is in all of their messages.

    It asks nothing of a miner, only whether two words of letters in a row ever differ everywhere.
    """
    common = {}
    for record in records:
        words = set(WORD.findall(record.message))
        common[record.location] = common.get(record.location, words) & words
    distinct = collections.defaultdict(set)
    for record in records:
        if len(distinct[record.location]) < 2:
            distinct[record.location].add(record.message)
    return {location for location, words in common.items()
            if not words and len(distinct[location]) > 1}


def constants(records):
    """Location -> tokens that all its messages have in order, of those with a word in them.

    Of a location only the first MESSAGES_MAX different messages are looked at.
    """
    seen = collections.defaultdict(set)
    common = {}
    for record in records:
        known = seen[record.location]
        if record.message in known or len(known) >= MESSAGES_MAX:
            continue
        known.add(record.message)
        tokens = TOKEN.findall(record.message)
        before = common.get(record.location, tokens)
        blocks = difflib.SequenceMatcher(None, before, tokens, False).get_matching_blocks()
        common[record.location] = [t for block in blocks
                                   for t in before[block.a:block.a + block.size]]
    return {location: tuple(tokens) for location, tokens in common.items()
            if len(seen[location]) > 1 and any(map(WORD.match, tokens))}


def twins(records):
    """Location -> name of the set of locations that it cannot be told from.

    Two statements that print the same text, numbers aside, are one template to whoever sees only
    messages ("out of memory" at twenty places), and so are two whose constant text is the same.
    """
    parent = {}

    def root(location):
        while parent.setdefault(location, location) != location:
            location = parent[location]
        return location

    def join(location, other):
        one, other = sorted((root(location), root(other)))
        parent[other] = one

    first = {}
    for record in records:
        join(record.location, first.setdefault(NUMBER.sub("0", record.message), record.location))
    first = {}
    for location, tokens in constants(records).items():
        join(location, first.setdefault(tokens, location))
    members = collections.defaultdict(list)
    for location in sorted(parent):
        members[root(location)].append(location)
    return {location: " = ".join(members[root(location)]) for location in parent}


def thin(records, location_lines_max):
    """At most so many records a location, evenly spread over the log. 0: all."""
    if not location_lines_max:
        return records
    total = collections.Counter(record.location for record in records)
    seen = collections.Counter()
    kept = []
    for record in records:
        count, index = total[record.location], seen[record.location]
        seen[record.location] += 1
        share = min(location_lines_max, count)
        if (index + 1) * share // count > index * share // count:
            kept.append(record)
    return kept


def truth_rows(records, location_lines_max):
    """Rows of NAME.truth.csv. Lines of wrappers have no EventTemplate: read, but not scored."""
    without = wrappers(records)
    names = twins([record for record in records if record.location not in without])
    ids = {}
    for record in thin(records, location_lines_max):
        template = names.get(record.location, "")
        event = ids.setdefault(template, "E%d" % (len(ids) + 1)) if template else ""
        yield {"LineId": record.line, "Location": record.location, "Content": record.message,
               "EventId": event, "EventTemplate": template}
