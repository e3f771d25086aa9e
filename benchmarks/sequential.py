"""What our speed is measured against: one chunk after the other, each waiting for the one before, as many translation scripts do it."""

import asyncio
import json
import sys

import openai

SYSTEM = "Translate every sentence of the JSON object into English. Answer with a JSON object with the same keys."


async def main(base_url: str) -> None:
    """Reads chunks (a JSON list of objects, id to sentence) from standard input."""
    async with openai.AsyncOpenAI(api_key="none", base_url=base_url, max_retries=0) as client:
        for chunk in json.load(sys.stdin):
            await client.chat.completions.create(
                model="some-model",
                messages=[
                    {"role": "system", "content": SYSTEM},
                    {"role": "user", "content": f"<sentences>\n{json.dumps(chunk, ensure_ascii=False)}\n</sentences>"},
                ],
                response_format={
                    "type": "json_schema",
                    "json_schema": {"name": "chunk", "schema": {"type": "object", "properties": {}}},
                },
            )


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
