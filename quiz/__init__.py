"""The trainer: it draws questions from cards, and grades answers by running `algos`."""
