#include "mine/lexicon.h"

#include <ctype.h>
#include <stdlib.h>

enum { WORD_BYTES_MAX = 20 };

/* Sorted. Verbs in their base form; everything else as it is. Ambiguous ones that are common names
   of things ("host", "file", "user", "port", "process") are not here. */
static const char *const states[] = {
    "abandon",     "abort",      "absent",     "accept",      "acknowledge",  "acquire",
    "acquit",      "activate",   "active",     "add",         "admit",        "allow",
    "append",      "apply",      "approve",    "arbiter",     "archive",      "armed",
    "arrive",      "assign",     "attach",     "attempt",     "authenticate", "authorize",
    "available",   "backup",     "bad",        "ban",         "begin",        "begun",
    "bind",        "blacklist",  "block",      "boot",        "bounce",       "bound",
    "break",       "broken",     "build",      "built",       "busy",         "cancel",
    "candidate",   "catch",      "change",     "check",       "clean",        "cleanup",
    "clear",       "close",      "collect",    "commit",      "compile",      "complete",
    "configure",   "confirm",    "connect",    "consume",     "copy",         "cordon",
    "corrupt",     "crash",      "create",     "critical",    "damage",       "dead",
    "decode",      "decrease",   "defer",      "degrade",     "delay",        "delete",
    "deliver",     "demote",     "deny",       "deploy",      "destroy",      "detach",
    "detect",      "die",        "disable",    "disarm",      "discard",      "disconnect",
    "down",        "downgrade",  "download",   "drain",       "drop",         "eject",
    "elect",       "elevate",    "empty",      "enable",      "encode",       "end",
    "enqueue",     "enter",      "error",      "escalate",    "establish",    "evict",
    "exceed",      "execute",    "exist",      "exit",        "expire",       "export",
    "fail",        "failure",    "fatal",      "faulty",      "fetch",        "find",
    "finish",      "flush",      "follow",     "follower",    "force",        "found",
    "free",        "freeze",     "full",       "give",        "good",         "grant",
    "grow",        "halt",       "hang",       "heal",        "healthy",      "held",
    "high",        "hit",        "hold",       "idle",        "ignore",       "import",
    "inactive",    "incomplete", "increase",   "infect",      "init",         "initialize",
    "insert",      "install",    "interrupt",  "invalid",     "invoke",       "join",
    "kill",        "known",      "launch",     "leader",      "leave",        "left",
    "lift",        "listen",     "live",       "load",        "lock",         "login",
    "logout",      "lose",       "lost",       "low",         "mark",         "master",
    "match",       "merge",      "miss",       "modify",      "mount",        "mountable",
    "move",        "mute",       "new",        "none",        "normal",       "notify",
    "observer",    "obtain",     "off",        "offline",     "ok",           "okay",
    "on",          "online",     "open",       "overflow",    "parse",        "partial",
    "pass",        "pause",      "pend",       "permit",      "persist",      "ping",
    "poll",        "pop",        "preempt",    "prepare",     "present",      "primary",
    "print",       "produce",    "promote",    "provision",   "publish",      "pull",
    "purge",       "push",       "put",        "quarantine",  "query",        "queue",
    "quit",        "raise",      "read",       "ready",       "reboot",       "receive",
    "reclaim",     "reconnect",  "recover",    "redo",        "refresh",      "refuse",
    "register",    "reject",     "release",    "reload",      "remove",       "rename",
    "renew",       "repair",     "replace",    "reply",       "report",       "request",
    "require",     "reschedule", "reset",      "resolve",     "restart",      "restore",
    "resume",      "retry",      "return",     "revert",      "revoke",       "rollback",
    "rotate",      "run",        "save",       "scan",        "schedule",     "secondary",
    "select",      "send",       "sent",       "set",         "shut",         "shutdown",
    "silence",     "skip",       "slave",      "sleep",       "slow",         "spawn",
    "stale",       "standby",    "start",      "stop",        "store",        "submit",
    "subscribe",   "succeed",    "success",    "successful",  "suspend",      "switch",
    "sync",        "taint",      "terminate",  "throttle",    "throw",        "timeout",
    "transfer",    "trigger",    "truncate",   "try",         "unavailable",  "unban",
    "unblock",     "uncordon",   "undefined",  "undo",        "unfreeze",     "unhealthy",
    "uninstall",   "unknown",    "unload",     "unlock",      "unmount",      "unmute",
    "unreachable", "unregister", "unschedule", "unsubscribe", "up",           "update",
    "upgrade",     "upload",     "valid",      "validate",    "verify",       "voter",
    "wait",        "wake",       "warn",       "writable",    "write",        "written",
    "wrong",
};

