#!/usr/bin/env python3
"""Updates the recordings of tests/golden from an installed original.

    python3 tests/record.py                       every case of version 1, with the `aws` on PATH
    python3 tests/record.py --dialect 2           every case of version 2, in golden/2
    python3 tests/record.py --aws DIR/bin/aws     with that one
    python3 tests/record.py --check -k uri/       writes nothing; prints what would change
    python3 tests/record.py --model FILE          only golden/service-model.json, from a service-2.json

Version 1 is the package awscli (1.46.3) of pip. Version 2 (2.36.7) is not there: `pip install DIR`
of its source distribution, a tag of the repository aws/aws-cli, in a virtual environment.

A recording is the result of one run of `aws`: exit code, stdout, stderr, and every request that
the service, the TLS service and the proxy received. Values that differ between runs (ports,
directories) are replaced by ${PORT}, ${HOME}, ..., and the usage block, which has its own wording,
by <usage>. Without changes the files stay the same byte for byte. A new case needs no `expect`: it
is recorded the first time it is run.

A case (`tests/golden/GROUP.json` lists them) has: id, argv, and optionally env, files,
stdin, routes (the responses of the service), tls, proxy, creds, region, endpoint, stdout ("pty" with
cols, "closed", "full"), signal [seconds, number], timeout; for the replay: compare, requests,
stderr_prefix, stdout_json, better. Texts of several lines are lists.

Needs Python 3.11 and, for the certificates, openssl. Exits with 1 when --check finds a change.
"""

import argparse
import base64
import fcntl
import hashlib
import hmac
import json
import os
import pty
import re
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent / "golden"
OPERATIONS = ("UpdateBackendAuth", "GetBackendAuth", "GetBackendJob")
COMMANDS = ("update-backend-auth", "get-backend-auth", "get-backend-job")
NOT_CASES = ("service-model.json",)
SECRETS = {
    "AKIDEXAMPLE": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "AKIDTWO": "secret-two",
    "AKIDSTS": "sts-secret",
}
JOB = {
    "appId": "d1a2b3c4d5e6f7",
    "backendEnvironmentName": "staging",
    "jobId": "e1f2a3b4-c5d6-4e7f-8a9b-0c1d2e3f4a5b",
    "operation": "UpdateBackendAuth",
    "status": "RUNNING",
}


# --- the golden files -----------------------------------------------------------------------------


