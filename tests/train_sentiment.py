"""Trains the sentiment model from the training sentences: `python -m tests.train_sentiment`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from peruopt.sentiment.reading import features
from tests.sentiment_set import sentences

OUT = Path(__file__).parent.parent / "peruopt" / "sentiment" / "model.npz"
ORDER = ["negative", "neutral", "positive"]
LEAST = 2


def matrix(texts, names):
    """Rows as the scorer sees them: words share one unit of length, feelings count whole."""
    index = {name: i for i, name in enumerate(names)}
    rows = np.zeros((len(texts), len(names)))
    for row, text in zip(rows, texts, strict=True):
        found = features(text)
        size = sum(1 for name in found if name[0] != "=") ** 0.5 or 1.0
        for name, count in found.items():
            if name in index:
                row[index[name]] = count if name[0] == "=" else 1.0 / size
    return rows


def chosen(texts):
    seen = Counter(name for text in texts for name in features(text))
    return sorted(name for name, n in seen.items() if n >= LEAST)


def fitted(texts, labels, strength):
    names = chosen(texts)
    model = LogisticRegression(C=strength, max_iter=3000)
    model.fit(matrix(texts, names), [ORDER.index(label) for label in labels])
    return names, model


def main() -> None:
    labels, texts = zip(*sentences("train"), strict=True)
    target = np.array([ORDER.index(label) for label in labels])
    best = (0.0, 1.0)
    for strength in (0.3, 1.0, 3.0, 10.0):
        hits = []
        folds = StratifiedKFold(5, shuffle=True, random_state=0)
        for fit, held in folds.split(texts, target):
            part = [texts[i] for i in fit]
            names, model = fitted(part, [labels[i] for i in fit], strength)
            said = model.predict(matrix([texts[i] for i in held], names))
            hits.append((said == target[held]).mean())
        best = max(best, (float(np.mean(hits)), strength))
        print(f"C={strength}: {np.mean(hits):.3f}")  # noqa: T201
    names, model = fitted(texts, labels, best[1])
    np.savez_compressed(
        OUT,
        names=np.array(names),
        weights=model.coef_.T.astype(np.float32),
        start=model.intercept_.astype(np.float64),
    )
    print(f"{len(names)} features, {OUT.stat().st_size:,} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
