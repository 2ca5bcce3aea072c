"""Draws: reproducible, independent by name, inside their ranges, exact as printed, and capped."""

import hashlib
import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from quiz.question import GENERATOR_VERSION
from quiz.sampling import SAMPLERS, CannotDrawError, Given, Stream

GIVEN = TypeAdapter(dict[str, Given])

EXAMPLES = {
    "n": {"integer": [5, 8]},
    "tens": {"integer": {"low": 10, "high": 55, "step": 10}},
    "last": {"integer": ["$n-1", "$n-1"]},
    "u": {"uniform": [0.105, 0.9]},
    "c": {"choice": [1, "a", [1, 2]]},
    "p": {"probabilities": {"size": [3, 5]}},
    "q": {"probabilities": {"like": "$p", "denominator": 16, "zeros": 1}},
    "dyadic": {"probabilities": {"size": 4, "dyadic": True}},
    "joint": {"probabilities": {"size": 3, "rows": 2, "lowest": 0.05}},
    "markov": {"probabilities": {"size": 3, "rows": 3, "each_row": True}},
    "counts": {"counts": {"size": 3, "total": 30, "low": 2}},
    "table": {"counts": {"size": 2, "rows": 3, "high": 9}},
    "X": {"grid": {"rows": 6, "low": -2, "high": 2}},
    "C": {"rows_of": {"of": "$X", "size": 2}},
    "Z": {"grid": {"rows": 5, "around": "$C", "spread": 2}},
    "y": {"labels": {"size": 6, "classes": ["spam", "ham"], "least": 2}},
    "signs": {"labels": {"like": "$y", "classes": [-1, 1]}},
    "s": {"reals": {"like": "$y", "digits": 2, "ties": 2, "low": 0, "high": 1}},
    "R": {"reals": {"size": 2, "rows": 3, "low": -1, "high": 1}},
    "g": {"graph": {"nodes": "$n", "extra_edges": 2}},
    "dag": {"graph": {"nodes": 7, "extra_edges": 4, "directed": True, "acyclic": True}},
    "t": {"tree": {"nodes": 9, "max_children": 2}},
    "walk": {"series": {"size": 6, "start": 10, "steps": [-3, 3]}},
    "dna": {"text": {"letters": "ACGT", "size": 8}},
    "words": {"text": {"words": ["the", "cat"], "size": [2, 4]}},
}


def drawn(seed, card="a.b", specification=EXAMPLES):
    known = {}
    for name, entry in GIVEN.validate_python(specification).items():
        known[name] = entry.sampler.draw(Stream(card, seed, name), known)
    return known


@given(st.integers(0, 10**6))
def test_every_draw_keeps_its_promise(seed):
    d = drawn(seed)
    assert 5 <= d["n"] <= 8
    assert d["tens"] in (10, 20, 30, 40, 50)
    assert d["last"] == d["n"] - 1
    assert 0.11 <= d["u"] <= 0.9  # 0.105 is rounded inwards
    assert round(d["u"], 2) == d["u"]
    assert 3 <= len(d["p"]) <= 5
    assert sum(Fraction(str(x)) for x in d["p"]) == 1  # as printed
    assert min(d["p"]) > 0
    assert len(d["q"]) == len(d["p"])
    assert d["q"].count(0.0) == 1
    assert sum(Fraction(x) for x in d["q"]) == 1
    assert all((16 * x).is_integer() for x in d["q"])
    assert sum(d["dyadic"]) == 1.0
    assert all(np.log2(x).is_integer() for x in d["dyadic"])
    assert sum(Fraction(str(x)) for row in d["joint"] for x in row) == 1
    assert min(map(min, d["joint"])) >= 0.05
    assert [sum(Fraction(str(x)) for x in row) for row in d["markov"]] == [1, 1, 1]
    assert (len(d["counts"]), sum(d["counts"])) == (3, 30)
    assert min(d["counts"]) >= 2
    assert np.shape(d["table"]) == (3, 2)
    assert len({tuple(row) for row in d["X"]}) == 6
    assert all(row in d["X"] for row in d["C"])
    assert d["C"][0] != d["C"][1]
    assert all(min(max(abs(a - c), abs(b - e)) for c, e in d["C"]) <= 2 for a, b in d["Z"])
    assert min(d["y"].count("spam"), d["y"].count("ham")) >= 2
    assert set(d["signs"]) == {-1, 1}
    assert len(d["s"]) == len(d["y"])
    assert len(set(d["s"])) == 4
    assert np.shape(d["R"]) == (3, 2)
    steps = np.diff(d["walk"])
    assert d["walk"][0] == 10
    assert abs(steps).max() <= 3
    assert len(d["dna"]) == 8
    assert set(d["dna"]) <= set("ACGT")
    assert 2 <= len(d["words"].split()) <= 4


