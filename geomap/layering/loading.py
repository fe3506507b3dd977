"""Where layers come from: the shipped folder, and folders of the user's."""

from collections.abc import Iterator
from pathlib import Path

from geomap.errors import LayerError
from geomap.files import shipped
from geomap.layering.checking import checked, parse_layer
from geomap.layering.layers import Layer


def load_layers(folder: Path | None = None) -> dict[str, Layer]:
    """The shipped layers and then those of the user's `folder`, which take the place of shipped ones by id.

    Returns:
        Layers by id, sorted by ``order`` and id.

    Raises:
        LayerError: A file is not TOML or breaks the grammar, or the folder cannot be read.
    """
    return {layer.id: layer for layer, _ in layer_files(folder)}


def layer_files(folder: Path | None = None) -> list[tuple[Layer, Path]]:
    """The same layers, each with the file it comes from.

    Raises:
        LayerError: As for `load_layers`.
    """
    found: dict[str, tuple[Layer, Path]] = {}
    for root in (shipped("layers"), folder):
        if root is None:
            continue
        for file in _files(root):
            layer = parse_layer(_read(file), source=file.name, folder=root)
            found[layer.id] = (layer, file)
    return sorted(found.values(), key=lambda each: (each[0].order, each[0].id))


def check_folder(folder: Path) -> tuple[list[tuple[Layer, Path]], list[str]]:
    """The layers of a folder and everything that is wrong with its files, one line a problem.

    Raises:
        LayerError: There is no such folder, or no layer file in it.
    """
    found: list[tuple[Layer, Path]] = []
    problems: list[str] = []
    seen: dict[str, str] = {}
    files = list(_files(folder))
    if not files:
        raise LayerError(f"{folder}: holds no layer files (*.toml)")
    for file in files:
        try:
            layer, wrong = checked(_read(file), source=file.name, folder=folder)
        except LayerError as error:
            layer, wrong = None, [str(error)]
        problems.extend(wrong)
        if layer is None:
            continue
        if layer.id in seen:
            problems.append(
                f"{file.name}: `$.id`: {layer.id!r} is that of {seen[layer.id]}, which it would replace"
            )
        seen.setdefault(layer.id, file.name)
        if not wrong:
            found.append((layer, file))
    return found, problems


def _files(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        raise LayerError(f"{root}: no such folder of layers")
    yield from sorted(root.glob("*.toml"))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LayerError(f"{file.name}: cannot be read: {error}") from error
