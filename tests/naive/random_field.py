"""A linear-chain conditional random field by enumeration of every path."""

import itertools
import math


def paths(T, k):
    return itertools.product(range(k), repeat=T)


def path_score(states, transitions, path):
    total = sum(states[t][path[t]] for t in range(len(path)))
    return total + sum(transitions[a][b] for a, b in itertools.pairwise(path))


def log_partition(states, transitions):
    scores = [path_score(states, transitions, path) for path in paths(len(states), len(transitions))]
    highest = max(scores)
    return highest + math.log(math.fsum(math.exp(s - highest) for s in scores)) if highest > -math.inf else -math.inf


def marginals(states, transitions):
    """Return the probability of each state at each step, and the expected number of each step."""
    T, k = len(states), len(transitions)
    log_z = log_partition(states, transitions)
    at, steps = [[0.0] * k for _ in range(T)], [[0.0] * k for _ in range(k)]
    for path in paths(T, k):
        probability = math.exp(path_score(states, transitions, path) - log_z)
        for t, state in enumerate(path):
            at[t][state] += probability
        for a, b in itertools.pairwise(path):
            steps[a][b] += probability
    return at, steps


def nll_grad(states, transitions, labels):
    nll = log_partition(states, transitions) - path_score(states, transitions, labels)
    at, steps = marginals(states, transitions)
    for t, label in enumerate(labels):
        at[t][label] -= 1
    for a, b in itertools.pairwise(labels):
        steps[a][b] -= 1
    return nll, at, steps


def best_path(states, transitions):
    return max(paths(len(states), len(transitions)), key=lambda path: path_score(states, transitions, path))


def attributes(token):
    """Return the attributes of a token and their values, python-crfsuite's way, for flat values."""
    if not isinstance(token, dict):
        return dict.fromkeys(token, 1.0)
    return {f"{name}:{value}" if isinstance(value, str) else name: 1.0 if isinstance(value, str) else float(value)
            for name, value in token.items()}  # fmt: skip


def scores(tokens, classes, state_weights, transition_weights):
    """Return the scores of all labels at all tokens, and of all steps."""
    states = [
        [sum(value * state_weights.get((name, label), 0.0) for name, value in attributes(token).items())
         for label in classes]
        for token in tokens
    ]  # fmt: skip
    return states, [[transition_weights.get((a, b), 0.0) for b in classes] for a in classes]


def objective(X, y, classes, state_weights, transition_weights, c2):
    """Return the sum of the negative log-likelihoods and the penalty."""
    total = c2 * sum(w * w for w in [*state_weights.values(), *transition_weights.values()])
    for tokens, labels in zip(X, y, strict=True):
        states, steps = scores(tokens, classes, state_weights, transition_weights)
        path = [classes.index(label) for label in labels]
        total += log_partition(states, steps) - path_score(states, steps, path)
    return total