def lines(text):
    """Text of several lines as a list, so that it reads and diffs line by line."""
    parts = text.split("\n")
    parts = [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
    return parts if len(parts) > 1 else text


def joined(value):
    return "".join(value) if isinstance(value, list) else value


def load(folder):
    """Every file of the folder with its cases, texts of several lines joined."""
    files = {}
    for path in sorted(folder.glob("*.json")):
        if path.name in NOT_CASES:
            continue
        cases = json.loads(path.read_text())
        for case in cases:
            case["files"] = {
                name: content if isinstance(content, dict) else joined(content)
                for name, content in case.get("files", {}).items()
            }
            for part in {"stdout", "stderr"} & set(case.get("better", {})):
                case["better"][part] = joined(case["better"][part])
            expect = case.get("expect", {})
            case["expect"] = {
                "rc": expect.get("rc"),
                "stdout": joined(expect.get("stdout", "")),
                "stderr": joined(expect.get("stderr", "")),
                "requests": expect.get("requests", []),
            }
        files[path] = cases
    return files


def save(path, cases):
    out = []
    for case in cases:
        case = dict(case)
        files = case.pop("files")
        expect = case.pop("expect")
        if files:
            case["files"] = {n: c if isinstance(c, dict) else lines(c) for n, c in files.items()}
        if "better" in case:
            texts = {key: lines(case["better"][key]) for key in ("stdout", "stderr") if key in case["better"]}
            case["better"] = case["better"] | texts
        case["expect"] = {
            key: lines(item) if isinstance(item, str) else item
            for key, item in expect.items()
            if key == "rc" or item
        }
        out.append(case)
    path.write_text("[\n" + ",\n".join(pretty(case, " ") for case in out) + "\n]\n")


def pretty(value, indent=""):
    """JSON with line breaks only in values that do not fit into 100 columns."""
    flat = json.dumps(value, ensure_ascii=False)
    words = isinstance(value, list) and all(isinstance(v, str) for v in value)
    several_lines = words and any(v.endswith("\n") for v in value)
    if (len(indent) + len(flat) <= 100 and not several_lines) or not value or not isinstance(value, (dict, list)):
        return indent + flat
    inner = indent + " "
    if isinstance(value, dict):
        items = [inner + json.dumps(k, ensure_ascii=False) + ": " + pretty(v, inner).lstrip(" ") for k, v in value.items()]
        return indent + "{\n" + ",\n".join(items) + "\n" + indent + "}"
    items = [pretty(v, inner) for v in value]
    if words and not several_lines:
        items = filled(items)
    return indent + "[\n" + ",\n".join(items) + "\n" + indent + "]"


def filled(items):
    """The items in lines of up to 100 columns: a command line is read as such."""
    rows = []
    for item in items:
        if rows and len(rows[-1]) + len(item.strip()) < 98:
            rows[-1] += ", " + item.strip()
        else:
            rows.append(item)
    return rows


def extract_model(path):
    """The facts of the operations in a service model: shapes, members, wire names, values."""
    model = json.loads(Path(path).read_text())
    operations, shapes = {name: model["operations"][name] for name in OPERATIONS}, {}

    def visit(name):
        shape = model["shapes"][name]
        if shape["type"] not in ("structure", "list") and "enum" not in shape or name in shapes:
            return
        facts = shapes[name] = {"type": shape["type"]}
        if shape["type"] == "structure":
            facts["required"] = shape.get("required", [])
            facts["sensitive"] = shape.get("sensitive", False)
            facts["members"] = [[member, ref.get("locationName", member), ref["shape"], ref.get("location", "body")] for member, ref in shape["members"].items()]
            # The model does not use its trait for this: only the documentation mentions it.
            old = [member for member, ref in shape["members"].items() if ref.get("deprecated") or "(DEPRECATED)" in ref.get("documentation", "")]
            facts |= {"deprecated": old} if old else {}
            for ref in shape["members"].values():
                visit(ref["shape"])
        elif shape["type"] == "list":
            facts["member"] = shape["member"]["shape"]
            visit(facts["member"])
        else:
            facts["enum"] = shape["enum"]

    for operation in operations.values():
        errors = [error["shape"] for error in operation["errors"]]
        for name in [operation["input"]["shape"], operation["output"]["shape"], *errors]:
            visit(name)
    plain = {item for facts in shapes.values() for item in [facts.get("member"), *(m[2] for m in facts.get("members", []))] if item and item not in shapes}
    shapes |= {name: {"type": model["shapes"][name]["type"]} for name in sorted(plain)}
    facts = {name: {"http": operation["http"], "input": operation["input"]["shape"], "output": operation["output"]["shape"], "errors": [error["shape"] for error in operation["errors"]]} for name, operation in operations.items()}
    facts = {"operations": facts, "shapes": shapes}
    (GOLDEN / "service-model.json").write_text(pretty(facts) + "\n")


# --- the service ----------------------------------------------------------------------------------


class Service:
    """A server on loopback that records requests and responds by the routes; also a proxy."""

    def __init__(self, certificate=None):
        self.routes, self.requests, self.counts = [], [], {}
        self.lock = threading.Lock()
        self.context = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*certificate)
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            connection.settimeout(30)
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as reader:
                while self.exchange(connection, reader):
                    pass
        except (OSError, ValueError):
            connection.close()

    def exchange(self, connection, reader):
        """Handles one request; false when the connection ends."""
        start = reader.readline()
        if not start:
            return False
        method, target, _ = start.decode("latin-1").split(" ", 2)
        headers = {}
        while (line := reader.readline().decode("latin-1").rstrip("\r\n")) != "":
            name, value = line.split(":", 1)
            headers[name.strip().lower()] = value.strip()
        request = {"method": method, "target": target, "headers": headers, "body": ""}
        if method == "CONNECT":
            self.requests.append(request)
            return self.tunnel(connection, int(target.rsplit(":", 1)[1]))
        if headers.get("expect", "").lower() == "100-continue":
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        if headers.get("transfer-encoding", "").lower() == "chunked":
            body = b""
            while size := int(reader.readline(), 16):
                body += reader.read(size + 2)[:-2]
            reader.readline()
        else:
            body = reader.read(int(headers.get("content-length") or 0))
        request["body"] = body.decode("utf-8", "replace")
        with self.lock:
            response = self.pick(request)
            self.requests.append(request)
        return self.respond(connection, response, headers.get("connection", "").lower() != "close")

    def tunnel(self, connection, port):
        upstream = socket.create_connection(("127.0.0.1", port))
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")

        def copy(source, sink):
            try:
                while data := source.recv(65536):
                    sink.sendall(data)
            except OSError:
                pass
            for end in (source, sink):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

        back = threading.Thread(target=copy, args=(upstream, connection), daemon=True)
        back.start()
        copy(connection, upstream)
        back.join(5)
        return False

    def pick(self, request):
        """The response of the first matching route; its last response is repeated."""
        for number, route in enumerate(self.routes):
            if (
                (route.get("any") or request["target"].split("?")[0].startswith(route.get("prefix", "/")))
                and route.get("method", request["method"]) == request["method"]
                and route.get("body_has", "") in request["body"]
            ):
                turn = self.counts.get(number, 0)
                self.counts[number] = turn + 1
                return route["responses"][min(turn, len(route["responses"]) - 1)]
        return {}

    def respond(self, connection, response, keep_alive):
        time.sleep(response.get("delay", 0))
        fault = response.get("fault")
        if fault == "hang":
            time.sleep(response.get("hang", 20))
        if fault == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if "raw" in response:
            connection.sendall(base64.b64decode(response["raw"]["b64"]))
            return False
        if fault == "garbage":
            connection.sendall(b"this is not http\r\n\r\n")
        if fault in ("hang", "close", "reset", "garbage"):
            return False
        status = response.get("status", 200)
        body = response.get("body", JOB if status == 200 else "")
        body = (body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)).encode()
        headers = {"Content-Type": "application/json", "x-amzn-RequestId": "req-0001", **response.get("headers", {})}
        head = f"HTTP/1.1 {status} {response.get('reason', 'X')}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value is not None)
        data = (head + f"Content-Length: {len(body)}\r\n\r\n").encode() + body
        if fault == "truncate":
            connection.sendall(data[: len(data) - max(1, len(body) // 2)])
            return False
        connection.sendall(data)
        return keep_alive


def make_certificates(folder):
    """A certificate authority for this run and a server certificate for localhost."""
    (folder / "ext").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    for command in (
        ["req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=recorder"],
        ["req", *key, "-keyout", "key.pem", "-out", "csr.pem", "-subj", "/CN=localhost"],
        ["x509", "-req", "-in", "csr.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "cert.pem", "-days", "30", "-extfile", "ext"],
    ):
        subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)


# --- one run --------------------------------------------------------------------------------------


def substitute(value, placeholders):
    """The value with ${NAME} replaced by its value in this run."""
    if isinstance(value, str):
        for name, actual in placeholders.items():
            value = value.replace(name, actual)
        return value
    if isinstance(value, list):
        return [substitute(item, placeholders) for item in value]
    if isinstance(value, dict):
        return {substitute(key, placeholders): substitute(item, placeholders) for key, item in value.items()}
    return value


def mask(text, placeholders):
    """The reverse: addresses and directories first, longest first; ports only after a colon."""
    order = sorted(placeholders.items(), key=lambda item: (item[1].isdigit(), -len(item[1])))
    for name, actual in order:
        if actual.isdigit():
            text = re.sub(rf"(?<=:){actual}\b", lambda _: name, text)
        else:
            text = text.replace(actual, name)
    return text


USAGE = re.compile(r"usage: .*?\n\n?usage: aws \[options\].*?aws <command> <subcommand> help\n", re.S)


def mask_stderr(text, placeholders):
    text = USAGE.sub("<usage>\n", mask(text, placeholders).replace("\r", ""))
    text = re.sub(r"<usage>\n+", "<usage>\n", text.replace("usage: <usage>", "<usage>"))
    text = re.sub(r"^aws: error: ", "<prog>: error: ", text, flags=re.M)
    return "<a Python traceback>\n" if "Traceback (most recent call last)" in text else text


SCOPE = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]*)/([^/]+)/aws4_request(?:, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64}))?")


