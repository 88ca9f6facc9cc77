"""``ilora-edge bundle``: look into bundles, verify, pack, unpack, strip, compare and sign them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from ilora_cli.options.panels import SOURCE
from ilora_cli.options.run import Json, force_option
from ilora_cli.options.source import Backbone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ilora_edge.bundle.manifest import Manifest

bundle_app = typer.Typer(
    help="Show, verify, pack, unpack, strip, compare and sign bundles.",
    no_args_is_help=True,
)

AnyBundle: TypeAlias = Annotated[
    Path, typer.Argument(metavar="BUNDLE", help="Bundle folder or packed bundle.")
]
Folder: TypeAlias = Annotated[Path, typer.Argument(metavar="BUNDLE", help="Bundle folder.")]
Force: TypeAlias = Annotated[bool, force_option("Replace what is there.")]
PublicKey: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--key",
        metavar="KEY.pub",
        help="Demand a valid signature by this public key.",
        rich_help_panel=SOURCE,
    ),
]


@bundle_app.command()
def show(bundle: AnyBundle, as_json: Json = False) -> None:
    """Print what a bundle says of itself.

    Files, backbone, experts, prompt, metrics, parity. Nothing is hashed; that is what verify does.

    $ ilora-edge bundle show films
    """
    from ilora_cli.console import print_json
    from ilora_edge.bundle.signature import parse_signature

    manifest, raw_signature = _read(bundle)
    key = None
    if raw_signature is not None:
        key = parse_signature(raw_signature, bundle).public_key.hex()
    data = {**manifest.to_json(), "experts_only": manifest.is_experts_only, "signed_by": key}
    data["size"] = sum(size for size, _ in manifest.files.values())
    if as_json:
        print_json(data)
    else:
        _print_show(manifest, data)


@bundle_app.command()
def verify(
    bundle: AnyBundle,
    backbone: Backbone = None,
    key: PublicKey = None,
    as_json: Json = False,
) -> None:
    """Compare every file with the manifest, and check the signature.

    Unsigned bundles are accepted and reported as such, unless --key demands a signature.

    $ ilora-edge bundle verify films.ilora --key films.pub
    """
    from ilora_cli.console import note, print_json
    from ilora_edge.bundle.verify import verify_bundle, verify_packed
    from ilora_edge.errors import OptionError

    packed = bundle.is_file()
    if packed and backbone is not None:
        raise OptionError("--backbone goes with a bundle folder; unpack the bundle first")
    with _bytes_progress("verify", bundle) as advance:
        if packed:
            verified = verify_packed(bundle, key, advance)
        else:
            verified = verify_bundle(bundle, backbone, key, advance)
    checks = [{"name": c.name, "status": c.status, "detail": c.detail} for c in verified.checks]
    if as_json:
        print_json({"bundle": verified.manifest.name, "valid": True, "checks": checks})
        return
    _print_rows([(c["name"], c["status"], c["detail"]) for c in checks])
    note(f"{bundle}: every file is as its manifest says")


@bundle_app.command()
def pack(
    bundle: Folder,
    out: Annotated[
        Path | None,
        typer.Argument(metavar="[OUT]", help="File to write; default: NAME.ilora here."),
    ] = None,
    force: Force = False,
) -> None:
    """Write a bundle as one file; equal bundles become equal bytes.

    $ ilora-edge bundle pack bundles/films films.ilora
    """
    from ilora_cli.console import note
    from ilora_edge.bundle.archive import pack as pack_bundle
    from ilora_edge.bundle.files import PACKED_SUFFIX
    from ilora_edge.system.real_path import real_path

    out = out or Path(real_path(bundle).name + PACKED_SUFFIX)
    with _bytes_progress("pack", bundle) as advance:
        pack_bundle(bundle, out, force, advance)
    note(f"{out}: {out.stat().st_size / 1e6:.1f} MB")
    note(f"next, where it is to run: ilora-edge bundle unpack {out.name} FOLDER")


@bundle_app.command()
def unpack(
    packed: Annotated[Path, typer.Argument(metavar="FILE", help="Packed bundle.")],
    out: Annotated[
        Path | None,
        typer.Argument(metavar="[OUT]", help="Folder to make; default: the file's name here."),
    ] = None,
    key: PublicKey = None,
    force: Force = False,
) -> None:
    """Unpack a bundle, whole and as its manifest says, or not at all.

    $ ilora-edge bundle unpack films.ilora bundles/films
    """
    from ilora_cli.console import note
    from ilora_edge.bundle.archive import unpack as unpack_bundle
    from ilora_edge.bundle.files import PACKED_SUFFIX, SIGNATURE
    from ilora_edge.bundle.signature import check_signed_by
    from ilora_edge.errors import OptionError

    if out is None:
        out = Path(packed.name.removesuffix(PACKED_SUFFIX))
        if out.name == packed.name:
            raise OptionError(f"{packed}: name the folder to unpack it into")

    def check(manifest: bytes, signature: bytes | None) -> None:
        if key is not None:
            check_signed_by(signature, manifest, key, f"{packed}: {SIGNATURE}")

    with _bytes_progress("unpack", packed) as advance:
        manifest = unpack_bundle(packed, out, force, check, advance)
    note(f"{out}: unpacked and verified")
    backbone = ""
    if manifest.is_experts_only:
        backbone = _say_backbone(manifest, out)
    note(f"next: ilora-edge recommend USER --db DB --bundle {out}{backbone}")


def _say_backbone(manifest: Manifest, folder: Path) -> str:
    """Say where an experts-only bundle has its language model from; return what is to be typed."""
    from ilora_cli.console import note
    from ilora_edge.bundle.backbone_file import find_backbone
    from ilora_edge.bundle.named_backbones import packaged_as
    from ilora_edge.errors import BundleError
    from ilora_edge.system.hashes import HashCache

    try:
        with HashCache() as cache:
            found = find_backbone(manifest.backbone, folder, None, cache)
    except BundleError as error:
        note(str(error))
    else:
        note(f"it holds experts only; its language model is here: {found}")
        return ""
    # What a package brings is found once it is installed.
    if packaged_as(manifest.backbone.sha256) is not None:
        return ""
    return " --backbone PATH"


@bundle_app.command()
def strip(
    bundle: Folder,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder of the new bundle.")],
    force: Force = False,
) -> None:
    """Write a copy without the backbone, of experts only.

    The backbone becomes a reference to a file elsewhere.

    $ ilora-edge bundle strip bundles/films bundles/films-experts
    """
    from ilora_cli.console import note
    from ilora_edge.bundle.edits import strip_backbone
    from ilora_edge.bundle.files import SIGNATURE

    manifest = strip_backbone(bundle, out, force)
    size = sum(size for size, _ in manifest.files.values()) / 1e6
    note(f"{out}: {size:.1f} MB without the backbone")
    if (bundle / SIGNATURE).exists():
        note(f"it is unsigned, since its manifest is new: ilora-edge bundle sign {out} --key KEY")
    note(f"next: ilora-edge recommend USER --db DB --bundle {out}{_say_backbone(manifest, out)}")


@bundle_app.command()
def diff(
    a: Annotated[Path, typer.Argument(metavar="A", help="Bundle folder or packed bundle.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Bundle folder or packed bundle.")],
    as_json: Json = False,
) -> None:
    """Print in which fields the manifests of two bundles differ.

    Files differ by their hashes.

    $ ilora-edge bundle diff bundles/films films.ilora
    """
    from ilora_cli.console import note, print_json
    from ilora_edge.bundle.diff import MISSING, diff_manifests

    differences = diff_manifests(_read(a)[0], _read(b)[0])
    if as_json:
        print_json({"equal": not differences, "differences": [d.to_json() for d in differences]})
        return
    if not differences:
        note("no difference")
        return
    rows = [
        (d.field, _short(d.a) if d.in_a else MISSING, _short(d.b) if d.in_b else MISSING)
        for d in differences
    ]
    _print_rows(rows, ("field", "A", "B"))


@bundle_app.command()
def keygen(
    key: Annotated[
        Path, typer.Argument(metavar="KEY", help="File of the private key; KEY.pub beside it.")
    ],
) -> None:
    """Make an Ed25519 key to sign bundles with.

    Needs the [sign] extra.

    $ ilora-edge bundle keygen films.key
    """
    from ilora_cli.console import note
    from ilora_edge.bundle.signature import generate_key, public_path

    public = generate_key(key)
    note(f"{key}: keep it secret; only its owner can read it")
    note(f"{public_path(key)}: give it to whoever verifies; key {public.hex()[:16]}")


@bundle_app.command()
def sign(
    bundle: Folder,
    *,
    key: Annotated[
        Path, typer.Option(help="Private key, as keygen made it.", rich_help_panel=SOURCE)
    ],
    force: Annotated[bool, force_option("Replace a signature.")] = False,
) -> None:
    """Verify a bundle and sign it by a private key.

    Needs the [sign] extra.

    $ ilora-edge bundle sign bundles/films --key films.key
    """
    from ilora_cli.console import note
    from ilora_edge.bundle.edits import sign_bundle

    signature = sign_bundle(bundle, key, force)
    note(f"{bundle}: signed by key {signature.key_id}")


@bundle_app.command()
def describe(
    bundle: Folder,
    *,
    db: Annotated[
        Path,
        typer.Option(
            help="Database with the histories, best the one trained on.", rich_help_panel=SOURCE
        ),
    ],
) -> None:
    """Describe the experts of a bundle by the users of a database.

    'export' does so by the validation users. A signature goes, since the manifest is another one.

    $ ilora-edge bundle describe bundles/films --db films.db
    """
    from contextlib import closing

    from ilora_cli.console import note
    from ilora_edge.bundle.edits import set_descriptions
    from ilora_edge.bundle.manifest import CATALOGUE, ENCODER
    from ilora_edge.catalogue.items import Catalogue
    from ilora_edge.encoder import Encoder
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.reasons.experts import describe_by_database

    with HistoryDB(db) as database, closing(Catalogue(bundle / CATALOGUE)) as catalogue:
        found = describe_by_database(Encoder(bundle / ENCODER), catalogue, database)
    set_descriptions(bundle, found)
    for n, description in enumerate(found, 1):
        note(f"expert {n} ({100 * description.share:.0f} %): {description.whole}")


def _read(bundle: Path) -> tuple[Manifest, bytes | None]:
    """Return the manifest and the signature of a bundle folder or a packed bundle."""
    from ilora_edge.bundle.archive import read_packed
    from ilora_edge.bundle.files import MANIFEST, SIGNATURE, read_sealed, read_small_file
    from ilora_edge.bundle.manifest import parse_manifest

    if bundle.is_file():
        raw, seal, signature = read_packed(bundle)
    else:
        raw, seal = read_sealed(bundle)
        signature = read_small_file(bundle / SIGNATURE)
    return parse_manifest(raw, seal, bundle / MANIFEST), signature


@contextmanager
def _bytes_progress(description: str, bundle: Path) -> Iterator[Callable[[int], None]]:
    """Show a progress bar over the bytes of all files."""
    from ilora_cli.console import progress

    total = sum(size for size, _ in _read(bundle)[0].files.values())
    with progress(description, total) as advance:
        yield advance


def _shown_size(n_bytes: int) -> str:
    return f"{n_bytes / 1e3:.1f} kB" if n_bytes < 100_000 else f"{n_bytes / 1e6:.2f} MB"


def _print_show(manifest: Manifest, data: dict[str, Any]) -> None:
    backbone, experts, prompt = manifest.backbone, manifest.experts, manifest.prompt
    rows = [("name", manifest.name), ("format version", str(data["format_version"]))]
    for name, (size, digest) in sorted(manifest.files.items()):
        rows.append((name, f"{_shown_size(size)}, sha256 {digest[:12]}"))
    where = "by reference" if manifest.is_experts_only else "inside"
    layout = "absent" if backbone.layout_sha256 is None else backbone.layout_sha256[:12]
    rows += [
        ("backbone", f"{backbone.architecture}, {where}: {backbone.file}"),
        ("", f"{_shown_size(backbone.size)}, sha256 {backbone.sha256[:12]}, layout {layout}"),
        (
            "experts",
            f"{experts.n_experts} of rank {experts.lora_rank} together, "
            f"alpha {experts.lora_alpha:g}",
        ),
        (
            "prompt",
            f"{prompt.style}, answers {prompt.answers}"
            + (" without years" if prompt.stops_at_years else "")
            + f", last {prompt.history_window} items"
            + (", candidates listed" if prompt.candidates_in_prompt else ""),
        ),
        ("least rating", _least_rating(manifest)),
        ("fusion weight", f"product {manifest.fusion.product:g}, paper {manifest.fusion.paper:g}"),
    ]
    ids = manifest.external_ids.counts()
    if n_titles := ids.pop("title", 0):
        rows.append(("other titles", f"{n_titles:,}"))
    if ids:
        rows.append(("ids elsewhere", ", ".join(f"{n:,} of {kind}" for kind, n in ids.items())))
    for n, description in enumerate(manifest.expert_descriptions, 1):
        rows.append((f"expert {n}", f"{100 * description.share:.0f} %: {description.whole}"))
    for mode in ("paper", "product"):
        rows += _metric_rows(mode, manifest.metrics.get(mode))
    rows += [(f"parity {k}", _short(v)) for k, v in manifest.parity.items()]
    if not manifest.parity:
        rows.append(("parity", "not measured"))
    signed = data["signed_by"]
    rows.append(("signature", f"by key {signed[:16]}; see: verify" if signed else "unsigned"))
    _print_rows(rows)


def _least_rating(manifest: Manifest) -> str:
    if manifest.min_rating is None:
        return "none"
    scale = "" if manifest.rating_scale is None else f" of {manifest.rating_scale:g}"
    return f"{manifest.min_rating:g}{scale}"


def _metric_rows(mode: str, report: Any) -> list[tuple[str, str]]:
    """Return a line per model; a manifest's metrics are any JSON."""
    models = report.get("models") if isinstance(report, dict) else None
    if not isinstance(models, dict):
        return []
    rows = []
    for model, values in models.items():
        if isinstance(values, dict):
            shown = [
                f"{k} {v:.3f}"
                for k, v in values.items()
                if isinstance(v, int | float) and not isinstance(v, bool)
            ]
            rows.append((f"{mode} {model}", ", ".join(shown)))
    return rows


def _print_rows(rows: Sequence[tuple[str, ...]], headings: tuple[str, ...] = ()) -> None:
    from ilora_cli.columns import TableColumn, print_columns
    from ilora_edge.titles import printable

    heads = headings or ("",) * len(rows[0])
    columns = [TableColumn(heads[0]), *(TableColumn(head, "wrap") for head in heads[1:])]
    print_columns(columns, [[printable(cell) for cell in row] for row in rows])


def _short(value: Any) -> str:
    """Return a JSON value for one cell of a table."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict) and all(isinstance(v, str | int | float) for v in value.values()):
        text = ", ".join(f"{k} {v}" for k, v in value.items())
    return text if len(text) <= 200 else text[:197] + "..."
