"""Our descent takes the steps that torch's own AdamW takes."""

from __future__ import annotations

import torch

from peruopt.learn.descent import Descent


def test_steps_are_adamws():
    torch.manual_seed(0)
    ours = torch.nn.Linear(5, 3)
    theirs = torch.nn.Linear(5, 3)
    theirs.load_state_dict(ours.state_dict())
    x, y = torch.randn(20, 5), torch.randn(20, 3) * 9
    descent = Descent(ours.parameters(), 0.02)
    stock = torch.optim.AdamW(theirs.parameters(), lr=1e-2, weight_decay=0.02)
    for _ in range(15):
        descent.forget()
        ((ours(x) - y) ** 2).mean().backward()
        descent.step(1e-2)
        stock.zero_grad()
        ((theirs(x) - y) ** 2).mean().backward()
        torch.nn.utils.clip_grad_norm_(theirs.parameters(), 1.0)
        stock.step()
    for a, b in zip(ours.parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-6)
