"""Tables of mathematical signs: LaTeX names to Unicode, Unicode to ASCII, scripts that exist as characters.

Data only. `transliterate` is the one function: what is shown on a terminal without Unicode passes through it, so that a
prompt written with typographic signs stays readable on any machine.
"""

from __future__ import annotations

import unicodedata

LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ",
    "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ", "infty": "∞", "partial": "∂",
    "nabla": "∇", "emptyset": "∅", "varnothing": "∅", "top": "ᵀ", "intercal": "ᵀ", "ldots": "…", "dots": "…",
    "cdots": "⋯", "vdots": "⋮", "prime": "′", "forall": "∀", "exists": "∃", "degree": "°", "bot": "⊥", "hbar": "ħ",
    "star": "⋆", "ast": "*", "dagger": "†", "checkmark": "✓", "%": "%", "$": "$", "#": "#", "&": "&", "_": "_",
    "backslash": "\\",
}  # fmt: skip
"""Signs that behave like a letter."""

RELATIONS = {
    "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥", "ne": "≠", "neq": "≠",
    "approx": "≈", "sim": "∼", "simeq": "≃", "equiv": "≡", "propto": "∝", "in": "∈", "notin": "∉", "ni": "∋",
    "subset": "⊂", "subseteq": "⊆", "supset": "⊃", "supseteq": "⊇", "to": "→", "rightarrow": "→", "gets": "←",
    "leftarrow": "←", "Rightarrow": "⇒", "implies": "⇒", "Leftarrow": "⇐", "iff": "⇔", "Leftrightarrow": "⇔",
    "leftrightarrow": "↔", "mapsto": "↦", "longrightarrow": "⟶", "mid": "|", "parallel": "∥", "perp": "⊥",
    "ll": "≪", "gg": "≫", "prec": "≺", "succ": "≻", "preceq": "≼", "succeq": "≽", "vdash": "⊢", "models": "⊨",
    "colon": ":", "coloneqq": "≔", "triangleq": "≜", "doteq": "≐", "cong": "≅",
}  # fmt: skip

OPERATORS = {
    "cdot": "·", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "cup": "∪", "cap": "∩", "setminus": "∖",
    "wedge": "∧", "land": "∧", "vee": "∨", "lor": "∨", "oplus": "⊕", "otimes": "⊗", "odot": "⊙", "circ": "∘",
    "bullet": "•",
}  # fmt: skip

BIG = {
    "sum": "∑", "prod": "∏", "int": "∫", "iint": "∬", "oint": "∮", "bigcup": "⋃", "bigcap": "⋂", "coprod": "∐",
    "bigoplus": "⨁", "bigvee": "⋁", "bigwedge": "⋀",
}  # fmt: skip
"""Large operators; all but integrals carry their limits above and below when there is room."""

LIMIT_WORDS = frozenset(
    {"max", "min", "argmax", "argmin", "lim", "limsup", "liminf", "sup", "inf", "det", "gcd", "Pr"}
)  # fmt: skip
WORDS = LIMIT_WORDS | frozenset(
    {
        "log", "ln", "lg", "exp", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "arcsin",
        "arccos", "arctan", "arg", "deg", "dim", "hom", "ker", "tr", "rank", "diag", "sign", "sgn", "softmax",
        "Var", "Cov", "KL", "erf",
    }
)  # fmt: skip
"""Functions written upright by name."""

OPENING = {"{": "{", "lbrace": "{", "lfloor": "⌊", "lceil": "⌈", "langle": "⟨", "lbrack": "["}
CLOSING = {"}": "}", "rbrace": "}", "rfloor": "⌋", "rceil": "⌉", "rangle": "⟩", "rbrack": "]"}
FENCES = {"|": "‖", "Vert": "‖", "lVert": "‖", "rVert": "‖", "vert": "|", "lvert": "|", "rvert": "|"}
SPACES = {",": 1, ":": 1, ";": 1, " ": 1, "~": 1, "quad": 2, "qquad": 4, "!": 0, "thinspace": 1, "enspace": 1}
ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "widetilde": "\u0303",
    "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "overline": "\u0305",
}  # fmt: skip
DOUBLE_STRUCK = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "E": "𝔼", "P": "ℙ", "H": "ℍ", "1": "𝟙"}
SCRIPT = {"L": "ℒ", "H": "ℋ", "F": "ℱ", "B": "ℬ", "E": "ℰ", "I": "ℐ", "M": "ℳ", "R": "ℛ"}

