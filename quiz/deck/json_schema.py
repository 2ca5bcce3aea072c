"""The JSON Schema of a deck, completed where pydantic says less than the models check."""

from __future__ import annotations

from typing import Any

from quiz.deck import names


def deck_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema with closed mappings and the public names of algos filled in."""
    functions = [name for name in names.all_names() if not names.is_estimator(name)]
    estimators = [name for name in names.all_names() if names.is_estimator(name)]

    def complete(node: Any) -> None:
        if isinstance(node, list):
            for entry in node:
                complete(entry)
            return
        if not isinstance(node, dict):
            return
        if "patternProperties" in node:
            node["additionalProperties"] = False
        properties = node.get("properties")
        if isinstance(properties, dict):
            for key, known in (("run", functions), ("fit", estimators)):
                if key in properties:
                    _limit(properties[key], known)
        for entry in node.values():
            complete(entry)

    complete(schema)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "kernelcards deck"
    return schema


def _limit(node: dict[str, Any], known: list[str]) -> None:
    """Allow only the known names where a string is expected."""
    branches = node.get("anyOf", [node])
    for branch in branches:
        if branch.get("type") == "string":
            branch["enum"] = known
