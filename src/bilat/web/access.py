"""Who may look and who may change: names with a role, passwords and tokens kept only as hashes, in a file of ours."""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bilat.errors import UsageError

Role = Literal["reader", "editor"]
ROLES: tuple[Role, ...] = ("reader", "editor")
_LEAST = 10  # characters of a password
# RFC 7914; these cost about 50 ms and 16 MB, which no reader notices and a guesser does.
_N, _R, _P = 2**14, 8, 1


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who is let in. `name` stands beside what they judge."""

    name: str
    role: Role


# On loopback without an access file: whoever sits at this machine.
LOCAL = User("local", "editor")


@dataclass(frozen=True, slots=True)
class Access:
    """Who is let in: by name the role and the hashes of passwords and tokens. `secret` signs sessions."""

    users: dict[str, tuple[Role, str | None, tuple[str, ...]]] = field(default_factory=dict)
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def is_open(self) -> bool:
        """True where nobody has to say who they are; only for loopback."""
        return not self.users

    def by_password(self, name: str, password: str) -> User | None:
        """Whoever has this name and password; as slow for names that nobody has."""
        role, kept, _ = self.users.get(name, ("reader", None, ()))
        right = _fits(password, kept or _nobody())
        return User(name, role) if right and kept else None

    def by_token(self, token: str) -> User | None:
        """Whoever has this token."""
        digest = _token_hash(token)
        found = None
        for name, (role, _, tokens) in self.users.items():
            for kept in tokens:
                if hmac.compare_digest(digest, kept):
                    found = User(name, role)
        return found

    def print_of(self, name: str) -> str:
        """What changes with somebody's password: their sessions of before end with it."""
        _, password, _ = self.users.get(name, ("reader", None, ()))
        return hashlib.sha256((password or "").encode("utf-8")).hexdigest()[:16]

    def by_name(self, name: str) -> User | None:
        """Somebody known already, for a session."""
        entry = self.users.get(name)
        return User(name, entry[0]) if entry else None


def read_access(path: Path) -> Access:
    """Read an access file. Raises UsageError where it is none, or where others than its owner can read it."""
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise UsageError(f"{path}: others can read this file; chmod 600 it")
        data = json.loads(path.read_text("utf-8"))
        users = {
            str(name): (_role(entry["role"]), entry.get("password"), tuple(entry.get("tokens", ())))
            for name, entry in data["users"].items()
        }
        return Access(users, str(data["secret"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise UsageError(f"{path}: no access file ({wrong}); make one with `bilat access add NAME`") from wrong


class AccessFile:
    """An access file that is served from: a change of it (`bilat access remove`) holds from the next request on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._access = self()

    def __call__(self) -> Access:
        """Who is let in now. Raises UsageError where the file is none any more: nobody is let in then."""
        try:
            told = self._path.stat()
        except OSError as wrong:
            raise UsageError(f"{self._path}: no access file ({wrong.strerror})") from wrong
        seen = (told.st_mtime_ns, told.st_size, told.st_ino)
        if seen != self._seen:
            self._access, self._seen = read_access(self._path), seen
        return self._access


def write_access(path: Path, access: Access) -> None:
    """Write an access file whole, readable by its owner only."""
    users = {
        name: {"role": role, "password": password, "tokens": list(tokens)}
        for name, (role, password, tokens) in sorted(access.users.items())
    }
    beside = path.with_name(path.name + ".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump({"secret": access.secret, "users": users}, out, indent=1, ensure_ascii=False)
    beside.replace(path)


def with_password(access: Access, name: str, role: Role, password: str) -> Access:
    """The access with somebody added, or their password changed. Raises UsageError for a short password."""
    if len(password) < _LEAST:
        raise UsageError(f"a password has at least {_LEAST} characters")
    tokens = access.users[name][2] if name in access.users else ()
    return Access({**access.users, _name(name): (_role(role), _hash(password), tokens)}, access.secret)


def with_token(access: Access, name: str, role: Role) -> tuple[Access, str]:
    """The access with a new token for somebody, and the token, which is shown once and kept nowhere."""
    token = "bilat_" + secrets.token_urlsafe(32)
    _, password, tokens = access.users.get(name, (role, None, ()))
    users = {**access.users, _name(name): (_role(role), password, (*tokens, _token_hash(token)))}
    return Access(users, access.secret), token


def without(access: Access, name: str) -> Access:
    """The access without somebody. Raises UsageError where nobody has the name."""
    if name not in access.users:
        raise UsageError(f"nobody is called {name!r}")
    return Access({other: entry for other, entry in access.users.items() if other != name}, access.secret)


def _name(name: str) -> str:
    if not name.strip() or len(name) > 64 or any(ord(char) < 32 for char in name):
        raise UsageError(f"{name!r} is no name: 1 to 64 characters, none of them a control character")
    return name.strip()


def _role(role: str) -> Role:
    if role not in ROLES:
        raise UsageError(f"no role {role!r}; choose {' or '.join(ROLES)}")
    return "editor" if role == "editor" else "reader"


def _hash(password: str) -> str:
    salt = secrets.token_bytes(16)
    digest = hashlib.scrypt(password.encode("utf-8"), salt=salt, n=_N, r=_R, p=_P)
    return "$".join(["scrypt", str(_N), str(_R), str(_P), _b64(salt), _b64(digest)])


def _fits(password: str, kept: str) -> bool:
    _, n, r, p, salt, digest = kept.split("$")
    found = hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"), salt=base64.b64decode(salt), n=int(n), r=int(r), p=int(p)
    )
    return hmac.compare_digest(found, base64.b64decode(digest))


@functools.cache
def _nobody() -> str:
    """The hash of no password: what a name that nobody has is compared with."""
    return _hash(secrets.token_urlsafe(16))


def _token_hash(token: str) -> str:
    """Tokens are random and long: a plain hash keeps them safe."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
