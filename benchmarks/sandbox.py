"""The sandbox against prism, both serving the built connector and both checking requests, in one run.

Prints requests per second, CPU time for each request, seconds until the first response, and resident memory, the best
of several alternating rounds. The CPU time is the most reliable ratio: with few cores, requests per second depend on
everything else that runs, including this program. npm installs prism into the user's cache if it is missing; without
npm, only the sandbox is measured. prism gets a copy of the connector with `consumes: application/json`, since it
rejects every body otherwise.
"""

from __future__ import annotations

import argparse
import base64
import json
import math
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PRISM = "5.16.0"
CONNECTIONS = 8
STARTS, ROUNDS = 3, 4
KIB = 1024
SMS = {"to": "+61411111111", "body": "Order 17 ready", "source": "MSPowerAutomate", "custom_string": "order-17"}
CALLS = [
    ("POST", "/sms/send", {"messages": [SMS]}),
    ("GET", "/lists?page=1&limit=15", None),
    ("GET", "/countries", None),
    ("POST", "/lists", {"list_name": "Depot"}),
]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def request(port: int, base: str, method: str, path: str, body: object) -> bytes:
    """The bytes of one call."""
    raw = b"" if body is None else json.dumps(body).encode()
    pair = base64.b64encode(b"sandbox:sandbox").decode()
    lines = [f"{method} {base}{path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Authorization: Basic {pair}"]
    lines += ["Content-Type: application/json", f"Content-Length: {len(raw)}"] if raw else []
    return "\r\n".join([*lines, "Accept: application/json", "", ""]).encode() + raw


class Connection:
    """One caller, which sends the next call after each response."""

    def __init__(self, port: int, calls: list[bytes], number: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.calls, self.number, self.buffer = calls, number, b""
        self.socket.sendall(self.calls[number % len(calls)])

    def answered(self) -> bytes:
        """The status of a response that has just become complete, else b"" """
        self.buffer += self.socket.recv(1 << 20)
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return b""
        length = next((line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), b"")
        whole = len(rest) >= int(length.split(b":")[1]) if length else rest.endswith(b"0\r\n\r\n")
        if not whole:
            return b""
        self.buffer, self.number = b"", self.number + 1
        self.socket.sendall(self.calls[self.number % len(self.calls)])
        return head[9:12]


def load(port: int, base: str, seconds: float) -> tuple[int, int]:
    """The number of responses within some seconds, and of those without status 200."""
    calls = [request(port, base, *call) for call in CALLS]
    selector = selectors.DefaultSelector()
    for number in range(CONNECTIONS):
        one = Connection(port, calls, number)
        selector.register(one.socket, selectors.EVENT_READ, one)
    done = bad = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for key, _ in selector.select(0.5):
            status = key.data.answered()
            done += bool(status)
            bad += bool(status) and status != b"200"
    for key in list(selector.get_map().values()):
        key.data.socket.close()
    return done, bad


def cpu(pid: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    """Resident memory of a process in MiB."""
    text = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(text.partition("VmRSS:")[2].split()[0]) / KIB


def ready(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait for the first response."""
    while process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as one:
                one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                if one.recv(1):
                    return
        except OSError:
            time.sleep(0.005)
    raise SystemExit(f"the server ended with status {process.returncode}")


@dataclass
class Server:
    """One server under measurement, with the best of its rounds."""

    name: str
    command: list[str]
    base: str
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    start: float = math.inf
    start_cpu: float = math.inf
    cpu_us: float = math.inf
    rate: float = 0
    bad: int = 0
    rss: float = 0

    def begin(self) -> None:
        """Start, and wait for the first response."""
        began = time.monotonic()
        call = [part.replace("{port}", str(self.port)) for part in self.command]
        self.process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ready(self.port, self.process)
        self.start = min(self.start, time.monotonic() - began)
        self.start_cpu = min(self.start_cpu, cpu(self.process.pid))

    def round(self, seconds: float) -> None:
        """Load it for some seconds."""
        assert self.process is not None
        before = cpu(self.process.pid)
        done, bad = load(self.port, self.base, seconds)
        self.cpu_us = min(self.cpu_us, (cpu(self.process.pid) - before) / done * 1e6)
        self.rate, self.bad = max(self.rate, done / seconds), self.bad + bad
        self.rss = resident(self.process.pid)

    def end(self) -> None:
        """Stop it."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()

    def __str__(self) -> str:
        speed = f"{self.rate:7.0f} requests/s {self.cpu_us:6.0f} us CPU each"
        start = f"first answer after {self.start:.2f} s ({self.start_cpu:.2f} s CPU)"
        return f"{self.name:8} {speed}, {start}, {self.rss:.0f} MiB, not 200: {self.bad}"


def measure(servers: list[Server], seconds: float) -> None:
    """Measure the servers in turn, so that other load affects all of them."""
    try:
        for _ in range(STARTS):
            for one in servers:
                one.end()
                one.begin()
        for turn in range(ROUNDS + 1):
            for one in servers:
                one.round(seconds if turn else 1)
    finally:
        for one in servers:
            one.end()


def prism() -> Path | None:
    """The program, installed if it is missing; None when that fails."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = cache / "connectorkit-benchmarks" / f"prism-{PRISM}"
    program = home / "node_modules" / ".bin" / "prism"
    if program.exists():
        return program
    npm = shutil.which("npm")
    if npm is None:
        return None
    home.mkdir(parents=True, exist_ok=True)
    install = [npm, "install", "--prefix", str(home), "--no-audit", "--no-fund", f"@stoplight/prism-cli@{PRISM}"]
    done = subprocess.run(install, capture_output=True, check=False)
    return program if done.returncode == 0 and program.exists() else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2, help="length of a round (2)")
    seconds = parser.parse_args().seconds
    command = [sys.executable, "-m", "connectorkit", "sandbox", str(ROOT / "connector"), "--port", "{port}"]
    servers = [Server("sandbox", command, "/v3")]
    program = prism()
    if program is not None:
        document = json.loads((ROOT / "build/connector/apiDefinition.swagger.json").read_text("utf-8"))
        document |= {"consumes": ["application/json"], "produces": ["application/json"]}
        served = program.parents[2] / "connector.json"
        served.write_text(json.dumps(document), "utf-8")
        servers.append(Server("prism", [str(program), "mock", "--errors", "-p", "{port}", str(served)], ""))
    measure(servers, seconds)
    print(*servers, sep="\n")
    if program is None:
        print("prism    skipped: npm is not there or could not install it")
        return
    own, other = servers
    work, rate = other.cpu_us / own.cpu_us, own.rate / other.rate
    start, start_cpu = own.start / other.start, own.start_cpu / other.start_cpu
    print(f"ratios   CPU for each request 1:{work:.1f}, requests per second {rate:.1f}:1, ", end="")
    print(f"start {start:.2f}:1 ({start_cpu:.2f}:1 of CPU)")


if __name__ == "__main__":
    main()
