"""Signatures: valid ones by the right key pass, whatever was changed does not."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from bundle_edits import edit_manifest

from ilora_edge.bundle.archive import pack, unpack
from ilora_edge.bundle.edits import sign_bundle, strip_backbone
from ilora_edge.bundle.files import EXPERTS, MANIFEST, SIGNATURE
from ilora_edge.bundle.signature import (
    Signature,
    check_signed_by,
    generate_key,
    load_public_key,
    parse_signature,
    public_path,
    sign,
)
from ilora_edge.bundle.verify import NOT_CHECKED, OK, UNSIGNED, verify_bundle, verify_packed
from ilora_edge.errors import BundleError, OptionError

pytest.importorskip("cryptography")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    generate_key(tmp_path / "key")
    return tmp_path / "key"


@pytest.fixture
def signed(own: Path, key: Path) -> Path:
    sign_bundle(own, key)
    return own


def refusal(kind: type[Exception], call: object, *args: object) -> str:
    with pytest.raises(kind) as refused:
        call(*args)  # type: ignore[operator]
    assert "\n" not in str(refused.value)
    return str(refused.value)


def status(folder: Path, key: Path | None = None) -> str:
    return {c.name: c.status for c in verify_bundle(folder, key=key).checks}[SIGNATURE]


def test_a_key_is_its_owner_s_alone_and_never_replaced(tmp_path: Path) -> None:
    public = generate_key(tmp_path / "new" / "key")
    key = tmp_path / "new" / "key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
    assert public_path(key).name == "key.pub"
    assert load_public_key(public_path(key)) == public
    before = key.read_bytes()
    assert "exists already" in refusal(OptionError, generate_key, key)
    key.unlink()
    refusal(OptionError, generate_key, key)
    assert not key.exists()
    key.write_bytes(before)
    assert len(list(key.parent.iterdir())) == 2


def test_the_signature_is_ed25519_as_other_programs_compute_it(tmp_path: Path) -> None:
    """RFC 8032, section 7.1, test 2."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    pem = Ed25519PrivateKey.from_private_bytes(private).private_bytes(
        form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()
    )
    (tmp_path / "key").write_bytes(pem)
    made = sign(b"\x72", tmp_path / "key")
    assert made.public_key.hex() == (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    )
    assert made.signature.hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


def test_a_signed_bundle_is_by_its_key_and_no_other(
    signed: Path, key: Path, tmp_path: Path
) -> None:
    assert status(signed) == OK
    assert status(signed, public_path(key)) == OK
    generate_key(tmp_path / "other")
    message = refusal(BundleError, verify_bundle, signed, None, tmp_path / "other.pub")
    assert "not by" in message
    pack(signed, tmp_path / "x.ilora")
    found = verify_packed(tmp_path / "x.ilora", public_path(key)).checks
    assert {c.name: c.status for c in found}[SIGNATURE] == OK
    refusal(BundleError, verify_packed, tmp_path / "x.ilora", tmp_path / "other.pub")
    unpack(tmp_path / "x.ilora", tmp_path / "out")
    assert status(tmp_path / "out", public_path(key)) == OK


def test_an_unsigned_bundle_is_allowed_unless_a_key_is_demanded(own: Path, key: Path) -> None:
    assert status(own) == UNSIGNED
    message = refusal(BundleError, verify_bundle, own, None, public_path(key))
    assert "unsigned" in message


def test_what_was_changed_after_signing_is_refused(signed: Path, key: Path) -> None:
    edit_manifest(signed, lambda data: data.update(name="another"))
    for demanded in (None, public_path(key)):
        message = refusal(BundleError, verify_bundle, signed, None, demanded)
        assert SIGNATURE in message
    with pytest.raises(OptionError, match="--force"):
        sign_bundle(signed, key)
    sign_bundle(signed, key, force=True)
    assert status(signed, public_path(key)) == OK


