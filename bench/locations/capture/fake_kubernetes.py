"""Answers kubectl just well enough: some discovery, a few pods, errors by name. Argument: the port."""

import http.server
import json
import sys
import time

KINDS = {"pods": "Pod", "services": "Service", "nodes": "Node", "configmaps": "ConfigMap",
         "secrets": "Secret", "events": "Event"}
VERBS = ["create", "delete", "get", "list", "patch", "update", "watch"]


def resources(group_version, kinds):
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": group_version,
            "resources": [{"name": name, "singularName": "", "namespaced": name != "nodes",
                           "kind": kind, "verbs": VERBS} for name, kind in kinds.items()]}


def status(code, reason, message):
    return code, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code,
                  "reason": reason, "message": message}


def thing(kind, name):
    return {"apiVersion": "v1", "kind": kind, "status": {},
            "metadata": {"name": name, "namespace": "shop", "uid": "u-" + name},
            "spec": {"containers": [{"name": "c", "image": "i:1"}]}}


def answer(method, path):
    path = path.split("?")[0].strip("/")
    name = path.rpartition("/")[2]
    if path == "api":
        return 200, {"kind": "APIVersions", "versions": ["v1"]}
    if path == "apis":
        return 200, {"kind": "APIGroupList", "apiVersion": "v1", "groups": [
            {"name": group, "versions": [{"groupVersion": group + "/v1", "version": "v1"}],
             "preferredVersion": {"groupVersion": group + "/v1", "version": "v1"}}
            for group in ("apps", "metrics.k8s.io")]}
    if path == "api/v1":
        return 200, resources("v1", KINDS)
    if path == "apis/apps/v1":
        return 200, resources("apps/v1", {"deployments": "Deployment"})
    if path == "apis/metrics.k8s.io/v1":
        return status(503, "ServiceUnavailable", "the server is currently unable to handle it")
    if path == "version":
        return 200, {"major": "1", "minor": "30", "gitVersion": "v1.30.0"}
    if name == "gone" or "openapi" in path:
        return status(404, "NotFound", "%s not found" % name)
    if name == "denied":
        return status(403, "Forbidden", "you may not")
    if name == "broken":
        return 500, None
    if name in KINDS:
        kind = KINDS[name]
        if method == "POST":
            return status(409, "AlreadyExists", "it is there")
        return 200, {"kind": kind + "List", "apiVersion": "v1", "metadata": {"resourceVersion": "7"},
                     "items": [thing(kind, "%s-%d" % (name, n)) for n in range(3)]}
    return 200, thing(KINDS.get(path.split("/")[-2] if "/" in path else "", "Pod"), name)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if "/slow" in self.path:
            time.sleep(4)
        code, body = answer(self.command, self.path)
        data = b"not json" if body is None else json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if code == 503:
            self.send_header("Retry-After", "1")
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
