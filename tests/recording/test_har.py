"""HAR files as recordings: entries find their operation, others are counted, and nothing secret comes along."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from connectorkit.diagnostics.finding import Unusable
from connectorkit.recording import folder, replaying
from tests.recording.sources import shop

KEY = "k3y-0f-the-sh0p"
COOKIE = "s3ssion-0123456789"


def entry(method: str, url: str, status: int = 200, document: Any = None, **more: Any) -> dict[str, Any]:
    request: dict[str, Any] = {
        "method": method,
        "url": url,
        "headers": [{"name": "Cookie", "value": f"sid={COOKIE}"}, {"name": "User-Agent", "value": "Browser"}],
    }
    if "posted" in more:
        request["postData"] = {"mimeType": "application/json", "text": json.dumps(more["posted"])}
    content = more.get("content") or {"mimeType": "application/json", "text": json.dumps(document)}
    response = {"status": status, "headers": [{"name": "Set-Cookie", "value": "x=1"}], "content": content}
    return {"startedDateTime": "2026-11-29T10:00:00.000Z", "request": request, "response": response}


def har(file: Path, *entries: Any) -> Path:
    file.write_text(json.dumps({"log": {"version": "1.2", "creator": {}, "entries": [*entries]}}), encoding="utf-8")
    return file


LISTED = entry(
    "GET",
    f"https://shop.example/v1/customers/7/orders?key={KEY}&state=open",
    document={"total": 0, "note": f"of {KEY}"},
)
ADDED = entry(
    "POST",
    "https://test.shop.example/v1/orders",
    201,
    posted={"title": "Lamp"},
    content={"encoding": "base64", "text": base64.b64encode(json.dumps({"id": 1, "title": COOKIE}).encode()).decode()},
)
OTHERS = (
    entry("POST", "https://shop.example/v1/orders", 401),
    entry("GET", "https://shop.example/logo.png"),
    entry("DELETE", "https://shop.example/v1/orders"),
    entry("GET", "https://shop.example/v1/customers/7/orders", 302),
    entry("GET", "http://[", 200),
    {"request": None},
    7,
)


def test_a_har_is_replayed(tmp_path: Path) -> None:
    source, file = shop(tmp_path / "shop"), har(tmp_path / "x.har", LISTED, ADDED, *OTHERS)
    came = replaying.run(source, file, "https://test.shop.example")
    assert came.findings == []
    assert [one["evidence"] for one in came.evidence] == ["recorded 2026-11-29"] * 2
    assert f"{file}: 4 entries not used: no operation has its method and path" in came.lines
    assert (
        f"{file}: 1 entry not used: its operation already has enough exchanges, or the response is 401, 429 or 5xx"
        in came.lines
    )
    assert f"{file}: 1 entry not used: there is no response, or a redirect" in came.lines


def test_an_entry_of_another_host_is_no_evidence(tmp_path: Path) -> None:
    came = replaying.run(shop(tmp_path / "shop"), har(tmp_path / "x.har", LISTED, ADDED))
    assert [one["evidence"] for one in came.evidence] == ["recorded 2026-11-29", "model"]
    said = "1 entry not used: the host is test.shop.example; --base-url names the host of a test system"
    assert f"{tmp_path / 'x.har'}: {said}" in came.lines


@pytest.mark.parametrize(
    ("started", "day"),
    [
        ("2026-11-29T23:30:00.000-05:00", "2026-11-30"),
        ("2026-11-30T01:00:00+02:00", "2026-11-29"),
        ("2026-11-29", "2026-11-29"),
    ],
)
def test_the_day_is_that_of_the_entries_taken_in_utc(tmp_path: Path, started: str, day: str) -> None:
    later = entry("GET", "https://elsewhere.example/x") | {"startedDateTime": "2027-01-01T00:00:00Z"}
    file = har(tmp_path / "x.har", LISTED | {"startedDateTime": started}, later)
    assert replaying.run(shop(tmp_path / "shop"), file).evidence[0]["evidence"] == f"recorded {day}"


def test_secrets_are_taken_from_every_part_of_every_entry(tmp_path: Path) -> None:
    secrets = {
        name: f"{name}-0a1B2c3D4e"
        for name in ("cookie", "second", "setc", "list", "xkey", "refresh", "pw", "params", "qs")
    }
    listed = entry(
        "GET", "https://shop.example/v1/customers/7/orders", document={"total": 0, "note": " ".join(secrets.values())}
    )
    listed["request"]["headers"] = [
        {"name": ":authority", "value": "shop.example"},
        {"name": "cookie", "value": f"a={secrets['cookie']}"},
        {"name": "cookie", "value": f"b={secrets['second']}"},
        {"name": "x-api-key", "value": secrets["xkey"]},
    ]
    listed["request"]["queryString"] = [{"name": "api_key", "value": secrets["qs"]}, {"name": "state", "value": "open"}]
    listed["response"]["headers"] = [{"name": "set-cookie", "value": f"s={secrets['setc']}; Path=/"}]
    listed["response"]["cookies"] = [{"name": "t", "value": secrets["list"]}]
    sign_in = entry(
        "POST",
        "https://login.example/token",
        document={"refresh_token": secrets["refresh"]},
        posted={"password": secrets["pw"]},
    )
    params = entry("POST", "https://login.example/token")
    params["request"]["postData"] = {"params": [{"name": "client_secret", "value": secrets["params"]}], "comment": ""}
    came = replaying.convert(
        shop(tmp_path / "shop"), har(tmp_path / "x.har", listed, sign_in, params), tmp_path / "kept"
    )
    text = (tmp_path / "kept" / "list_orders.json").read_text(encoding="utf-8")
    assert not came.failed and [one for one in secrets.values() if one in text] == []
    assert '"state",' in text and "shop.example" in text


def test_a_har_becomes_recordings_without_its_credentials(tmp_path: Path) -> None:
    source, file = shop(tmp_path / "shop"), har(tmp_path / "x.har", LISTED, ADDED)
    came = replaying.convert(source, file, tmp_path / "kept", "https://test.shop.example/v1")
    assert not came.failed
    recordings, wrong = folder.read(tmp_path / "kept")
    assert wrong == [] and [one.operation for one in recordings] == ["add_order", "list_orders"]
    text = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "kept").iterdir())
    assert KEY not in text and COOKIE not in text and "Browser" not in text and "cookie" not in text.lower()
    assert '"key"' not in text
    assert replaying.run(tmp_path / "shop", tmp_path / "kept").findings == []


def test_a_type_that_differs_in_a_har_is_found(tmp_path: Path) -> None:
    wrong = entry("GET", "https://shop.example/v1/customers/7/orders", document={"total": "0"})
    came = replaying.run(shop(tmp_path / "shop"), har(tmp_path / "x.har", wrong))
    assert [one.id for one in came.findings] == ["REC030"]


@pytest.mark.part(1)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "x.har:1:2: not valid JSON"),
        ("[]", "not a HAR 1.2 file"),
        ('{"log": {"version": "1.2"}}', "not a HAR 1.2 file"),
    ],
)
def test_another_file_cannot_be_used(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "x.har").write_text(text, encoding="utf-8")
    with pytest.raises(Unusable) as error:
        replaying.run(shop(tmp_path / "shop"), tmp_path / "x.har")
    assert said in str(error.value)
