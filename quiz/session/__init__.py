"""One sitting: a pure state machine, and what connects it to cards, history, keyboard and clock."""