def signature_ok(request, match):
    """Whether the request carries the signature of Signature Version 4."""
    key, day, region, service, signed, signature = match.groups()
    if signature is None:
        return None
    if key not in SECRETS:
        return "unknown-key"
    headers = request["headers"]
    path, _, query = request["target"].partition("?")
    if path.startswith("http"):
        path = "/" + path.split("/", 3)[3]
    segments = []
    for segment in path.split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    slash = "/" if segments and path.rsplit("/", 1)[-1] in ("", ".", "..") else ""
    digest = hashlib.sha256(request["body"].encode()).hexdigest()
    canonical = "\n".join(
        [
            request["method"],
            urllib.parse.quote("/" + "/".join(segments) + slash, safe="/-_.~"),
            "&".join(sorted(query.split("&"))),
            "".join(f"{name}:{' '.join(headers.get(name, '').split())}\n" for name in signed.split(";")),
            signed,
            headers.get("x-amz-content-sha256", digest),
        ]
    )
    scope = f"{day}/{region}/{service}/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", headers.get("x-amz-date", ""), scope, hashlib.sha256(canonical.encode()).hexdigest()])
    secret = ("AWS4" + SECRETS[key]).encode()
    for part in (*scope.split("/"), text):
        secret = hmac.new(secret, part.encode(), hashlib.sha256).digest()
    return secret.hex() == signature


