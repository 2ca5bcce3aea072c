"""Textbook classification metrics and ranks, one sample at a time."""

from itertools import pairwise, product


def confusion_matrix(y_true, y_pred, labels=None):
    classes = sorted({*y_true, *y_pred}) if labels is None else labels
    return [[sum(t == i and p == j for t, p in zip(y_true, y_pred, strict=True)) for j in classes] for i in classes]


def precision_recall_f1(y_true, y_pred, label, beta=1.0):
    tp = sum(t == label and p == label for t, p in zip(y_true, y_pred, strict=True))
    fp = sum(t != label and p == label for t, p in zip(y_true, y_pred, strict=True))
    fn = sum(t == label and p != label for t, p in zip(y_true, y_pred, strict=True))
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    bottom = beta**2 * precision + recall
    return precision, recall, (1 + beta**2) * precision * recall / bottom if bottom else 0.0


def accuracy(y_true, y_pred):
    return sum(t == p for t, p in zip(y_true, y_pred, strict=True)) / len(y_true)


def auc_by_definition(positive, score):
    """The probability that a positive outranks a negative, a tie counting half."""
    pairs = [
        1.0 if s > r else 0.5 if s == r else 0.0
        for (p, s), (q, r) in product(list(zip(positive, score, strict=True)), repeat=2)
        if p and not q
    ]
    return sum(pairs) / len(pairs)


def roc_points(positive, score):
    """(false positive rate, true positive rate) with everything at or above each threshold called positive."""
    points = [(0.0, 0.0)]
    n_positive = sum(positive)
    for threshold in sorted(set(score), reverse=True):
        called = [p for p, s in zip(positive, score, strict=True) if s >= threshold]
        true = sum(called)
        points.append(((len(called) - true) / (len(positive) - n_positive), true / n_positive))
    return points


def area(points):
    return sum((x1 - x0) * (y0 + y1) / 2 for (x0, y0), (x1, y1) in pairwise(points))


def ranks(x, method):
    result = []
    for i, value in enumerate(x):
        below, equal = sum(v < value for v in x), sum(v == value for v in x)
        result.append(
            {
                "average": below + (equal + 1) / 2,
                "min": below + 1,
                "max": below + equal,
                "dense": len({v for v in x if v < value}) + 1,
                "ordinal": below + 1 + sum(v == value for v in x[:i]),
            }[method]
        )
    return result


def over_labels(score_of, truth, score, average):
    """What `average` makes of the scores of k labels; `score_of` takes indicators and scores of one binary problem."""
    by_label = [(list(y), list(s)) for y, s in zip(zip(*truth, strict=True), zip(*score, strict=True), strict=True)]
    if average == "micro":
        return score_of([y for row in truth for y in row], [s for row in score for s in row])
    if average == "samples":
        return sum(score_of(y, s) for y, s in zip(truth, score, strict=True)) / len(truth)
    scores = [score_of(y, s) for y, s in by_label]
    if average is None:
        return scores
    if average == "macro":
        return sum(scores) / len(scores)
    return sum(sum(y) * a for (y, _), a in zip(by_label, scores, strict=True)) / sum(sum(y) for y, _ in by_label)
