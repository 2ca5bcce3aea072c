"""Textbook losses of probabilities, rates and curves of two classes, one sample at a time."""

from math import inf, log, nan, sqrt


def log_losses(codes, rows, clip):
    """Minus the logarithm of what each row gives to its class."""
    values = []
    for code, row in zip(codes, rows, strict=True):
        p = row[code] if clip is None else min(max(row[code], clip), 1 - clip)
        values.append(-log(p) if p > 0 else inf)
    return values


def squared_losses(codes, rows):
    return [sum((p - (c == code)) ** 2 for c, p in enumerate(row)) for code, row in zip(codes, rows, strict=True)]


def mean(values, weight=None):
    weight = [1] * len(values) if weight is None else weight
    return sum(v * w for v, w in zip(values, weight, strict=True) if w) / sum(weight)


def rates(positive, called, weight):
    tp = sum(w for p, c, w in zip(positive, called, weight, strict=True) if p and c)
    fp = sum(w for p, c, w in zip(positive, called, weight, strict=True) if not p and c)
    fn = sum(w for p, c, w in zip(positive, called, weight, strict=True) if p and not c)
    tn = sum(w for p, c, w in zip(positive, called, weight, strict=True) if not p and not c)

    def share(a, b):
        return a / (a + b) if a + b else nan

    below = sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    defined = [rate for rate in (share(tp, fn), share(tn, fp)) if rate == rate]
    return {
        "tpr": share(tp, fn),
        "fpr": share(fp, tn),
        "tnr": share(tn, fp),
        "fnr": share(fn, tp),
        "ppv": share(tp, fp),
        "npv": share(tn, fn),
        "accuracy": (tp + tn) / (tp + fp + fn + tn),
        "balanced_accuracy": sum(defined) / len(defined),
        "mcc": (tp * tn - fp * fn) / below if below else 0.0,
    }


def precision_recall_points(positive, score):
    """(precision, recall, threshold) with everything at or above each threshold called positive, thresholds rising."""
    points = []
    for threshold in sorted(set(score)):
        called = [p for p, s in zip(positive, score, strict=True) if s >= threshold]
        points.append((sum(called) / len(called), sum(called) / sum(positive), threshold))
    return points


def average_precision(positive, score):
    points = [*precision_recall_points(positive, score), (1.0, 0.0, inf)]
    return sum((points[i][1] - points[i + 1][1]) * points[i][0] for i in range(len(points) - 1))
