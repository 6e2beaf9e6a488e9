"""The layers of the dbt project, in the order in which they build on each other; cheap to import."""

from typing import ClassVar

from faro.errors import FaroError, Sentences

#: The code lists: part of the project, loaded when that changed.
SEEDS = "reference"
STAGING = "staging"
#: One dbt process per layer: starting dbt costs about three seconds, a model a fraction of one.
LAYERS: dict[str, tuple[str, ...]] = {
    SEEDS: ("seeds",),
    STAGING: ("models/staging",),
    "core": ("models/intermediate", "models/core"),
    "marts": ("models/marts",),
    "release": ("models/release",),
}
#: The place of each layer among them.
ORDER = {layer: number for number, layer in enumerate(LAYERS)}


class ModelOutsideLayers(FaroError):
    exit_code = 14
    template: ClassVar[Sentences] = {
        "es": "El archivo {path} del proyecto de dbt no está en la carpeta de ninguna capa: nadie lo construiría.\n"
        "  Muévalo, o agregue su carpeta en faro.transformation.layers.",
        "en": "File {path} of the dbt project is in no layer's folder: nobody would build it.\n"
        "  Move it, or add its folder in faro.transformation.layers.",
    }


def layer_of(path: str) -> str:
    """The layer of a file of the dbt project, by its folder. Raises ModelOutsideLayers."""
    for layer, folders in LAYERS.items():
        if any(path.startswith(f"{folder}/") for folder in folders):
            return layer
    raise ModelOutsideLayers(path=path)