/* Words that hold a sentence together. Sorted. */
static const char *const function_words[] = {
    "a",       "about",   "after",  "again",   "against", "all",     "already", "also",   "always",
    "am",      "an",      "and",    "another", "any",     "are",     "as",      "at",     "be",
    "because", "been",    "before", "being",   "between", "both",    "but",     "by",     "can",
    "cannot",  "could",   "did",    "do",      "does",    "due",     "during",  "each",   "else",
    "every",   "few",     "for",    "from",    "had",     "has",     "have",    "here",   "how",
    "if",      "in",      "into",   "is",      "it",      "its",     "just",    "least",  "less",
    "many",    "may",     "might",  "more",    "most",    "much",    "must",    "never",  "no",
    "nor",     "not",     "now",    "of",      "only",    "onto",    "or",      "other",  "out",
    "over",    "own",     "per",    "same",    "shall",   "should",  "since",   "so",     "some",
    "still",   "such",    "than",   "that",    "the",     "then",    "there",   "these",  "this",
    "those",   "through", "to",     "too",     "toward",  "towards", "under",   "unless", "until",
    "upon",    "very",    "via",    "was",     "were",    "what",    "when",    "where",  "which",
    "while",   "who",     "whom",   "whose",   "why",     "will",    "with",    "within", "without",
    "would",   "yet",
};

/* Sorted. */
static const char *const people[] = {
    "account", "customer",  "login",  "operator", "owner",
    "player",  "principal", "tenant", "user",     "username",
};

/* Sorted. */
static const char *const accounts[] = {
    "admin",    "administrator", "anonymous", "apache", "ftp",       "git",
    "guest",    "jenkins",       "mysql",     "nginx",  "nobody",    "oracle",
    "postgres", "root",          "tomcat",    "ubuntu", "webmaster", "www",
};

/* Kinds of things that have names: what follows one is likely such a name. Sorted. */
static const char *const kinds[] = {
    "account",   "agent",        "alarm",      "alias",        "app",        "application",
    "archive",   "artifact",     "attribute",  "bank",         "branch",     "bridge",
    "broker",    "bucket",       "camera",     "card",         "cell",       "certificate",
    "chain",     "channel",      "character",  "chart",        "circuit",    "class",
    "client",    "cluster",      "collection", "column",       "community",  "component",
    "computer",  "connector",    "consumer",   "container",    "controller", "country",
    "customer",  "daemon",       "database",   "dataset",      "datasource", "datastore",
    "device",    "dimension",    "dir",        "directory",    "disk",       "document",
    "domain",    "drive",        "driver",     "element",      "endpoint",   "engine",
    "entity",    "entry",        "env",        "environment",  "exchange",   "executor",
    "extension", "facility",     "feature",    "field",        "file",       "filesystem",
    "filter",    "firmware",     "flow",       "folder",       "font",       "formatter",
    "function",  "gateway",      "group",      "guest",        "handler",    "host",
    "hostname",  "image",        "index",      "instance",     "instrument", "interface",
    "item",      "job",          "kernel",     "key",          "keyspace",   "label",
    "layer",     "library",      "line",       "link",         "listener",   "location",
    "lock",      "lun",          "machine",    "mailbox",      "manager",    "map",
    "metric",    "migration",    "model",      "module",       "mount",      "mountpoint",
    "namespace", "network",      "nic",        "node",         "object",     "operator",
    "option",    "organization", "owner",      "package",      "page",       "parameter",
    "partition", "patient",      "peer",       "plugin",       "policy",     "pool",
    "port",      "principal",    "printer",    "process",      "producer",   "product",
    "profile",   "program",      "project",    "property",     "protocol",   "provider",
    "proxy",     "queue",        "rack",       "realm",        "recipient",  "region",
    "relation",  "replica",      "repo",       "repository",   "resource",   "robot",
    "role",      "room",         "route",      "router",       "rule",       "sample",
    "scheduler", "schema",       "screen",     "script",       "sector",     "segment",
    "sensor",    "sequence",     "server",     "service",      "session",    "shard",
    "share",     "sheet",        "site",       "slot",         "snapshot",   "socket",
    "source",    "ssid",         "stage",      "station",      "storage",    "store",
    "stream",    "subnet",       "subnetwork", "subscription", "subsystem",  "switch",
    "symbol",    "table",        "tag",        "target",       "task",       "template",
    "tenant",    "theme",        "thread",     "token",        "tool",       "topic",
    "track",     "train",        "translator", "trigger",      "type",       "unit",
    "user",      "username",     "valve",      "variable",     "vehicle",    "version",
    "view",      "vlan",         "volume",     "vrf",          "wallet",     "warehouse",
    "widget",    "window",       "worker",     "workflow",     "workspace",  "zone",
};