def describe(request, placeholders):
    """The recorded parts of a request."""
    headers, body = request["headers"], request["body"]
    try:
        body = json.loads(body) if body else ""
    except ValueError:
        pass
    out = {"method": request["method"], "target": mask(request["target"], placeholders), "host": mask(headers.get("host", ""), placeholders), "body": body}
    if "content-type" in headers:
        out["content-type"] = headers["content-type"].split(";")[0]
    if authorization := headers.get("authorization"):
        match = SCOPE.match(authorization)
        out["credential"] = [match[1], match[3], match[4]] if match else authorization[:20]
        out["signature_ok"] = signature_ok(request, match) if match else None
    for name in ("x-amz-security-token", "proxy-authorization"):
        if headers.get(name):
            out[name] = headers[name]
    return out


def launch(case, command, env, cwd, stdin):
    """Runs the command with the stdout of the case."""
    how, screen, received = case.get("stdout", "pipe"), None, []
    stdout = subprocess.PIPE
    if how == "pty":
        screen, stdout = pty.openpty()
        fcntl.ioctl(stdout, termios.TIOCSWINSZ, struct.pack("HHHH", 24, case.get("cols", 80), 0, 0))
        attributes = termios.tcgetattr(stdout)
        attributes[1] &= ~termios.OPOST
        termios.tcsetattr(stdout, termios.TCSANOW, attributes)
    elif how == "closed":
        reader, stdout = os.pipe()
        os.close(reader)
    elif how == "full":
        stdout = os.open("/dev/full", os.O_WRONLY)
    process = subprocess.Popen(
        command, env=env, cwd=cwd, stdout=stdout, stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
    )
    if stdout != subprocess.PIPE:
        os.close(stdout)
    if "signal" in case:
        seconds, number = case["signal"]
        threading.Timer(seconds, process.send_signal, [number]).start()

    def watch():
        try:
            while data := os.read(screen, 65536):
                received.append(data)
        except OSError:
            pass

    watcher = threading.Thread(target=watch, daemon=True)
    if screen is not None:
        watcher.start()
    code = None
    try:
        out, err = process.communicate(stdin, timeout=case.get("timeout", 60))
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        code = "timeout"
    if screen is not None:
        watcher.join(2)
        os.close(screen)
        out = b"".join(received)
    return process.returncode if code is None else code, out or b"", err


