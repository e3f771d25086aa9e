"""What each setting is for, in the words of the command line, of docs/settings.md and of the Python API. Apart from the settings
themselves, because `summarize --help` has to start fast and they load pydantic."""

from collections.abc import Mapping
from types import MappingProxyType

SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "source_language": "Language of the article; auto looks at its characters.",
        "target_language": "Language to translate into; only English so far.",
        "model": "Model to ask: a hosted model's name, the id or path of a local one, or local for the embedded model.",
        "base_url": "Address of an OpenAI-compatible server, up to and with /v1.",
        "api_key": "Key for that server; from the environment only.",
        "glossary": "Your names and terms as CSV, TSV or TBX: Chinese, then English. They come before all others.",
        "output": "Folder for the results, made if missing; without it they go beside the article.",
        "formats": "What to write, separated by commas: md, html, json.",
        "chinese_names": "Put a name's Chinese in brackets behind its first mention: Luo Jiangchun (罗江春).",
        "max_cost": "Most US dollars the run may cost; it stops before passing them.",
        "concurrency": "Most requests under way at once; else 64, to a server on this machine 16. The embedded model takes 4.",
        "chunk_tokens": "Most source tokens of one translation request; 1 asks sentence by sentence.",
        "tactics": "How the model is asked: small (a sentence at a time), strong, or auto: small for a local model.",
        "prompts": "Folder with prompts of your own, laid out like the program's; what is not in it is taken from those.",
        "cache": "Use stored answers, and store new ones.",
        "store": "Where answers and runs are kept: a file, or postgresql://USER@HOST/DATABASE for several machines.",
        "provider_batch": "Send requests through the provider's Batch API: half the price, hours instead of minutes.",
        "repair_rounds": "How often faulty translations are asked for again.",
        "repair_budget": "Most that repairs may take, as a share of the translation's own tokens; the worst faults come first.",
        "review": "Read the finished translation a second time beside its source; edits are kept where the checks find nothing worse.",
        "review_model": "Model for the second reading, a stronger one for instance; naming one asks for the reading.",
        "review_base_url": "Address of that model's server, where it is another; it then needs a key of its own.",
        "review_api_key": "Key for that server; from the environment only.",
        "requests_per_minute": "The provider's limit, where it must be kept.",
        "tokens_per_minute": "The provider's limit, where it must be kept.",
        "timeout": "Seconds to wait for one answer.",
        "patience": "Seconds to wait for a server that fails or limits everything; default 1800 in batch, else 30.",
        "price_in": "Price of the model's input in US dollars per million tokens; overrides the price list.",
        "price_out": "Price of the model's output in US dollars per million tokens; overrides the price list.",
        "fallback_model": "Model for the sentences that the provider's content filter refuses; local for the embedded one.",
    }
)
