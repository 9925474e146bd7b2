"""A long run against the sandbox, whose memory must not grow.

Makes 100,000 calls of many kinds, including sends, lists, contacts, uploads, searches, faults, events and rejected
calls, and prints the resident memory on the way. Exit status 1 when the second half grows by more than a tenth.
"""

from __future__ import annotations

import argparse
import base64
import http.client
import json
import subprocess
import sys
from typing import Any

from benchmarks.sandbox import ROOT, free_port, ready, resident

PAIR = base64.b64encode(b"sandbox:sandbox").decode()
HEADERS = {"Authorization": f"Basic {PAIR}", "Content-Type": "application/json"}
RULE = {
    "message_search_type": 0,
    "message_search_term": "*",
    "dedicated_number": "*",
    "rule_name": "soak",
    "webhook_type": "json",
    "action": "URL",
    "enabled": 1,
    "action_address": "http://127.0.0.1:9/",
}
PERSON = {"first_name": "Ada", "last_name": "Byron", "phone_number": "+61411111111"}


class Caller:
    """Calls over one persistent connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.calls = 0

    # A JSON object of the vendor's API, which has no type here: hence Any.
    def call(self, method: str, path: str, body: object = None, base: str = "/v3") -> dict[str, Any]:
        self.calls += 1
        raw = None if body is None else json.dumps(body)
        try:
            self.connection.request(method, base + path, raw, HEADERS)
            found = json.loads(self.connection.getresponse().read())
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return {}
        return found if isinstance(found, dict) else {}


def round_of_calls(caller: Caller, number: int) -> None:
    """Fifty calls or so of many kinds."""
    made = caller.call("POST", "/lists", {"list_name": f"List {number}"})
    key = made["data"]["list_id"]
    for _ in range(8):
        caller.call("POST", f"/lists/{key}/contacts", PERSON)
    for text in ("hello", "ж" * 300, "x" * 2000):
        items = [{"to": f"+6145555{number % 10_000:04}", "body": text, "source": "soak"}] * 3
        caller.call("POST", "/sms/send", {"messages": [*items, {"to": "12", "body": text, "source": "soak"}]})
    for path in ("/lists", f"/lists/{key}/contacts", "/countries", "/search/contacts-lists?q=zzz", "/sms/history"):
        for page in range(5):
            caller.call("GET", f"{path}{'&' if '?' in path else '?'}page={page}")
    caller.call("POST", "/uploads?convert=fax", {"content": "eHl6" * 5_000})
    caller.call("POST", "/lists", {"nothing": "x" * 10_000})
    caller.call("GET", f"/no/such/path/{number}")
    caller.call("POST", "/faults", {"operation": "get_countries", "close": "after"}, "/_sandbox")
    caller.call("GET", "/countries")
    if number % 5 == 0:
        rule = caller.call("POST", "/ms-flow/automations/sms/inbound", RULE)
        caller.call("POST", "/events/sms_inbound_automation", {"body": f"No {number}"}, "/_sandbox")
        caller.call("POST", "/clock", {"advance": 30}, "/_sandbox")
        caller.call("DELETE", f"/automations/sms/inbound/{rule['data']['inbound_rule_id']}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=100_000)
    wanted = parser.parse_args().calls
    port = free_port()
    command = [sys.executable, "-m", "connectorkit", "sandbox", str(ROOT / "connector"), "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    seen: list[float] = []
    try:
        ready(port, process)
        caller, number = Caller(port), 0
        while caller.calls < wanted:
            round_of_calls(caller, number)
            number += 1
            if caller.calls >= wanted * (len(seen) + 1) / 10:
                seen.append(resident(process.pid))
                print(f"{caller.calls:7} calls: {seen[-1]:.1f} MiB", flush=True)
    finally:
        process.terminate()
        process.wait()
    growth = seen[-1] / seen[len(seen) // 2 - 1]
    print(f"the second half is {growth:.2f} times the first")
    return int(growth > 1.1)


if __name__ == "__main__":
    sys.exit(main())
