"""Tokens of a formula to atoms: scripts, fractions, roots, brackets that grow, matrices."""

from __future__ import annotations

import re
from dataclasses import replace

from quiz.maths import symbols
from quiz.maths.atom import Atom, Style, join
from quiz.maths.box import Box, beside, fence, fraction, grid, line, raised, root, stack
from quiz.maths.latex import Token


def atoms_of(tokens: tuple[Token, ...], style: Style) -> list[Atom]:
    """Return the atoms of a formula in reading order."""
    atoms: list[Atom] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.kind == "char" and token.text in "_^":
            i, below, above = _scripts(tokens, i, style)
            base = atoms.pop() if atoms else Atom(line(""))
            atoms.append(_scripted(base, below, above, style))
            continue
        if token.kind == "macro" and token.text == "left":
            end = _matching(tokens, i)
            inside = join(atoms_of(tokens[i + 1 : end], style), style)
            closing = tokens[end] if end < len(tokens) else Token("macro", "right", ((Token("char", "."),),))
            left, right = (fence(_delimiter(t, style), inside, unicode=style.unicode) for t in (token, closing))
            atoms.append(Atom(beside([left, inside, right]), "inner" if inside.height > 1 else "close"))
            i = end + 1
            continue
        if token.kind == "char" and token.text in "'":
            marks = 1
            while i + marks < len(tokens) and tokens[i + marks].text == "'":
                marks += 1
            base = atoms.pop() if atoms else Atom(line(""))
            atoms.append(replace(base, box=beside([base.box, line(style.sign("′") * marks)])))
            i += marks
            continue
        atoms.extend(_atom(token, style))
        i += 1
    return atoms


def _matching(tokens: tuple[Token, ...], start: int) -> int:
    depth = 0
    for i in range(start, len(tokens)):
        if tokens[i].kind == "macro" and tokens[i].text in ("left", "right"):
            depth += 1 if tokens[i].text == "left" else -1
            if depth == 0:
                return i
    return len(tokens)


def _delimiter(token: Token, style: Style) -> str:
    part = token.parts[0] if token.parts else ()
    if not part:
        return ""
    first = part[0]
    names = symbols.OPENING | symbols.CLOSING | symbols.FENCES
    return style.sign(names.get(first.text, first.text) if first.kind == "macro" else first.text)


def _scripts(tokens: tuple[Token, ...], i: int, style: Style) -> tuple[int, Box | None, Box | None]:
    """Read `_a`, `^b` or both; the scripts themselves are always set in one line, without spaces."""
    found: dict[str, Box] = {}
    small = Style(style.unicode, display=False, tight=True)
    while i + 1 < len(tokens) and tokens[i].kind == "char" and tokens[i].text in "_^" and tokens[i].text not in found:
        found[tokens[i].text] = join(atoms_of((tokens[i + 1],), small), small)
        i += 2
    return max(i, 1) if found else i + 1, found.get("_"), found.get("^")


def _scripted(base: Atom, below: Box | None, above: Box | None, style: Style) -> Atom:
    if below is None and above is None:
        return base
    if base.limits and style.display:
        parts = [box for box in (above, base.box, below) if box is not None]
        return replace(base, box=stack(parts, (above.height if above else 0) + base.box.base))
    if base.loose:
        base = replace(base, box=line(f"({base.text})"), loose=False)
    if base.box.height > 1:
        return replace(base, box=raised(base.box, above, below))
    text = "".join(_script(box.lines[0], mark, style) for box, mark in ((below, "_"), (above, "^")) if box is not None)
    return replace(base, box=beside([base.box, line(text)]))


def _script(text: str, mark: str, style: Style) -> str:
    table = symbols.SUBSCRIPTS if mark == "_" else symbols.SUPERSCRIPTS
    if style.unicode and all(character in table for character in text):
        return "".join(table[character] for character in text)
    if text.startswith("^"):  # ᵀ in ASCII
        return text
    simple = text.lstrip("-−").replace(".", "").replace("_", "").isalnum() or len(text) == 1
    return f"{mark}{text}" if simple else f"{mark}({text})"


def _atom(token: Token, style: Style) -> list[Atom]:
    if token.kind == "group":
        inside = atoms_of(token.parts[0], style)
        return inside if len(inside) == 1 else [Atom(join(inside, style), "ord")]
    if token.kind == "env":
        return [_environment(token, style)]
    if token.kind == "char":
        return [_character(token.text, style)]
    return _macro(token, style)


