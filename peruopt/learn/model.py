"""The attention-LSTM, whole, in reading order.

Past posts of one account run through an LSTM; a candidate post asks that memory a question, and
attention answers it from the posts the candidate may see.  Out comes a mean and a spread of the
result over the account's usual.

B segments, T past posts in each, L candidates in each, H hidden, A heads, S step features,
C candidate features, W width of the hashed words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize, relu

REACH = 64
"""Past posts that a candidate can attend to."""
WARM = 48
"""Posts that the LSTM reads before the first of those."""
_DAY, _WEEK = 24.0, 168.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the network is made for."""

    step: int
    candidate: int
    hidden: int = 48
    heads: int = 4
    buckets: int = 4096
    width: int = 12


@dataclass(frozen=True, slots=True)
class Batch:
    """Segments of accounts, padded."""

    steps: Tensor  # (B, T, S)
    step_hours: Tensor  # (B, T) hours since the segment began
    step_local: Tensor  # (B, T) local hour of the week
    step_words: tuple[Tensor, Tensor]  # flat buckets, (B * T,) starts
    candidates: Tensor  # (B, L, C)
    hours: Tensor  # (B, L)
    local: Tensor  # (B, L)
    words: tuple[Tensor, Tensor]  # flat buckets, (B * L,) starts
    low: Tensor  # (B, L) first step that the candidate may see
    high: Tensor  # (B, L) one past the last


class AttentionLSTM(nn.Module):
    """LSTM over an account's posts, temporal attention queried by the candidate."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        h, w, a = sizes.hidden, sizes.width, sizes.heads
        self.words = nn.EmbeddingBag(sizes.buckets, w, mode="mean")
        nn.init.normal_(self.words.weight, std=0.1)
        self.step = nn.Linear(sizes.step + w, h)
        self.lstm = nn.LSTM(h, h, batch_first=True)
        self.ask = nn.Linear(sizes.candidate + w, h)
        self.key = nn.Linear(2 * h, h)
        self.value = nn.Linear(2 * h, h)
        self.alike = nn.Parameter(torch.zeros(a))  # how much shared words count, per head
        self.when = nn.Linear(5, a)  # age at three scales, hour of day, hour of week
        self.nothing = nn.Parameter(torch.zeros(a))  # the choice to look at no post at all
        self.mix = nn.Linear(3 * h, h)
        self.drop = nn.Dropout(0.2)
        self.out = nn.Linear(h, 2)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, b: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Return mean (B, L), log spread (B, L) and attention (B, A, L, T)."""
        bsz, t, _ = b.steps.shape
        n, a, h = b.candidates.shape[1], self.sizes.heads, self.sizes.hidden
        past_words = self.words(*b.step_words).view(bsz, t, -1)  # (B, T, W)
        words = self.words(*b.words).view(bsz, n, -1)  # (B, L, W)
        step = relu(self.step(torch.cat([b.steps, past_words], -1)))  # (B, T, H)
        state, _ = self.lstm(self.drop(step))  # (B, T, H)
        memory = torch.cat([state, step], -1)  # (B, T, 2H)

        ask = relu(self.ask(torch.cat([b.candidates, words], -1)))  # (B, L, H)
        query = ask.view(bsz, n, a, -1).transpose(1, 2)  # (B, A, L, H/A)
        key = self.key(memory).view(bsz, t, a, -1).transpose(1, 2)  # (B, A, T, H/A)
        value = self.value(memory).view(bsz, t, a, -1).transpose(1, 2)
        score = query @ key.transpose(2, 3) / math.sqrt(h / a)  # (B, A, L, T)
        same = normalize(words, dim=-1) @ normalize(past_words, dim=-1).transpose(1, 2)
        score = score + self.alike.view(1, a, 1, 1) * same.unsqueeze(1)
        score = score + self.when(self._apart(b)).permute(0, 3, 1, 2)

        place = torch.arange(t).view(1, 1, t)
        seen = (place >= b.low.unsqueeze(2)) & (place < b.high.unsqueeze(2))  # (B, L, T)
        score = score.masked_fill(~seen.unsqueeze(1), float("-inf"))
        nothing = self.nothing.to(score.dtype).view(1, a, 1, 1).expand(bsz, a, n, 1)
        share = torch.cat([score, nothing], -1).softmax(-1)[..., :t]  # (B, A, L, T)
        found = (share @ value).transpose(1, 2).reshape(bsz, n, h)  # (B, L, H)

        last = (b.high - 1).clamp(min=0)  # the newest state the candidate may see
        newest = state.gather(1, last.unsqueeze(2).expand(-1, -1, h))  # (B, L, H)
        newest = newest * (b.high > b.low).unsqueeze(2)
        mixed = relu(self.mix(self.drop(torch.cat([ask, found, newest], -1))))
        mean, spread = self.out(self.drop(mixed)).unbind(-1)  # (B, L) each
        return mean, spread.clamp(-2.5, 2.0), share

    @staticmethod
    def _apart(b: Batch) -> Tensor:
        """How far each past post is from each candidate, at several scales: (B, L, T, 5)."""
        age = (b.hours.unsqueeze(2) - b.step_hours.unsqueeze(1)).clamp(min=1.0)
        turn = 2 * math.pi * (b.local.unsqueeze(2) - b.step_local.unsqueeze(1))
        return torch.stack(
            [age.log() / 3, -age / _WEEK / 4, (age < 3 * _DAY).to(age.dtype),
             torch.cos(turn / _DAY), torch.cos(turn / _WEEK)],
            -1,
        )  # fmt: skip


def loss(mean: Tensor, spread: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Squared error for the mean, Laplace likelihood for the spread around it."""
    off = target - mean
    squared = off**2
    likely = spread + off.detach().abs() * torch.exp(-spread)
    return (weight * (squared + 0.3 * likely)).sum() / weight.sum().clamp(min=1e-9)
