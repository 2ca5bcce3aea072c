"""One test a case: outputs proved equal first, then timed (``pytest benchmarks --benchmark-enable``)."""

import pytest

from benchmarks.machine import peer_version
from benchmarks.race import all_races, cases

CASES = list(cases())


@pytest.mark.filterwarnings("ignore:Number of distinct clusters:UserWarning")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_race(case, versus):
    race = case.race
    data = race.data(race.sizes[case.size])
    ours = race.ours(*data)
    try:
        theirs = race.peers[case.peer](*data)
    except ImportError as missing:
        pytest.skip(f"peer missing: {missing.name}")  # the extra `bench` brings the peers; CI installs only `test`
    race.agree(ours(), theirs())
    record = {"case": case.id, "target": case.target, "note": race.note, "peer_version": peer_version(case.peer)}
    versus(ours, theirs, record)


def test_identifiers_are_unique():
    names = [case.id for case in CASES]
    assert len(set(names)) == len(names)


def test_targets_name_peers_and_sizes_that_exist():
    for race in all_races():
        assert "small" in race.sizes, race.name
        for peer, size in race.targets:
            assert peer in race.peers, (race.name, peer)
            assert size in race.sizes, (race.name, size)
