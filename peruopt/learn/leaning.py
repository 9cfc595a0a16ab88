"""Which past posts a forecast leans on: the network's attention, read back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from peruopt.learn.features import Past, Seen
from peruopt.learn.network import Net
from peruopt.learn.segments import Feed

_MOST = 3


def attention(nets: Sequence[Net], past: Past, seen: Seen) -> list[list[tuple[int, float]]]:
    """Return, per candidate, up to three past rows with their share of the attention."""
    many = len(seen.table)
    if not nets:
        return [[] for _ in range(many)]
    net = nets[0]
    feed = Feed.of(past, seen, net.scale, net.sizes.buckets, torch.float64)
    told: list[list[tuple[int, float]]] = []
    for row in range(many):
        begin, end = int(seen.begin[row]), int(seen.end[row])
        batch = feed.batch([np.array([row])])
        with torch.inference_mode():
            share = net.built()(batch)[2].mean(1)[0, 0].numpy()  # (T,) over all heads
        first = end - share.shape[0] if share.shape[0] <= end else begin
        best = np.argsort(-share, kind="stable")[:_MOST]
        told.append([(int(first + i), round(float(share[i]), 4)) for i in best if share[i] > 0.02])
    return told
