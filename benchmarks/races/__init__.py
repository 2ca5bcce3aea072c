"""One file a topic, each with a list `RACES`."""