SUPERSCRIPTS = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzTᵀ′∗βγδ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᵀ′*ᵝᵞᵟ",
        strict=True,
    )
)
SUBSCRIPTS = dict(zip("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))

_NAMES = {sign: name for name, sign in LETTERS.items() if len(name) > 1} | {"ε": "eps", "φ": "phi", "ϑ": "theta"}
ASCII = _NAMES | {
    "−": "-", "–": "-", "—": "--", "‐": "-", "‑": "-", "…": "...", "⋯": "...", "⋮": ":", "·": "*", "×": "x",
    "÷": "/", "±": "+/-", "∓": "-/+", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~=", "∼": "~", "≃": "~=", "≡": "==",
    "≅": "~=", "∝": "prop. to", "∈": "in", "∉": "not in", "∋": "contains", "⊂": "subset of", "⊆": "subset of",
    "⊃": "superset of", "⊇": "superset of", "→": "->", "←": "<-", "⇒": "=>", "⇐": "<=", "⇔": "<=>", "↔": "<->",
    "↦": "->", "⟶": "->", "∥": "||", "‖": "||", "⊥": "_|_", "≪": "<<", "≫": ">>", "≔": ":=", "≜": ":=", "≐": "=",
    "∪": "union", "∩": "intersect", "∖": "\\", "∧": "and", "∨": "or", "⊕": "(+)", "⊗": "(x)", "⊙": "(.)", "∘": "o",
    "•": "*", "∑": "sum", "∏": "prod", "∫": "int", "∬": "int int", "∮": "int", "⋃": "union", "⋂": "intersect",
    "√": "sqrt", "∞": "inf", "∂": "d", "∇": "grad", "∅": "{}", "∀": "for all", "∃": "exists", "°": " deg",
    "′": "'", "″": "''", "ᵀ": "^T", "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "⟨": "<", "⟩": ">", "ℓ": "l",
    "ℝ": "R", "ℕ": "N", "ℤ": "Z", "ℚ": "Q", "ℂ": "C", "𝔼": "E", "ℙ": "P", "ℍ": "H", "𝟙": "1", "ℒ": "L", "ℋ": "H",
    "ℱ": "F", "ℬ": "B", "ℰ": "E", "ℐ": "I", "ℳ": "M", "ℛ": "R", "ħ": "h", "†": "+", "⋆": "*", "∗": "*",
    "✓": "ok", "✔": "ok", "✗": "x", "✘": "x", "‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "\u00a0": " ",
    "\u2009": " ", "\u202f": " ", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "█": "#", "▓": "#", "▒": "+",
    "░": ".", "■": "#", "─": "-", "│": "|", "┼": "+", "├": "|", "└": "`", "┌": "+", "┐": "+", "┘": "+", "⏎": "Enter",
    "µ": "u", "½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3",
    "▏": "|", "▎": "|", "▍": "|", "▌": "|", "▋": "|", "▊": "#", "▉": "#", "›": ">", "‹": "<",
    **{sign: f"^{plain}" for plain, sign in SUPERSCRIPTS.items() if plain not in "−ᵀ′*" and sign.isascii() is False},
    **{sign: f"_{plain}" for plain, sign in SUBSCRIPTS.items() if plain not in "−βγρφχ"},
    "ᵦ": "_beta", "ᵧ": "_gamma", "ᵨ": "_rho", "ᵩ": "_phi", "ᵪ": "_chi", "ᵝ": "^beta", "ᵞ": "^gamma", "ᵟ": "^delta",
    "⁻": "^-", "₋": "_-", "ŷ": "y_hat", "\u0302": "_hat", "\u0304": "_bar", "\u0303": "_tilde", "\u20d7": "_vec",
    "\u0307": "_dot", "\u0305": "_bar",
}  # fmt: skip
"""What stands for a sign where only ASCII can be shown."""


def transliterate(text: str) -> str:
    """Return `text` in ASCII: signs by name, accents dropped, `?` for what has no counterpart.

    >>> transliterate("Σ pᵢ ≤ 2⁻³, naïve")
    'Sigma p_i <= 2^-3, naive'
    """
    if text.isascii():
        return text
    out: list[str] = []
    script = ""  # the script sign that the last character opened: x¹² is x^12, not x^1^2
    for character in text:
        plain = character if character.isascii() else ASCII.get(character)
        if plain is None:
            decomposed = unicodedata.normalize("NFKD", character)
            plain = "".join(c for c in decomposed if c.isascii())
            if not plain and not unicodedata.combining(character):
                plain = "?"
        if len(plain) > 1 and plain[0] in "^_" and not character.isascii():
            out.append(plain[1:] if plain[0] == script else plain)
            script = plain[0]
        else:
            out.append(plain)
            script = ""
    return "".join(out)
