"""The single checks that quiz.lint runs: of a card as written, of one variant, and of all its variants together."""
