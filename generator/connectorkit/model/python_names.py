"""The name ledger: Python identifiers from the names that travel on the wire.

Every function is pure: equal input gives equal output on every machine and Python version.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from keyword import iskeyword

# Names that generated annotations and class bodies use; an attribute with such a name would shadow them.
_USED = frozenset("bool bytes cls dict float int list None object property self str super tuple".split())
# A package with one of these names would shadow a module that the package, or its user, imports.
_MODULES = frozenset(
    """abc aiohttp anyio argparse array ast asyncio base64 binascii bisect builtins calendar cgi chunk cmath cmd
    code codecs collections colorsys concurrent contextlib contextvars copy csv ctypes curses dataclasses
    datetime dbm decimal difflib dis email encodings enum errno faulthandler fcntl filecmp fileinput
    fnmatch fractions ftplib functools gc getopt getpass gettext glob graphlib gzip h11 hashlib heapq hmac
    html http httpcore2 idna imaplib importlib inspect io ipaddress itertools json keyword linecache
    locale logging mailbox marshal math mimetypes mmap msilib multiprocessing netrc numbers operator
    optparse os parser pathlib pdb pickle pip pipes platform plistlib poplib posix pprint profile pty
    pydoc queue random re readline resource runpy sched secrets select selectors setuptools shelve shlex
    shutil signal site smtplib socket sqlite3 ssl stat statistics string struct subprocess symbol symtable
    sys syslog tarfile telnetlib tempfile test tests textwrap this threading time timeit tkinter token
    tokenize tomllib trace traceback truststore tty turtle types typing unicodedata unittest urllib uuid
    venv warnings wave weakref webbrowser winreg wsgiref xml yarl zipapp zipfile zipimport zlib zoneinfo""".split()
)
# Plurals that no rule of `singular` covers; a word keeps its first letter.
_IRREGULAR = {
    "people": "person",
    "children": "child",
    "statuses": "status",
    "bonuses": "bonus",
    "campuses": "campus",
    "aliases": "alias",
    "gases": "gas",
    "indices": "index",
    "vertices": "vertex",
    "matrices": "matrix",
    "analyses": "analysis",
    "axes": "axis",
    "movies": "movie",
    "cookies": "cookie",
    "calories": "calorie",
    "series": "series",
    "species": "species",
    "news": "news",
}
_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])(?![A-Z]s(?![a-z]))")
_OTHER = re.compile(r"[\W_]+")
_LONGEST_KNOWN = 100  # A name recurs in a connector, a longer text hardly.


def words(wire: str) -> list[str]:
    """The words of a wire name in lower case: ``messageId`` and ``message-id`` give message, id."""
    return [*_known_words(wire)] if len(wire) <= _LONGEST_KNOWN else _words(wire)


@lru_cache(maxsize=16_384)
def _known_words(wire: str) -> list[str]:
    return _words(wire)


def _words(wire: str) -> list[str]:
    if wire.isascii():
        return [part.lower() for piece in _OTHER.split(wire) for part in _BOUNDARY.split(piece) if part]
    text = unicodedata.normalize("NFKC", wire)
    parts = (part for piece in _OTHER.split(text) for part in _BOUNDARY.split(piece))
    folded = (unicodedata.normalize("NFKC", part.lower()) for part in parts)
    return [word for part in folded for word in _OTHER.split(part) if word]


@lru_cache(maxsize=4096)
def identifier(wire: str) -> str:
    """The snake_case name of an attribute, argument or method; never a keyword, never empty."""
    name = "_".join(words(wire)) or "value"
    name = name if name.isidentifier() else f"value_{name}"
    if not name.isidentifier():
        name = "value_" + "_".join(f"{ord(c):x}" for c in wire)
    return f"{name}_" if iskeyword(name) or name in _USED else name


def class_name(*parts: str) -> str:
    """The PascalCase name of a class made of wire names; never a keyword, never empty."""
    name = "".join(word[:1].upper() + word[1:] for part in parts for word in words(part)) or "Value"
    name = name if name.isidentifier() else f"Type{name}"
    if not name.isidentifier():
        name = "Type" + "".join(f"{ord(c):X}" for part in parts for c in part)
    return f"{name}_" if iskeyword(name) else name


def unique(names: Sequence[str], taken: Iterable[str] = ()) -> list[str]:
    """``names`` made unique: repeated ones get ``_2``, ``_3`` ...; names in ``taken`` are avoided."""
    used = set(taken)
    reserved = set(names) | used
    last: dict[str, int] = {}
    result = []
    for name in names:
        chosen, number = name, 1
        while chosen in used or (number > 1 and chosen in reserved):
            number = max(number, last.get(name, 1)) + 1
            chosen = f"{name.rstrip('_')}_{number}"
        used.add(chosen)
        last[name] = number
        result.append(chosen)
    return result


def singular(word: str) -> str:
    """The name of one item of ``word``: ``messages`` gives message, ``entries`` gives entry."""
    lower = word.lower()
    if lower in _IRREGULAR:
        return word[:1] + _IRREGULAR[lower][1:]
    if len(word) < 4 or lower.endswith(("ss", "us", "is", "as")):
        return word
    if lower.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if lower.endswith("zzes"):
        return word[:-3]
    if lower.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if lower.endswith("s") else word


def package_name(title: str) -> str:
    """The import name of a connector's client: ``ClickSend SMS`` gives clicksend_sms (ASCII only)."""
    text = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    name = "_".join(re.findall(r"[a-z0-9]+", text)) or "connector"
    if name[0].isdigit():
        name = f"connector_{name}"
    return f"{name}_connector" if iskeyword(name) or name in _MODULES else name
