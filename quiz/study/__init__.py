"""What to ask, when, and how it went: scheduling, today's plan, statistics. Pure, but for the tuner's extra."""
