"""The commands of `quiz`, by what they are for."""