def test_every_flipped_bit_of_the_signature_is_detected(signed: Path) -> None:
    path, manifest = signed / SIGNATURE, (signed / MANIFEST).read_bytes()
    raw = path.read_bytes()
    assert parse_signature(raw, path).to_bytes() == raw
    for place, byte in enumerate(raw):
        for bit in range(8):
            path.write_bytes(raw[:place] + bytes([byte ^ 1 << bit]) + raw[place + 1 :])
            with pytest.raises(BundleError, match=SIGNATURE):
                verify_bundle(signed)
    assert manifest == (signed / MANIFEST).read_bytes()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 4000,
        b'{"algorithm": "none", "public_key": "", "signature": ""}',
        Signature(b"\1" * 32, b"\2" * 64).to_bytes().replace(b"ed25519", b"rsa2048"),
        Signature(b"\1" * 32, b"\2" * 64).to_bytes().replace(b"\n", b" "),
        Signature(b"\xaa" * 32, b"\2" * 64).to_bytes().replace(b"aa", b"AA"),
        Signature(b"\1" * 31, b"\2" * 64).to_bytes(),
        b" " * 5000,
    ],
)
def test_a_senseless_signature_is_refused(own: Path, raw: bytes) -> None:
    (own / SIGNATURE).write_bytes(raw)
    assert SIGNATURE in refusal(BundleError, verify_bundle, own)


def test_a_damaged_bundle_is_not_signed(own: Path, key: Path) -> None:
    with (own / EXPERTS).open("r+b") as file:
        file.seek(2000)
        file.write(b"!!")
    assert EXPERTS in refusal(BundleError, sign_bundle, own, key)
    assert not (own / SIGNATURE).exists()


def test_an_experts_only_copy_is_unsigned(signed: Path, key: Path, tmp_path: Path) -> None:
    strip_backbone(signed, tmp_path / "experts")
    assert status(tmp_path / "experts") == UNSIGNED
    sign_bundle(tmp_path / "experts", key)
    assert status(tmp_path / "experts", public_path(key)) == OK


def test_files_that_are_no_keys_are_refused(own: Path, key: Path, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    other = generate_private_key(SECP256R1())
    (tmp_path / "ec").write_bytes(
        other.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    )
    (tmp_path / "ec.pub").write_bytes(
        other.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    )
    (tmp_path / "locked").write_bytes(
        other.private_bytes(
            form.Encoding.PEM, form.PrivateFormat.PKCS8, form.BestAvailableEncryption(b"x")
        )
    )
    (tmp_path / "text").write_text("not a key")
    (tmp_path / "large").write_bytes(bytes(100_000))
    for name in ("ec", "locked", "text", "large", "missing", "key.pub", "."):
        refusal(OptionError, sign_bundle, own, tmp_path / name)
    for name in ("ec.pub", "text", "large", "missing", "."):
        refusal(OptionError, verify_bundle, own, None, tmp_path / name)
    assert "private" in refusal(OptionError, verify_bundle, own, None, key)
    assert not (own / SIGNATURE).exists()


WITHOUT = """
import sys
sys.modules["cryptography"] = None
from pathlib import Path
from ilora_edge.bundle.verify import verify_bundle
from ilora_edge.errors import MissingExtraError
from ilora_edge.bundle.signature import generate_key
print({c.name: c.status for c in verify_bundle(Path(sys.argv[1])).checks}["signature.json"])
demanded = lambda: verify_bundle(Path(sys.argv[1]), key=Path("k"))
for call in (demanded, lambda: generate_key(Path("k"))):
    try:
        call()
    except MissingExtraError as error:
        print(error)
"""


def test_without_the_extra_a_signature_is_said_not_to_be_checked(signed: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, signed], capture_output=True, text=True, check=True
    )
    first, *missing = done.stdout.splitlines()
    assert first == NOT_CHECKED
    assert len(missing) == 2
    assert all("pip install 'ilora-edge[sign]'" in line for line in missing)


def test_a_key_is_demanded_of_the_raw_bytes(signed: Path, key: Path) -> None:
    raw = (signed / SIGNATURE).read_bytes()
    manifest = (signed / MANIFEST).read_bytes()
    check_signed_by(raw, manifest, public_path(key), "here")
    with pytest.raises(BundleError):
        check_signed_by(raw, manifest + b"\n", public_path(key), "here")
