"""Whether a value as a manuscript writes it is what a file holds: compared at the precision as written."""

import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, InvalidOperation

# Digits are grouped by commas, or by spaces, which may group those behind the point, too.
NUMBER = re.compile(
    r"([+-]?)(\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)?(?:\.(\d*|(?:\d{3} )+\d{1,3}))?(?:e([+-]?\d+))?(%?)",
    re.IGNORECASE,
)
TIMES_TEN = re.compile(r"(?:\\times|\\cdot|[×·*])10\^\{?([+-]?\d+)\}?")
# What only changes how a value looks.
MARKUP = re.compile(
    r"\\(?:bm|boldsymbol|emph|ensuremath|math(?:bf|it|rm|sf|tt)|mbox|num|textbf|textit|textnormal|textrm|textsc|textsf"
    r"|textsl|texttt|textup|text|underline)(?![A-Za-z])"
)
MARKED_UP = re.compile(rf"{MARKUP.pattern}\s*\{{([^{{}}]*)\}}")
QUANTITY = re.compile(r"\\(?:SI|qty)\s*\{([^{}]*)\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
BRACED = re.compile(r"\{([^{}]*)\}")
PERCENT = ("%", "\\%", "\\percent")
UNREAD = re.compile(r"[\\{}$\[\]]|\*\*|<[A-Za-z/!]")
MATHEMATICS = re.compile(r"(?<!\\)\$")
ESCAPED = re.compile(r"\\([%_&#$])")
SPACES = re.compile(r"\\(?:[,;:! ]|(?:thinspace|nobreakspace)(?![A-Za-z]))|[\s~\u00a0\u2009\u202f]")
BETWEEN_SIGNS = re.compile(r"(?<![\d.,]) +| +(?![\d.,])")
GROUPING = str.maketrans("", "", ", ")
DIGITS = 10_000
EXACT = Context(prec=2 * DIGITS)


def agrees(written: str, value: object) -> bool:
    """Say whether `written` is `value`, rounded to as many digits as are written.

    Halves may be rounded up or to even. A number that is written with a percent sign is a hundredth of it. Anything
    else is compared as text, apart from spaces. What only changes the looks is read through; so is a unit.

    Parameters
    ----------
    written : str
        As it stands in a manuscript.
    value : object
        As it is in a file: a number or a text.

    Examples
    --------
    >>> agrees("0.93", 0.9312), agrees("0.94", 0.9312), agrees("93 %", 0.9312), agrees("93", 0.9312)
    (True, False, True, False)
    """
    said, held = number(written), number(held_text(value))
    if said is None or held is None:
        texts = {in_one_line(written), in_one_line(without_markup(written))}
        return said is held and in_one_line(held_text(value)) in texts
    unit = Decimal((0, (1,), int(said.as_tuple().exponent)))
    try:
        rounded = {held.quantize(unit, rounding, EXACT) for rounding in (ROUND_HALF_EVEN, ROUND_HALF_UP)}
    except InvalidOperation:
        return False
    return said in rounded


def held_text(value: object) -> str:
    """Return a value of a file as text; a number with all of its digits."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def number(text: str) -> Decimal | None:
    """Return the number that a text is, with the precision as written; None if it is none."""
    plain = SPACES.sub(" ", without_markup(text).replace("{,}", ","))
    plain = ESCAPED.sub(r"\1", MATHEMATICS.sub("", plain)).replace("−", "-")
    plain = BETWEEN_SIGNS.sub("", plain)
    found = NUMBER.fullmatch(TIMES_TEN.sub(r"e\1", plain))
    if found is None or not (found[2] or found[3]):
        return None
    sign, whole, part, exponent, percent = found.groups()
    whole, part = ((digits or "").translate(GROUPING) for digits in (whole, part))
    digits = whole + part
    scale = int(exponent or 0) - len(part) - (2 if percent else 0)
    if len(digits) > DIGITS or abs(scale) > DIGITS:
        return None
    return Decimal((1 if sign == "-" else 0, tuple(map(int, digits)), scale))


def without_markup(text: str) -> str:
    """Return a text without what only changes how it looks; of a quantity its number, and a percent sign."""
    plain, before = text.strip(), None
    while plain != before:
        before = plain
        plain = MARKED_UP.sub(r"\1", QUANTITY.sub(quantity, plain))
        if braced := BRACED.fullmatch(plain.strip("$ ")):
            plain = braced[1]
    return plain


def quantity(found: re.Match[str]) -> str:
    """Return the number of a quantity, and its unit if that is the percent sign."""
    return f"{found[1]}\\%" if found[2].strip() in PERCENT else found[1]


def understood(written: str) -> bool:
    r"""Say whether what is written is a number or plain text, rather than commands that nobody here knows.

    Examples
    --------
    >>> understood("$0.93$"), understood("ResNet-50"), understood(r"\mymacro{0.93}")
    (True, True, False)
    """
    plain = ESCAPED.sub("", SPACES.sub(" ", MATHEMATICS.sub("", without_markup(written))))
    return number(written) is not None or UNREAD.search(plain) is None


def in_one_line(text: str) -> str:
    """Return a text without the escapes of LaTeX, and with single spaces."""
    return " ".join(ESCAPED.sub(r"\1", text).split())