def _character(text: str, style: Style) -> Atom:
    if text in "+-−*":
        return Atom(line("−" if text in "-−" and style.unicode else style.sign(text)), "bin")
    if text in "=<>:≤≥≠≈→∈":
        return Atom(line(style.sign(text)), "rel")
    kind = {"(": "open", "[": "open", ")": "close", "]": "close", "!": "close", ",": "punct", ";": "punct"}
    return Atom(line(style.sign(text)), "space" if text == " " else kind.get(text, "ord"))


def _macro(token: Token, style: Style) -> list[Atom]:
    name, parts = token.text, token.parts
    for table, kind in (
        (symbols.LETTERS, "ord"), (symbols.RELATIONS, "rel"), (symbols.OPERATORS, "bin"),
        (symbols.OPENING, "open"), (symbols.CLOSING, "close"), (symbols.FENCES, "fence"),
    ):  # fmt: skip
        if name in table:
            return [Atom(line(style.sign(table[name])), kind)]
    if name in symbols.BIG:
        return [_big(name, style)]
    if name in symbols.SPACES:
        return [Atom(line("" if style.tight else " " * symbols.SPACES[name]), "space")] if symbols.SPACES[name] else []
    if name in symbols.WORDS:
        return [Atom(line(name), "op", limits=name in symbols.LIMIT_WORDS)]
    if name in ("operatorname", "mathop"):
        word = parts[0][0].text.strip() if parts and parts[0] else ""
        return [Atom(line(style.sign(word)), "op", limits=word.replace(" ", "") in symbols.LIMIT_WORDS)]
    if name in ("text", "textbf", "textit", "mathrm", "mathtt", "mathsf", "mbox"):
        word = style.sign(parts[0][0].text) if parts and parts[0] else ""
        return [Atom(line(word), "text" if " " in word else "ord")]
    boxes = [join(atoms_of(part, style), style) for part in parts]
    if name in ("frac", "dfrac", "tfrac", "cfrac") and len(parts) == 2:
        return [_frac(parts, boxes, style)]
    if name in ("binom", "dbinom", "tbinom") and len(boxes) == 2:
        if not style.display:
            return [Atom(line(f"C({boxes[0].lines[0]}, {boxes[1].lines[0]})"), "close")]
        inside = stack([boxes[0], boxes[1]], boxes[0].height - 1)
        return [Atom(beside([fence(b, inside, unicode=style.unicode) for b in "("] + [inside] +
                            [fence(")", inside, unicode=style.unicode)]), "inner")]  # fmt: skip
    if name == "sqrt" and boxes:
        return [_sqrt(token, boxes[0], style)]
    if name in symbols.ACCENTS and boxes:
        return [_accent(name, boxes[0], style)]
    if name == "mathbb" and boxes:
        return [Atom(line(style.sign(symbols.DOUBLE_STRUCK.get(boxes[0].lines[0], boxes[0].lines[0]))))]
    if name == "mathcal" and boxes:
        return [Atom(line(style.sign(symbols.SCRIPT.get(boxes[0].lines[0], boxes[0].lines[0]))))]
    if name == "pmod" and boxes:
        return [Atom(beside([line("(mod "), boxes[0], line(")")]), "close")]
    if boxes:  # \mathbf, \underbrace, \big(: the content itself
        return [a for part in parts for a in atoms_of(part, style)]
    return [] if name in ("limits", "nolimits", "displaystyle", "textstyle", "right") else [Atom(line("\\" + name))]


def _big(name: str, style: Style) -> Atom:
    limits = "int" not in name
    if not style.unicode and style.display and name == "sum":
        return Atom(Box(("___", "\\  ", "/__"), 1), "big", limits)
    return Atom(line(style.sign(symbols.BIG[name])), "big", limits)


def _frac(parts: tuple[tuple[Token, ...], ...], boxes: list[Box], style: Style) -> Atom:
    if style.display:
        return Atom(fraction(boxes[0], boxes[1], unicode=style.unicode), "inner")
    texts = []
    for part, box, is_lower in zip(parts, boxes, (False, True), strict=True):
        text = box.lines[0]
        atoms = atoms_of(part, style)
        outside = _outside_brackets(atoms)
        product = all(a.kind in ("ord", "open", "close") and not a.loose for a in outside) and "/" not in text
        bracketed = len(outside) == 2 and (outside[0].kind, outside[1].kind) == ("open", "close")
        single = len(atoms) == 1 and not atoms[0].loose and " " not in text and "/" not in text
        whole = single or bracketed or _is_call(atoms) or (product and not is_lower)
        texts.append(text if whole else f"({text})")
    return Atom(line("/".join(texts)), "inner", loose=True)