static int by_text(const void *key, const void *item)
{
    return strcmp(key, *(const char *const *)item);
}

#define LISTED(list, word)                                                                         \
    (bsearch(word, list, sizeof list / sizeof *list, sizeof *list, by_text) != NULL)

static bool listed(const char *word)
{
    return LISTED(states, word);
}

/* The word without `suffix_len` bytes at its end: as it is, with an e ("clos-ing"), with y for i
   ("den-ied"), or with its doubled last letter made single ("stopp-ed"). */
static bool stem_listed(const char *word, size_t len, size_t suffix_len)
{
    char stem[WORD_BYTES_MAX + 2];
    size_t n = len - suffix_len;
    if (n < 2) return false;
    memcpy(stem, word, n);
    stem[n] = '\0';
    if (listed(stem)) return true;
    stem[n] = 'e';
    stem[n + 1] = '\0';
    if (listed(stem)) return true;
    stem[n] = '\0';
    if (stem[n - 1] == 'i') {
        stem[n - 1] = 'y';
        return listed(stem);
    }
    if (n > 3 && stem[n - 1] == stem[n - 2]) {
        stem[n - 1] = '\0';
        return listed(stem);
    }
    return false;
}

/* The word in lower case; false when it is none that could be listed. */
static bool lower_case(struct froe_slice word, char lower[WORD_BYTES_MAX + 1])
{
    if (!word.len || word.len > WORD_BYTES_MAX) return false;
    for (size_t i = 0; i < word.len; i++) {
        if (!isalpha((unsigned char)word.ptr[i])) return false;
        lower[i] = (char)tolower((unsigned char)word.ptr[i]);
    }
    lower[word.len] = '\0';
    return true;
}

bool froe_lexicon_is_account(struct froe_slice word)
{
    char lower[WORD_BYTES_MAX + 1];
    return lower_case(word, lower) && LISTED(accounts, lower);
}

bool froe_lexicon_is_person(struct froe_slice word)
{
    char lower[WORD_BYTES_MAX + 1];
    return lower_case(word, lower) && LISTED(people, lower);
}

bool froe_lexicon_is_kind(struct froe_slice word)
{
    char lower[WORD_BYTES_MAX + 1];
    return lower_case(word, lower) && LISTED(kinds, lower);
}

bool froe_lexicon_is_state(struct froe_slice word)
{
    char lower[WORD_BYTES_MAX + 1];
    if (word.len < 2 || !lower_case(word, lower)) return false;
    size_t len = word.len;
    if (len > 5 && strncmp(lower, "not", 3) == 0 && listed(lower + 3)) return true; /* NotReady */
    if (listed(lower) || LISTED(function_words, lower)) return true;
    const char *end = lower + len;
    if (len > 3 && strcmp(end - 2, "ly") == 0) { /* "successfully" */
        lower[len -= 2] = '\0';
        if (listed(lower)) return true;
        end = lower + len;
    }
    if (len > 4 && strcmp(end - 3, "ing") == 0) return stem_listed(lower, len, 3);
    if (len > 3 && strcmp(end - 2, "ed") == 0) return stem_listed(lower, len, 2);
    if (len > 4 && strcmp(end - 3, "ion") == 0) return stem_listed(lower, len, 3);
    if (len > 3 && strcmp(end - 2, "es") == 0 && stem_listed(lower, len, 2)) return true;
    return len > 3 && end[-1] == 's' && stem_listed(lower, len, 1);
}
