"""Bodies that are compressed, or in other encodings than that of JSON."""

from __future__ import annotations

import gzip
import zlib

import pytest

from .conftest import Answer, Caller, Server
from .raw_calls import check_broken, read, send
from .raw_server import HERE, RawServer, always, whole

pytestmark = pytest.mark.part(0.35)


def deflated(body: bytes) -> bytes:
    """``body`` as raw deflate."""
    work = zlib.compressobj(wbits=-15)
    return work.compress(body) + work.flush()


PACKED = {
    "gzip": ("gzip", gzip.compress(HERE)),
    "two members": ("gzip", gzip.compress(HERE[:9]) + gzip.compress(HERE[9:])),
    "filled up": ("x-gzip", gzip.compress(HERE) + bytes(64)),
    "deflate": ("deflate", zlib.compress(HERE)),
    "raw deflate": ("deflate", deflated(HERE)),
    "twice": ("gzip, gzip", gzip.compress(gzip.compress(HERE))),
    "not compressed": ("gzip", HERE),
    "not deflated": ("deflate", HERE),
}


@pytest.mark.parametrize(("coding", "body"), PACKED.values(), ids=list(PACKED))
def test_what_is_compressed_unasked_is_read(caller: Caller, coding: str, body: bytes) -> None:
    with RawServer(always(whole(body, 200, f"Content-Encoding: {coding}"))) as server:
        assert send(caller, server).response_msg == "Here"
        assert b"accept-encoding: identity" in server.seen[0].lower()


DAMAGED = {
    "gzip": ("gzip", gzip.compress(HERE)[:-1]),
    "gzip without a body": ("gzip", gzip.compress(HERE)[:8]),
    "second member": ("gzip", gzip.compress(HERE[:9]) + gzip.compress(HERE[9:])[:12]),
    "wrong sum": ("gzip", gzip.compress(HERE)[:-8] + bytes(8)),
    "deflate": ("deflate", zlib.compress(HERE)[:-3]),
    "raw deflate": ("deflate", deflated(HERE)[:-3]),
    "bomb": ("gzip", gzip.compress(bytes(80 * 1024 * 1024))),
}


@pytest.mark.parametrize(("coding", "body"), DAMAGED.values(), ids=list(DAMAGED))
def test_what_is_compressed_and_cut_off_is_no_success(caller: Caller, coding: str, body: bytes) -> None:
    check_broken(caller, always(whole(body, 200, f"Content-Encoding: {coding}", "Connection: close")))


NAME = "M\u00fcller \u20ac"
WRITTEN = f'{{"response_code": "SUCCESS", "response_msg": "{NAME}", "data": {{}}}}'
CHARACTERS = {
    "UTF-8": ("application/json", WRITTEN.encode()),
    "UTF-8 with a mark": ("application/json", WRITTEN.encode("utf-8-sig")),
    "UTF-8, declared as something else": ("application/json; charset=iso-8859-1", WRITTEN.encode()),
    "UTF-8 with a mark, declared as something else": ("text/json; charset=latin1", WRITTEN.encode("utf-8-sig")),
    "UTF-8, declared as unknown": ("application/json; charset=no-such-set", WRITTEN.encode()),
    "Windows": ("application/json; charset=Windows-1252", WRITTEN.encode("cp1252")),
    "ISO, quoted": ('application/json; v=1; charset="ISO-8859-15"', WRITTEN.encode("iso-8859-15")),
    "UTF-16 with a mark": ("application/json", WRITTEN.encode("utf-16")),
    "UTF-16, declared": ("application/json;charset=utf-16le", WRITTEN.encode("utf-16-le")),
    "UTF-16, not declared": ("application/json", WRITTEN.encode("utf-16-be")),
    "UTF-32": ("", WRITTEN.encode("utf-32")),
}


@pytest.mark.parametrize(("kind", "body"), CHARACTERS.values(), ids=list(CHARACTERS))
def test_json_is_read_in_the_characters_it_is_written_in(
    caller: Caller, server: Server, kind: str, body: bytes
) -> None:
    server.answers = [Answer(body, headers={"Content-Type": kind})]
    result = caller("get_contact_lists")
    assert (result.response_msg, result.problems) == (NAME, [])


@pytest.mark.parametrize("name", ["unicode_escape", "punycode", "zlib", "rot13", "../x"])
def test_a_response_chooses_no_other_codec(caller: Caller, server: Server, name: str) -> None:
    server.answers = [Answer(b"No \\u0041", 400, headers={"Content-Type": f"text/plain; charset={name}"})]
    with pytest.raises(caller.package.BadRequest) as caught:
        caller("get_contact_lists")
    assert caught.value.raw == "No \\u0041"


def test_the_text_of_an_error_is_read_as_declared(caller: Caller, server: Server) -> None:
    kind = {"Content-Type": "text/plain; charset=cp1252"}
    server.answers = [Answer(f"{NAME} of user-name".encode("cp1252"), 400, headers=kind)]
    with pytest.raises(caller.package.BadRequest) as caught:
        caller("get_contact_lists")
    assert caught.value.raw == f"{NAME} of ***"


def test_a_mark_alone_is_an_empty_body(caller: Caller, server: Server) -> None:
    server.answers = [Answer(b"\xef\xbb\xbf")]
    assert caller("create_list", list_name="x").problems == []


def test_a_number_that_is_too_long_hides_nothing_else(caller: Caller, server: Server) -> None:
    body = b'{"response_msg": "Here", "http_code": %b, "data": {"total": 7}}' % (b"9" * 5000)
    server.answers = [Answer(body)]
    result = caller("get_contact_lists")
    assert (result.response_msg, result.http_code, result.data.total) == ("Here", None, 7)
    assert result.problems == ["http_code"]


def test_a_compression_that_was_not_asked_for_is_named(caller: Caller) -> None:
    with RawServer(always(whole(b"\x8b\x03\x80abc\x03", 200, "Content-Encoding: br"))) as server:
        assert send(caller, server).unparsed
        with pytest.raises(caller.package.DecodeError, match="compressed as br, which was not requested"):
            read(caller, server)


@pytest.mark.parametrize(("coding", "known"), [("br", True), ("gzip, zstd", True), ("aws-chunked", False)])
def test_a_file_is_not_taken_for_what_it_is_compressed_to(
    nasty_caller: Caller, server: Server, coding: str, known: bool
) -> None:
    server.answers = [Answer(b"abc\x03", headers={"Content-Encoding": coding})]
    if known:
        with pytest.raises(nasty_caller.package.DecodeError, match=r"compressed as (br|zstd)") as caught:
            nasty_caller("download")
        assert caught.value.body == b"abc\x03"
    else:
        assert nasty_caller("download").value == b"abc\x03"


def test_json_that_is_declared_as_compressed_and_is_not_is_read(caller: Caller) -> None:
    with RawServer(always(whole(HERE, 200, "Content-Encoding: br"))) as server:
        assert read(caller, server).response_msg == "Here"