def run(case, aws, certificates):
    """Runs one case and returns its recording."""
    folder = Path(tempfile.mkdtemp(prefix="record"))
    home, cwd = folder / "home", folder / "cwd"
    home.mkdir()
    cwd.mkdir()
    plain, ca = Service(), certificates / "ca.pem"
    services = [plain]
    placeholders = {"${ENDPOINT}": f"http://127.0.0.1:{plain.port}", "${PORT}": str(plain.port), "${HOME}": str(home), "${CWD}": str(cwd), "${CA}": str(ca), "${CA_PEM}": ca.read_text()}
    if case.get("tls"):
        tls = Service((certificates / "cert.pem", certificates / "key.pem"))
        services.append(tls)
        placeholders |= {"${TLS_ENDPOINT}": f"https://localhost:{tls.port}", "${TLS_IP}": f"https://127.0.0.1:{tls.port}", "${TLS_PORT}": str(tls.port)}
    if case.get("proxy"):
        proxy = Service()
        services.append(proxy)
        placeholders |= {"${PROXY}": f"http://127.0.0.1:{proxy.port}", "${PROXY_PORT}": str(proxy.port)}
    for service in services[: 2 if case.get("tls") else 1]:
        service.routes = substitute(case.get("routes", []), placeholders)

    env = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", "AWS_EC2_METADATA_DISABLED": "true", "PYTHONWARNINGS": "ignore"}
    if case.get("creds", True):
        env |= {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": SECRETS["AKIDEXAMPLE"]}
    if case.get("region", True):
        env["AWS_DEFAULT_REGION"] = "us-east-1"
    env |= substitute(case.get("env", {}), placeholders)
    env = {name: value for name, value in env.items() if value is not None}
    for name, content in case["files"].items():
        path = home / name[2:] if name.startswith("~/") else cwd / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = content if isinstance(content, dict) else {"text": content}
        path.write_bytes(base64.b64decode(content["b64"]) if "b64" in content else substitute(content["text"], placeholders).encode())
        if "mode" in content:
            path.chmod(int(content["mode"], 8))
    argv = substitute(case["argv"], placeholders)
    if case.get("endpoint", True) and not any(argument.startswith("--endpoint") for argument in argv):
        after = next((argv.index(command) + 1 for command in COMMANDS if command in argv), len(argv))
        argv[after:after] = ["--endpoint-url", f"http://127.0.0.1:{plain.port}"]
    stdin = substitute(case["stdin"], placeholders).encode() if "stdin" in case else None

    code, out, err = launch(case, [aws, *argv], env, cwd, stdin)
    recording = {
        "rc": code,
        "stdout": mask(out.decode("utf-8", "surrogateescape"), placeholders).encode("utf-8", "replace").decode(),
        "stderr": mask_stderr(err.decode("utf-8", "replace"), placeholders),
        "requests": [describe(request, placeholders) for service in services for request in list(service.requests)],
    }
    for service in services:
        service.close()
    shutil.rmtree(folder, ignore_errors=True)
    return recording


def keep_unstable(case, recording):
    """Keeps the recorded values that the replay does not compare, because they differ at every run."""
    before, parts = case["expect"], case.get("compare", list(recording))
    if case.get("requests") == "count" and len(recording["requests"]) == len(before["requests"]):
        recording["requests"] = before["requests"]
    if recording["stderr"].strip().startswith(case.get("stderr_prefix", "\0")):
        recording["stderr"] = before["stderr"]
    if "stdout" in case.get("better", {}) and recording["rc"] == before["rc"]:
        recording["stdout"] = before["stdout"]
    for part in recording:
        if part not in parts:
            recording[part] = before[part]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--aws", default="aws", help="the original (default: the one on PATH)")
    parser.add_argument("--dialect", choices=("1", "2"), default="1", help="the version that it is (default: 1)")
    parser.add_argument("--check", action="store_true", help="write nothing, say what would change")
    parser.add_argument("-k", metavar="PREFIX", default="", help="only the cases whose id starts so")
    parser.add_argument("-j", metavar="N", type=int, default=os.cpu_count() + 1, help="runs at a time")
    parser.add_argument("--model", metavar="FILE", help="make only service-model.json, from that service-2.json")
    options = parser.parse_args()
    if options.model:
        return extract_model(options.model)
    aws = shutil.which(options.aws) or parser.error(f"there is no {options.aws}")
    aws = str(Path(aws).absolute())
    certificates = Path(tempfile.mkdtemp(prefix="record-tls"))
    make_certificates(certificates)

    files = load(GOLDEN if options.dialect == "1" else GOLDEN / options.dialect)
    chosen = [case for cases in files.values() for case in cases if case["id"].startswith(options.k)]
    changed = []
    with ThreadPoolExecutor(options.j) as pool:
        for case, recording in zip(chosen, pool.map(lambda case: run(case, aws, certificates), chosen)):
            before = case["expect"]
            if before["rc"] is not None:
                keep_unstable(case, recording)
            if recording != before:
                changed.append(case["id"])
                for key in recording:
                    if recording[key] != before[key]:
                        print(f"{case['id']}: {key}\n  was {before[key]!r}\n  is  {recording[key]!r}")
            case["expect"] = recording
    if not options.check:
        for path, cases in files.items():
            save(path, cases)
    shutil.rmtree(certificates, ignore_errors=True)
    print(f"{len(chosen)} cases, {len(changed)} changed")
    sys.exit(1 if options.check and changed else 0)


if __name__ == "__main__":
    main()
