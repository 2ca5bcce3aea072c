"""From a card and drawn values to a question and its key: computing, wording, mistakes, tolerance."""