@given(st.integers(0, 10**6))
def test_graphs_are_what_was_asked_for(seed):
    import networkx

    d = drawn(seed)
    g = networkx.Graph(d["g"]["edges"])
    assert set(g) == set(range(d["n"]))
    assert networkx.is_connected(g)
    assert g.number_of_edges() == d["n"] - 1 + 2
    dag = networkx.DiGraph(d["dag"]["edges"])
    assert networkx.is_directed_acyclic_graph(dag)
    assert networkx.descendants(dag, 0) == set(range(1, 7))
    assert dag.number_of_edges() == 6 + 4
    tree = networkx.DiGraph(d["t"]["edges"])
    assert networkx.is_arborescence(tree)
    assert tree.in_degree(0) == 0
    assert max(degree for _, degree in tree.out_degree()) <= 2


def test_draws_are_reproducible_json_and_independent_by_name():
    once, again = drawn(7), drawn(7)
    assert once == again == json.loads(json.dumps(once))
    fewer = {name: EXAMPLES[name] for name in ("u", "walk")}
    assert drawn(7, specification=fewer) == {name: once[name] for name in fewer}
    assert drawn(8) != once
    assert drawn(7, card="a.c") != once


def test_the_stream_is_sha256_in_counter_mode():
    key = f"a.b|{GENERATOR_VERSION}|3|x|0|0".encode()
    first = int.from_bytes(hashlib.sha256(key).digest()[:8], "big")
    assert Stream("a.b", 3, "x").integer(0, 9) == first % 10


def test_integers_are_even():
    stream = Stream("a.b", 0, "x")
    counts = np.bincount([stream.integer(0, 5) for _ in range(6000)])
    assert ((counts - 1000) ** 2 / 1000).sum() < 20.5  # chi-square, 5 degrees of freedom, p = 0.001


def test_parts_are_even():
    stream = Stream("a.b", 0, "x")
    seen = {}
    for _ in range(3000):
        part = tuple(stream.parts(4, 3, 1))
        seen[part] = seen.get(part, 0) + 1
    assert set(seen) == {(1, 1, 2), (1, 2, 1), (2, 1, 1)}
    assert min(seen.values()) > 900


@pytest.mark.parametrize("name", ["p", "joint", "X", "y", "c"])
def test_draws_become_arrays(name):
    value = drawn(1)[name]
    built = GIVEN.validate_python(EXAMPLES)[name].sampler.build(value)
    assert np.asarray(built).tolist() == value


def test_graphs_become_graphs():
    value = drawn(1)["g"]
    graph = GIVEN.validate_python(EXAMPLES)["g"].sampler.build(value)
    edges = {(u, int(v)) for u in range(value["nodes"]) for v in graph.indices[graph.indptr[u] : graph.indptr[u + 1]]}
    assert edges == {tuple(e) for e in value["edges"]} | {tuple(e[::-1]) for e in value["edges"]}


@pytest.mark.parametrize(
    ("specification", "said"),
    [
        ({"n": {"integer": [400, 400]}, "x": {"reals": {"size": "$n", "rows": 2}}}, "more than 400 entries"),
        ({"n": {"integer": [401, 402]}, "x": {"reals": {"size": "$n"}}}, "here it can be 1 to 400"),
        ({"n": {"integer": [61, 61]}, "x": {"graph": {"nodes": "$n"}}}, "here it can be 1 to 60"),
        ({"n": {"integer": [200, 200]}, "x": {"text": {"letters": "ab", "size": "$n"}}}, "here it can be 1 to 120"),
        ({"x": {"graph": {"nodes": 4, "extra_edges": 4}}}, "4 more edges do not fit into 4 nodes"),
        ({"x": {"labels": {"size": 3, "classes": 4}}}, "cannot hold 4 classes"),
        (
            {"x": {"reals": {"size": 4, "low": 0, "high": 0.2, "distinct": True}}},
            "4 different values are wanted",
        ),
        ({"x": {"grid": {"rows": 5, "low": 0, "high": 1}}}, "5 different points do not fit"),
        ({"x": {"probabilities": {"size": 5, "denominator": 4}}}, "cannot be shared out"),
        ({"x": {"uniform": {"low": 0.11, "high": 0.12, "digits": 1}}}, "no number with 1 decimals"),
        ({"a": {"choice": ["word"]}, "x": {"integer": [0, "$a"]}}, "$a is not a number"),
        ({"a": {"integer": [1, 2]}, "x": {"rows_of": {"of": "$a", "size": 1}}}, "has no rows"),
        ({"n": {"integer": [-3, -3]}, "x": {"integer": [0, "$n"]}}, "no integer from 0 to -3"),
    ],
)
def test_what_cannot_be_drawn_says_why(specification, said):
    with pytest.raises(CannotDrawError, match="(?s).*" + said.replace("$", r"\$")):
        drawn(0, specification=specification)


def test_every_sampler_of_the_list_has_an_example():
    assert {next(iter(entry)) for entry in EXAMPLES.values()} == set(SAMPLERS)
