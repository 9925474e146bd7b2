"""SHA-256 without OpenSSL: hashlib loads it, which costs a check as much as all its hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import hashlib as _module
else:
    try:
        import _sha256 as _module
    except ImportError:
        try:
            import _sha2 as _module
        except ImportError:
            import hashlib as _module

sha256 = _module.sha256
