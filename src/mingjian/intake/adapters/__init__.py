"""Adapters: mappings that come with the product, one YAML file each, for formats that many lenders meet."""

from importlib.resources import files

from mingjian.errors import NotFoundError
from mingjian.intake.mapping import Mapping


def names() -> tuple[str, ...]:
    """The adapters that there are."""
    found = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml")))


def by_name(name: str) -> Mapping:
    """The adapter of that name; NotFoundError lists those that there are."""
    if name not in names():
        raise NotFoundError(f"there is no adapter '{name}'; there are: {', '.join(names())}")
    return Mapping.parse(files(__name__).joinpath(f"{name}.yaml").read_text("utf-8"), name=name)