def _outside_brackets(atoms: list[Atom]) -> list[Atom]:
    """Return the atoms that stand in no bracket, the outermost brackets among them."""
    depth, found = 0, []
    for atom in atoms:
        depth -= atom.kind == "close" and depth > 0
        if depth == 0:
            found.append(atom)
        depth += atom.kind == "open"
    return found


def _is_call(atoms: list[Atom]) -> bool:
    """Whether this is a function of something, such as P(A, B), and not a product, such as n(n - 1)."""
    kinds = [atom.kind for atom in _outside_brackets(atoms)]
    named = bool(atoms) and (atoms[0].kind == "op" or bool(_FUNCTION.match(atoms[0].text)))
    return named and kinds in (["op", "open", "close"], ["ord", "open", "close"])


def _sqrt(token: Token, inside: Box, style: Style) -> Atom:
    small = Style(style.unicode, display=False, tight=True)
    index = join(atoms_of(token.option, small), small).lines[0] if token.option else ""
    if inside.height > 1:
        return Atom(root(inside, unicode=style.unicode), "inner")
    sign = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(index, "") if style.unicode else ""
    if not sign:
        head = "sqrt" if not index else f"root_{index}"
        return Atom(line(f"{head}({inside.lines[0]})"), "close")
    single = inside.width == 1 or inside.lines[0].isdigit()
    return Atom(line(sign + (inside.lines[0] if single else f"({inside.lines[0]})")), "ord" if single else "close")


def _accent(name: str, inside: Box, style: Style) -> Atom:
    word = {"widehat": "hat", "widetilde": "tilde", "overline": "bar"}.get(name, name)
    if inside.width == 1 and inside.height == 1:
        text = inside.lines[0]
        return Atom(line(text + symbols.ACCENTS[name] if style.unicode else f"{text}_{word}"))
    if inside.height == 1:
        if style.unicode and name == "overline":
            return Atom(line("".join(character + "\u0305" for character in inside.lines[0])))
        return Atom(line(f"{word}({inside.lines[0]})"), "close")
    return Atom(beside([line(f"{word}("), inside, line(")")]), "close")


_FUNCTION = re.compile(r"[A-ZΓΦ]|[fghpqπφψ](?![a-z])")

_BRACKETS = {
    "pmatrix": "()", "bmatrix": "[]", "vmatrix": "||", "Vmatrix": "‖‖", "Bmatrix": "{}", "cases": "{.", "dcases": "{.",
}  # fmt: skip


def _environment(token: Token, style: Style) -> Atom:
    name = token.text
    tokens = token.parts[0]
    if name == "array" and tokens and tokens[0].kind == "group":
        tokens = tokens[1:]
    rows = [[atoms_of(cell, style) for cell in _cells(row)] for row in split_rows(tokens, "\\")]
    left, right = tuple(_BRACKETS.get(name, ".."))
    if not style.display:
        between = ", " if "cases" in name else " "
        flat = "; ".join(between.join(join(cell, style).lines[0] for cell in row).strip() for row in rows)
        left, right = ("[", "]") if left == "(" else (left.strip("."), right.strip("."))
        return Atom(line(f"{left}{flat}{right}"), "inner")
    aligned = name in ("aligned", "align", "split", "gathered", "eqnarray")
    align = ("right", "left") * 4 if aligned else ("left", "left") if "cases" in name else ()
    boxes = [[join(cell, style) for cell in row] for row in rows]
    if left == "{" and len(boxes) == 2 and style.unicode:
        boxes.insert(1, [line("")])  # a brace has a waist: it needs three lines
    inside = grid(boxes, align, gap=1 if aligned else 2)
    if left == "." and right == ".":
        return Atom(inside, "inner")
    return Atom(beside([fence(left, inside, unicode=style.unicode), line(" "), inside, line(" "),
                        fence(right, inside, unicode=style.unicode)]), "inner")  # fmt: skip


def _cells(row: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    cells: list[list[Token]] = [[]]
    for token in row:
        if token.kind == "char" and token.text == "&":
            cells.append([])
        else:
            cells[-1].append(token)
    return [tuple(cell) for cell in cells]


def split_rows(tokens: tuple[Token, ...], macro: str) -> list[tuple[Token, ...]]:
    """Split at a macro, such as the line end of a matrix; at least one row comes back."""
    rows: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "macro" and token.text == macro:
            rows.append([])
        else:
            rows[-1].append(token)
    return [tuple(row) for row in rows if row] or [()]
