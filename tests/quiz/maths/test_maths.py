"""The layout of formulas, against what a person would write by hand."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.maths import display, inline
from quiz.maths.box import width_of
from quiz.maths.symbols import transliterate

INLINE = [
    (r"-\sum_{i=1}^n p_i \log_2 p_i", "−∑ᵢ₌₁ⁿ pᵢ log₂ pᵢ", "-sum_(i=1)^n p_i log_2 p_i"),
    (r"\frac{n_k}{n} \le 2^{-3}", "nₖ/n ≤ 2⁻³", "n_k/n <= 2^-3"),
    (r"\frac{a+b}{2c}", "(a + b)/(2c)", "(a + b)/(2c)"),
    (r"\frac{A}{B/c + D/e}", "A/(B/c + D/e)", "A/(B/c + D/e)"),
    (r"\frac{a}{s \sqrt{x}}", "a/(s√x)", "a/(s sqrt(x))"),
    (r"\frac{S/(n-d)}{T/(n-1)}", "(S/(n − d))/(T/(n − 1))", "(S/(n - d))/(T/(n - 1))"),
    (r"\frac{P(A,B)}{P(B)}", "P(A, B)/P(B)", "P(A, B)/P(B)"),
    (r"\frac{n(n-1)}{2(n+1)}", "n(n − 1)/(2(n + 1))", "n(n - 1)/(2(n + 1))"),
    (r"\frac{1}{(n-1)}", "1/(n − 1)", "1/(n - 1)"),
    (r"\log \frac{1}{p}", "log (1/p)", "log (1/p)"),
    (r"\frac{1}{2} x", "(1/2) x", "(1/2) x"),
    (r"\left(\frac{a}{b}\right)^2", "(a/b)²", "(a/b)^2"),
    (r"x_{10}^{2}", "x₁₀²", "x_10^2"),
    (r"n_{\text{left}}", "n_left", "n_left"),
    (r"D(P \| Q)", "D(P‖Q)", "D(P||Q)"),
    (r"P(A \mid B)", "P(A | B)", "P(A | B)"),
    (r"\hat y - \bar x", "y\u0302 − x\u0304", "y_hat - x_bar"),
    (r"w^\top x", "wᵀ x", "w^T x"),
    (r"\lambda x", "λx", "lambda x"),
    (r"O(n \log n)", "O(n log n)", "O(n log n)"),
    (r"\sqrt{2}, \sqrt{a+b}, \sqrt[3]{x}", "√2, √(a + b), ∛x", "sqrt(2), sqrt(a + b), root_3(x)"),
    (r"\mathbb{R}^{n}", "ℝⁿ", "R^n"),
    (r"f'(x) = -1", "f′(x) = −1", "f'(x) = -1"),
    (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "[1 2; 3 4]", "[1 2; 3 4]"),
    (r"\operatorname{Var}(X) \geq 0", "Var(X) ≥ 0", "Var(X) >= 0"),
    (r"a \times 10^{-3}", "a × 10⁻³", "a x 10^-3"),
]


@pytest.mark.parametrize(("tex", "unicode", "plain"), INLINE, ids=[row[0] for row in INLINE])
def test_one_line(tex, unicode, plain):
    assert inline(tex) == unicode
    assert inline(tex, unicode=False) == plain


def drawn(text):
    return tuple(textwrap.dedent(text).strip("\n").split("\n"))


def test_a_fraction_is_centred_over_its_bar():
    assert display(r"\frac{TP}{TP+FN}", 60) == ("   TP", "─────────", " TP + FN")


def test_limits_stand_above_and_below():
    assert display(r"\sum_{i=1}^n x_i", 60) == drawn(
        """
         n
         ∑  xᵢ
        i=1
        """
    )


def test_a_sum_in_ascii():
    assert display(r"\sum_{i=1}^n x_i", 60, unicode=False) == drawn(
        r"""
         n
        ___
        \   x_i
        /__
        i=1
        """
    )


def test_brackets_grow_with_a_matrix():
    assert display(r"A = \begin{bmatrix} 1 & -2 \\ 30 & 4 \end{bmatrix}", 60) == drawn(
        """
        A = ⎡ 1   −2 ⎤
            ⎣ 30  4  ⎦
        """
    )


def test_cases_have_a_brace_with_a_waist():
    assert display(r"|x| = \begin{cases} x & x > 0 \\ -x & \text{else} \end{cases}", 60) == drawn(
        """
              ⎧ x   x > 0
        |x| = ⎨
              ⎩ −x  else
        """
    )


def test_a_root_spans_what_it_covers():
    rows = display(r"\sqrt{\frac{a}{b}}", 60)
    assert rows == ("    _", "   ╱a", "  ╱ ─", "╲╱  b")


def test_a_wide_formula_breaks_before_a_relation():
    tex = r"H(X, Y) = H(X) + H(Y \mid X) = H(Y) + H(X \mid Y)"
    rows = display(tex, 34)
    assert rows == ("H(X, Y) = H(X) + H(Y | X)", "    = H(Y) + H(X | Y)")
    assert max(map(width_of, display(tex, 20))) <= 20


@pytest.mark.parametrize("broken", [r"\frac{1}{", r"{x", r"\begin{pmatrix} 1", r"x}", r"\left("])
def test_what_is_no_latex_is_shown_as_it_is(broken):
    assert inline(broken).replace("\\", "") != ""
    assert display(broken, 40)


def test_an_unknown_macro_keeps_its_name():
    assert inline(r"\foo x") == r"\foo x"


FRAGMENTS = st.sampled_from(
    [r"\frac{a}{b}", "x_i", r"\sum_{k}^{n}", r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "+", "=", r"\log", "2", "(", ")",
     r"\sqrt{\frac{1}{n}}", r"\alpha", r"\hat y", "^2", "_j", r"\left[\frac{1}{2}\right]", r"\text{if }", r"\,", "'"]
)  # fmt: skip


@given(st.lists(FRAGMENTS, max_size=8).map(" ".join), st.booleans())
def test_any_formula_gives_a_block_that_the_terminal_can_show(tex, unicode):
    flat, rows = inline(tex, unicode=unicode), display(tex, 60, unicode=unicode)
    assert "\n" not in flat
    if not unicode:
        assert flat.isascii()
        assert all(row.isascii() for row in rows)


@given(st.text(max_size=40))
def test_no_text_makes_the_layout_fail(tex):
    inline(tex)
    display(tex, 30, unicode=False)


@given(st.text(max_size=60))
def test_transliteration_leaves_only_ascii(text):
    assert transliterate(text).isascii()


def test_transliteration_keeps_meaning():
    assert transliterate("x² ≤ −3 → naïve “π”") == 'x^2 <= -3 -> naive "pi"'
    assert transliterate("2⁻³ and pᵢⱼ") == "2^-3 and p_ij"
