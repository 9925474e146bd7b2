"""Rules about custom code: script.csx, and the operations that run through it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, short
from connectorkit.check.engine.platform_lists import AS_OF, MAX_SCRIPT
from connectorkit.check.engine.properties import hit, parameters
from connectorkit.check.engine.rule import Hit, Rule, everywhere
from connectorkit.check.engine.words import nearest
from connectorkit.model.file_names import SCRIPT
from connectorkit.model.patterns import lazy
from connectorkit.read.line_offsets import Lines

_ALLOWED = frozenset(
    """
    System System.Collections System.Collections.Generic System.Diagnostics System.Drawing
    System.Drawing.Drawing2D System.Drawing.Imaging System.IO System.IO.Compression System.Linq System.Net
    System.Net.Http System.Net.Http.Headers System.Net.Security System.Security.Authentication
    System.Security.Cryptography System.Text System.Text.RegularExpressions System.Threading
    System.Threading.Tasks System.Web System.Xml System.Xml.Linq Microsoft.Extensions.Logging Newtonsoft.Json
    Newtonsoft.Json.Linq
    """.split()
)
_BELOW = (
    "Newtonsoft.Json.",
    "System.Collections.",
    "System.Text.",
    "System.Threading.",
    "System.Xml.",
    "System.Linq.",
    "Microsoft.Extensions.Logging.",
)
# A string or a comment of C#: its content is not code.
_NO_CODE = lazy(
    r'//[^\n]*|/\*.*?(?:\*/|\Z)|[$]?@[$]?"(?:[^"]|"")*(?:"|\Z)|"(?:[^"\\\n]|\\.)*(?:"|\Z|(?=\n))|'
    r"'(?:[^'\\\n]|\\.)*(?:'|\Z|(?=\n))",
    re.DOTALL,
)
_CLASS = lazy(r"\bclass\s+Script\s*:\s*(?:[\w.]+\s*,\s*)*ScriptBase\b")
_ANY_CLASS = lazy(r"\bclass\s+(\w+)(?:\s*:\s*([\w., ]+))?")
_EXECUTE = lazy(
    r"\boverride\s+(?:async\s+)?[\w.]*\bTask\s*<\s*[\w.]*\bHttpResponseMessage\s*>\s+"
    r"ExecuteAsync\s*\("
)
_USING = lazy(r"^[ \t]*using\s+(?:static\s+)?(?:\w+\s*=\s*)?([A-Za-z_][\w.]*)\s*;", re.MULTILINE)
_NAMESPACE = lazy(r"^[ \t]*namespace\s+([\w.]+)", re.MULTILINE)
_CLIENT = lazy(r"\bnew\s+HttpClient\s*\(")


class Code:
    """A script: its lines, and its text with comments and strings blanked out, which keeps every offset."""

    def __init__(self, data: bytes) -> None:
        self.text = data.decode("utf-8", "replace")
        self.plain = _NO_CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), self.text)
        self.lines = Lines(SCRIPT, self.text)

    def at(self, offset: int) -> str:
        """The pointer of the line of an offset."""
        return f"/line/{self.lines.place(offset)[0]}"


def _code(subject: Subject) -> Code | None:
    data = subject.files.get(SCRIPT)
    return Code(data) if data is not None and len(data) <= MAX_SCRIPT else None


def _hit(pointer: str, message: str, way: str = "") -> Hit:
    return Hit(pointer, message, way, document=SCRIPT)


def _simulated(subject: Subject) -> Iterator[Hit]:
    if SCRIPT in subject.files:
        yield _hit("/line/1", "script.csx is not simulated by the Python client and the sandbox.")


def _size(subject: Subject) -> Iterator[Hit]:
    size = len(subject.files.get(SCRIPT, b""))
    if size > MAX_SCRIPT:
        yield _hit("", f"The script has {size:,} bytes; the limit is {MAX_SCRIPT:,} as of {AS_OF}.")


def _one(subject: Subject) -> Iterator[Hit]:
    found = [name for name in subject.names if name.lower().endswith((".csx", ".cs"))]
    if len(found) > 1:
        yield _hit(
            "", f"The folder has {len(found)} scripts ({', '.join(map(short, found[:4]))}); a connector can have one."
        )


def _class(subject: Subject) -> Iterator[Hit]:
    code = subject.once(_code)
    if code is not None and not _CLASS.search(code.plain):
        other = next(
            (
                found
                for found in _ANY_CLASS.finditer(code.plain)
                if found[1] == "Script" or "ScriptBase" in (found[2] or "")
            ),
            None,
        )
        if other is None:
            yield _hit("", "The script has no class `Script` that derives from `ScriptBase`.")
        elif other[1] == "Script":
            yield _hit(code.at(other.start()), "The class `Script` does not derive from `ScriptBase`.")
        else:
            yield _hit(code.at(other.start()), f"The class `{short(other[1])}` must be named `Script`.")


def _execute(subject: Subject) -> Iterator[Hit]:
    code = subject.once(_code)
    if code is not None and _CLASS.search(code.plain) and not _EXECUTE.search(code.plain):
        named = re.search(r"\bExecuteAsync\s*\([^)]{0,200}\)\s*(\{|=>)", code.plain)
        what = "is not `public override Task<HttpResponseMessage>`" if named else "is missing"
        pointer = code.at(named.start()) if named else _start(code)
        yield _hit(pointer, f"The method `ExecuteAsync` of the script {what}.")


def _start(code: Code) -> str:
    found = _CLASS.search(code.plain)
    return code.at(found.start()) if found else ""


def _namespaces(subject: Subject) -> Iterator[Hit]:
    code = subject.once(_code)
    if code is None:
        return
    own = set(_NAMESPACE.findall(code.plain))
    for found in _USING.finditer(code.plain):
        name = found[1]
        if name not in _ALLOWED and name not in own and not name.startswith(_BELOW):
            near = nearest(name, sorted(_ALLOWED), 0.85)
            message = f"The script uses the namespace `{short(name)}`, which is not allowed."
            yield _hit(code.at(found.start(1)), message, f"Did you mean `{near}`?" if near else "")


def _client(subject: Subject) -> Iterator[Hit]:
    code = subject.once(_code)
    for found in _CLIENT.finditer(code.plain) if code is not None else ():
        yield _hit(code.at(found.start()) if code else "", "The script sends requests with its own `HttpClient`.")


def _gateway(subject: Subject) -> Iterator[Hit]:
    gateway = next((one for one in parameters(subject) if one.kind == "gatewaySetting"), None)
    if gateway is not None and SCRIPT in subject.files:
        yield hit(gateway.pointer, "The connector has both a script and a gateway, which do not work together.")


RULES = (
    Rule(
        "CSX010",
        "A script has at most 1 MB",
        why="According to public sources, the platform accepts no larger script.",
        source="Microsoft Learn, Write code in a custom connector",
        severity=everywhere("warning"),
        help="Remove code that the connector does not need.",
        check=_size,
    ),
    Rule(
        "CSX011",
        "A connector has one script",
        why="The platform uses a single file.",
        source="Microsoft Learn, Write code in a custom connector",
        severity=everywhere("advice"),
        help="Move all code to script.csx.",
        check=_one,
    ),
    Rule(
        "CSX020",
        "A script declares the class Script that derives from ScriptBase",
        why="The platform starts the script by this name.",
        source="Microsoft Learn, Write code in a custom connector",
        severity=everywhere("warning"),
        help="Write `public class Script : ScriptBase`.",
        check=_class,
    ),
    Rule(
        "CSX021",
        "A script overrides ExecuteAsync",
        why="The platform calls this method for each request. A wrong signature causes an internal error on update.",
        source="Microsoft Learn, Write code in a custom connector",
        severity=everywhere("error"),
        help="Write `public override async Task<HttpResponseMessage> ExecuteAsync()`.",
        check=_execute,
    ),
    Rule(
        "CSX040",
        "A script uses namespaces that the platform knows",
        why="Code that needs other namespaces does not compile there.",
        source="Microsoft Learn, Write code in a custom connector",
        severity=everywhere("warning"),
        help="Rewrite the code without it.",
        check=_namespaces,
    ),
    Rule(
        "CSX050",
        "A script sends through the context",
        why="Other HTTP clients are slower and will be blocked.",
        source="Microsoft Learn, Write code in a custom connector",
        severity=everywhere("advice"),
        help="Send with `Context.SendAsync`.",
        check=_client,
    ),
    Rule(
        "CSX060",
        "A connector has no script together with a gateway",
        why="Code cannot run behind an on-premises data gateway.",
        source="Microsoft Learn, Write code in a custom connector",
        severity=everywhere("warning"),
        help="Use policies instead of the script, or remove the gateway.",
        check=_gateway,
    ),
    Rule(
        "CSX061",
        "The Python client and the sandbox simulate the script",
        why="Otherwise calls of the client and the contract tests differ from those of a flow.",
        source="Microsoft Learn, Write code in a custom connector",
        severity=everywhere("advice"),
        help="Also test the operations of the script on the platform; the readme of the client lists them.",
        good="brand_color: '#da3b01'",
        check=_simulated,
    ),
)
