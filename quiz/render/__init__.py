"""What the learner sees. Functions here turn questions, verdicts and statistics into lines for a `Screen`."""
