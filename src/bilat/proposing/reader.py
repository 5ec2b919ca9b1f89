"""A language model reads documents: asked piece by piece, answers kept, proposals checked, the cost counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bilat.errors import InputError
from bilat.extract.actors import Actor, ActorFinder
from bilat.extract.analysis import Analysis
from bilat.guards import Problem, Screened, screen
from bilat.model import TYPES, Document, Record, Span, record_id
from bilat.packs import Pack
from bilat.proposing.answers import Page, Unfit, pieces, proposals, record
from bilat.proposing.kept import Kept
from bilat.proposing.prompt import messages, prompt

if TYPE_CHECKING:
    from bilat.fetching import Service  # whoever asks no service need not load its client

_MOST = 8000  # characters of a piece
_PATH = "chat/completions"


@dataclass(slots=True)
class Cost:
    """What asking has cost: requests made, answers that were there already, tokens sent and received, as far as the
    service tells; and what came of it: proposals, and those that were kept."""

    requests: int = 0
    kept_answers: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    proposed: int = 0
    borne_out: int = 0

    def __str__(self) -> str:
        return (
            f"{self.requests} requests ({self.kept_answers} answers were there already), {self.tokens_in} tokens sent,"
            f" {self.tokens_out} received; {self.proposed} records proposed, {self.borne_out} borne out by their text"
        )


@dataclass(slots=True)
class Proposer:
    """A model behind an OpenAI-compatible service, as a reader. `most`: characters of one piece of a document."""

    service: Service
    model: str
    kept: Kept = field(default_factory=lambda: Kept(None))
    most: int = _MOST
    cost: Cost = field(default_factory=Cost)

    @property
    def name(self) -> str:
        """What its records are marked with: the model, and the version of the prompt."""
        return f"{self.model}, prompt {prompt().version}"

    def read(self, document: Document, pack: Pack) -> Screened:
        """What the model proposes for a document and its text bears out, and why other proposals are set aside.

        Raises InputError where the service gives no answer, UsageError where it refuses.
        """
        analysis = Analysis(document, pack)
        actors = ActorFinder(analysis).find()
        found: dict[str, Record] = {}
        unfit: list[Problem] = []
        for span in pieces(document.text, document.kept or ((0, len(document.text)),), self.most):
            for one in self._piece(analysis, actors, span):
                if isinstance(one, Problem):
                    unfit.append(one)
                else:
                    found.setdefault(record_id(one), one)
        screened = screen(found.values(), document, pack, analysis=analysis)
        self.cost.borne_out += len(screened.kept)
        return Screened(screened.kept, (*unfit, *screened.aside))

    def _piece(self, analysis: Analysis, actors: Sequence[Actor], span: Span) -> Iterator[Record | Problem]:
        document = analysis.document
        content = self._asked(document, messages(document, document.text[slice(*span)], analysis.pack))
        try:
            told = proposals(content)
        except Unfit as why:
            yield _unfit(document, None, str(why))
            return
        where = Page(analysis, actors, span)
        for proposed in told:
            self.cost.proposed += 1
            try:
                yield record(proposed, where, self.name)
            except Unfit as why:
                yield _unfit(document, proposed, str(why))

    def _asked(self, document: Document, said: Sequence[Mapping[str, str]]) -> str:
        """The model's answer, asked for where it is not kept. One of no use is not kept, so that it is asked again."""
        body: dict[str, Any] = {
            "model": self.model,
            "messages": list(said),
            "temperature": 0,
            "response_format": {"type": "json_object"},
        }
        asked = {"service": self.service.base, **body}
        before = self.kept.find(asked)
        if before is not None:
            self.cost.kept_answers += 1
            return str(before["content"])
        answer = self.service.post(_PATH, body)
        self.cost.requests += 1
        usage = answer.get("usage") if isinstance(answer, dict) else None
        spent = usage if isinstance(usage, dict) else {}
        sent, received = (spent.get(name) for name in ("prompt_tokens", "completion_tokens"))
        self.cost.tokens_in += sent if isinstance(sent, int) else 0
        self.cost.tokens_out += received if isinstance(received, int) else 0
        content = _content(answer)
        if content is None:
            why, remedy = "the service's answer holds no message", "see that it answers as `chat/completions` does"
            raise InputError(document.id, why, remedy)
        try:
            proposals(content)
        except Unfit:
            return content
        self.kept.keep(asked, {"content": content, "tokens_in": sent, "tokens_out": received})
        return content


def _unfit(document: Document, proposed: Any, reason: str) -> Problem:
    """Why a proposal is no record at all. It has no id, since it has no content that could be trusted."""
    kind = proposed.get("type") if isinstance(proposed, dict) else None
    known = kind if isinstance(kind, str) and kind in TYPES.values() else "proposal"
    return Problem(record=f"a proposed {known}", type=known, doc=document.id, guard="form", reason=reason)


def _content(answer: Any) -> str | None:
    """The text of an answer's first choice."""
    try:
        content = answer["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        return None
    return content if isinstance(content, str) else None
