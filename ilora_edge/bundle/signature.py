"""Signatures: who made a bundle, by an Ed25519 key on their own disk.

A signature covers the raw bytes of ``manifest.json``, and through its hashes every other file.
It says that the owner of a key made these files, not that the files do no harm.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ilora_edge.errors import BundleError, MissingExtraError, OptionError
from ilora_edge.system.new_file import new_file
from ilora_edge.untrusted.strict_json import fields_of, load_json

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

ALGORITHM = "ed25519"
PUBLIC_SUFFIX = ".pub"
_MAX_KEY_BYTES = 1 << 16
_FIELDS = ("algorithm", "public_key", "signature")


@dataclass(frozen=True, slots=True)
class Signature:
    """``signature.json``, parsed; whether it is valid is another question."""

    public_key: bytes
    """The 32 bytes of an Ed25519 public key."""
    signature: bytes
    """64 bytes over the raw bytes of ``manifest.json``."""

    @property
    def key_id(self) -> str:
        """The first 16 hex digits of the public key, for messages."""
        return self.public_key.hex()[:16]

    def to_bytes(self) -> bytes:
        """Return the file: one way to write each signature, so no changed byte goes unseen."""
        data = {
            "algorithm": ALGORITHM,
            "public_key": self.public_key.hex(),
            "signature": self.signature.hex(),
        }
        return (json.dumps(data, indent=2) + "\n").encode()


def parse_signature(raw: bytes, where: object) -> Signature:
    """Parse ``signature.json``; raises BundleError where it is not as it is always written."""
    try:
        data = fields_of(load_json(raw), "signature", _FIELDS)
        if data["algorithm"] != ALGORITHM:
            raise ValueError(f"its algorithm is not {ALGORITHM}")
        signature = Signature(_hex(data["public_key"], 32), _hex(data["signature"], 64))
        if signature.to_bytes() != raw:
            raise ValueError("it is not written as signatures are")
    except (ValueError, TypeError, RecursionError) as error:
        raise BundleError(
            f"{where}: damaged ({error}); copy the bundle again, or sign it again"
        ) from error
    return signature


def check_signature(signature: Signature, manifest: bytes, where: object) -> None:
    """Raise BundleError where a signature was not made over these bytes by its own key."""
    ed25519 = _cryptography("bundle verify")
    from cryptography.exceptions import InvalidSignature

    try:
        key: Ed25519PublicKey = ed25519.Ed25519PublicKey.from_public_bytes(signature.public_key)
        key.verify(signature.signature, manifest)
    except (InvalidSignature, ValueError) as error:
        raise BundleError(
            f"{where}: not a signature of this manifest by key {signature.key_id}; the bundle was "
            "changed after it was signed, so get it from its maker again"
        ) from error


def check_signed_by(raw: bytes | None, manifest: bytes, key: Path, where: object) -> Signature:
    """Return the signature over a manifest where the given public key made it.

    Raises
    ------
    BundleError
        The bundle is unsigned, signed by another key, or the signature is not valid.
    OptionError
        The key's file holds no Ed25519 public key.
    MissingExtraError
        The [sign] extra is not installed.
    """
    wanted = load_public_key(key)
    if raw is None:
        raise BundleError(f"{where}: the bundle is unsigned; {key} demands a signature by its key")
    signature = parse_signature(raw, where)
    if signature.public_key != wanted:
        raise BundleError(
            f"{where}: signed by key {signature.key_id}, not by {wanted.hex()[:16]} of {key}; get "
            "the bundle from its maker, or the maker's other key"
        )
    check_signature(signature, manifest, where)
    return signature


def sign(manifest: bytes, key: Path) -> Signature:
    """Return the signature over a manifest's bytes by the private key in a PEM file."""
    private = _load_private_key(key)
    return Signature(private.public_key().public_bytes_raw(), private.sign(manifest))


def generate_key(key: Path) -> bytes:
    """Write a new private key (PEM, for its owner alone) and ``KEY.pub``; return the public key.

    An existing key is never replaced: what it signed could not be signed again.
    """
    ed25519 = _cryptography("bundle keygen")
    from cryptography.hazmat.primitives import serialization as form

    private: Ed25519PrivateKey = ed25519.Ed25519PrivateKey.generate()
    public = private.public_key()
    pem = private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    public_pem = public.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    with new_file(key, False, 0o600) as file, new_file(public_path(key), False) as beside:
        file.write(pem)
        beside.write(public_pem)
    return public.public_bytes_raw()


def public_path(key: Path) -> Path:
    """Return where the public half of a private key lies."""
    return key.with_name(key.name + PUBLIC_SUFFIX)


def load_public_key(path: Path) -> bytes:
    """Return the 32 bytes of a public key in a PEM file."""
    _cryptography("bundle verify")
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    raw = _read_key(path)
    try:
        key = serialization.load_pem_public_key(raw)
    except (ValueError, UnsupportedAlgorithm) as error:
        private = "PRIVATE KEY" in raw.decode("latin-1")
        hint = f"it is private; give {public_path(path)}" if private else "give KEY.pub of keygen"
        raise OptionError(f"{path}: not a public key in PEM form; {hint}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise OptionError(f"{path}: not an Ed25519 key; make one with: ilora-edge bundle keygen")
    return key.public_bytes_raw()


def is_available() -> bool:
    """Whether signatures can be checked: the [sign] extra is installed."""
    try:
        _cryptography("bundle verify")
    except MissingExtraError:
        return False
    return True


def _load_private_key(path: Path) -> Ed25519PrivateKey:
    ed25519 = _cryptography("bundle sign")
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization

    try:
        key = serialization.load_pem_private_key(_read_key(path), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise OptionError(
            f"{path}: not an unencrypted private key in PEM form; make one with: "
            "ilora-edge bundle keygen"
        ) from error
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise OptionError(f"{path}: not an Ed25519 key; make one with: ilora-edge bundle keygen")
    private: Ed25519PrivateKey = key
    return private


def _read_key(path: Path) -> bytes:
    if not path.is_file():
        raise OptionError(f"{path}: no such key; make one with: ilora-edge bundle keygen {path}")
    with path.open("rb") as file:
        raw = file.read(_MAX_KEY_BYTES + 1)
    if len(raw) > _MAX_KEY_BYTES:
        raise OptionError(f"{path}: too large for a key; give one that keygen made")
    return raw


def _hex(value: Any, length: int) -> bytes:
    if type(value) is not str or not re.fullmatch(f"[0-9a-f]{{{2 * length}}}", value):
        raise ValueError(f"no {2 * length} hex digits")
    return bytes.fromhex(value)


def _cryptography(command: str) -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        raise MissingExtraError(command, "sign", "cryptography") from error
    return ed25519
