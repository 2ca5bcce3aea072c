"""Graphs that several tests search."""

from hypothesis import strategies as st

from tests.naive import graphs as naive


@st.composite
def listed_graphs(draw, max_nodes=12):
    """Draw (number of nodes, edges, directed, adjacency lists), loops and repeated edges included."""
    n_nodes = draw(st.integers(1, max_nodes))
    node = st.integers(0, n_nodes - 1)
    edges = draw(st.lists(st.tuples(node, node), max_size=3 * n_nodes))
    directed = draw(st.booleans())
    return n_nodes, edges, directed, naive.adjacency(n_nodes, edges, directed)
