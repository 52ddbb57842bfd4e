"""Locators and formatters of matplotlib's, by name and by what they were told: what finds and words the ticks.

A locator or formatter is told only if one made anew from what was told is in the same state.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

import numpy as np
from matplotlib import dates, ticker
from matplotlib.ticker import TickHelper

from scitex_plt.errors import RecipeError
from scitex_plt.values import plain, timezones
from scitex_plt.values.plain import Plain, Unsupported

Options = dict[str, Any]

FOUND_ANEW = frozenset(
    (
        "_axes",
        "_byranges",
        "_format",
        "_formatter",
        "_freq",
        "_labelled",
        "_locs",
        "_orderOfMagnitude",
        "_sublabels",
        "axis",
        "format",
        "locs",
        "offset",
        "orderOfMagnitude",
    )
)
"""What locators and formatters work out for themselves on every draw."""

FREQUENCIES = {
    name: getattr(dates, name.upper())
    for name in ("yearly", "monthly", "weekly", "daily", "hourly", "minutely", "secondly", "microsecondly")
}
"""Name → matplotlib's, and dateutil's, number of a frequency."""

RULE = (
    "byeaster",
    "byhour",
    "byminute",
    "bymonth",
    "bymonthday",
    "bysecond",
    "bysetpos",
    "byweekday",
    "byweekno",
    "byyearday",
    "interval",
)
"""What a rule of dateutil's is told besides its frequency."""

MOVED = ("dtstart", "until")
"""What a rule is told on every draw."""

SHORT = r"[-+ #0,_<>=^]{0,4}\d{0,3}[,_]?(?:\.\d{0,2})?[a-zA-Z%]?"
"""What may stand in braces of a format: nothing that reaches into objects, or fills the memory."""

BRACED = re.compile(rf"(?:[^{{}}]|{{{{|}}}}|{{(?:x|pos)?(?:![rsa])?(?::{SHORT})?}})*")
PERCENT = re.compile(r"(?:[^%]|%%|%[-+ #0]{0,4}\d{0,3}(?:\.\d{0,2})?[a-zA-Z])*")


@dataclass(frozen=True)
class Kind:
    """How one class of locators or formatters is told."""

    type: type[TickHelper]
    options: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    """What it is told when it is made → how it tells it."""
    required: tuple[str, ...] = ()
    """Which of the options have no default."""
    later: Mapping[str, Callable[[Any, Any], object]] = field(default_factory=dict)
    """Which of the options are set once it has been made → how."""
    with_locator: bool = False
    """Whether it is made with the locator of its ticks."""


def read(*same: str, **other: str | Callable[[Any], Any]) -> dict[str, Callable[[Any], Any]]:
    """Return option → how it is read: as an attribute of the same name or another, or by a function."""
    names: dict[str, Any] = {name: name for name in same} | other
    return {name: attrgetter(how) if isinstance(how, str) else how for name, how in names.items()}


def percent_format(helper: Any) -> str:
    """Return a format with a percent sign."""
    return checked(helper.fmt, PERCENT)


def braced_format(helper: Any) -> str:
    """Return a format with braces."""
    return checked(helper.fmt, BRACED)


def checked(text: Any, form: re.Pattern[str]) -> str:
    """Return a format that is harmless.

    Raises
    ------
    Unsupported
        If it is another.
    """
    if not isinstance(text, str) or not form.fullmatch(text):
        raise Unsupported("its format")
    return str(text)


def offset(helper: Any) -> Any:
    """Return whether a formatter takes an offset out of the numbers, or which one."""
    return helper._useOffset or helper.offset or False


def zone(helper: Any) -> str | None:
    """Return the name of the time zone of a locator or formatter; None if that is the rcParams'."""
    return timezones.name_unless_usual(helper.tz if hasattr(helper, "tz") else helper._tz)


def zone_named(name: Any) -> Any:
    """Return a time zone by its name in a recipe."""
    try:
        return timezones.zone_of(str(name))
    except ValueError as cause:
        raise RecipeError(f"tz: {cause}") from cause


def by_frequency(name: str) -> Callable[[Any], dict[str, Any]]:
    """Return how a table of an AutoDateLocator by frequency is read."""
    names = {number: frequency for frequency, number in FREQUENCIES.items()}
    return lambda helper: {names[number]: value for number, value in getattr(helper, name).items()}


def set_by_frequency(name: str) -> Callable[[Any, Any], object]:
    """Return how a table of an AutoDateLocator by frequency is set."""
    return lambda helper, said: getattr(helper, name).update({FREQUENCIES[key]: value for key, value in said.items()})


def of_rule(name: str) -> Callable[[Any], Any]:
    """Return how one thing that the rule of a locator was told is read."""
    return lambda helper: numbers(helper.rule._construct.get(name))


def numbers(value: Any) -> Any:
    """Return a number, or several, of a rule of dateutil's; weekdays are numbers, too."""
    if isinstance(value, list | tuple | range | np.ndarray):
        return [numbers(one) for one in value]
    if getattr(value, "n", None) is not None:
        raise Unsupported("its rule")
    return getattr(value, "weekday", value)


def rule(helper: Any) -> dict[str, Any]:
    """Return the rule of a locator."""
    said = {name: number for name in RULE if (number := numbers(helper.rule._construct.get(name))) is not None}
    names = {number: name for name, number in FREQUENCIES.items()}
    return {"frequency": names[helper.rule._construct["freq"]], **said}


def rule_locator(rule: dict[str, Any], tz: Any = None) -> Any:
    """Return a locator by a rule."""
    options = dict(rule)
    frequency = FREQUENCIES[options.pop("frequency")]
    if unknown := sorted(set(options) - set(RULE)):
        raise RecipeError(f"a rule has no {unknown[0]!r}: expected one of {', '.join(RULE)}")
    found = dates.rrulewrapper(frequency, **options)  # type: ignore[no-untyped-call]
    return dates.RRuleLocator(found, tz=tz)  # type: ignore[no-untyped-call]


MOST = read(
    nbins="_nbins",
    steps="_steps",
    integer="_integer",
    symmetric="_symmetric",
    prune="_prune",
    min_n_ticks="_min_n_ticks",
)
SET_MOST: dict[str, Callable[[Any, Any], object]] = {
    name: lambda helper, value, name=name: helper.set_params(**{name: value})  # type: ignore[misc]
    for name in MOST
}

SCALAR = read(
    scientific="_scientific",
    powerlimits="_powerlimits",
    offset_threshold="_offset_threshold",
    useMathText="_useMathText",
    usetex="_usetex",
    useOffset=offset,
)
SET_SCALAR: dict[str, Callable[[Any, Any], object]] = {
    "offset_threshold": lambda helper, value: setattr(helper, "_offset_threshold", value),
    "powerlimits": lambda helper, value: helper.set_powerlimits(tuple(value)),
    "scientific": lambda helper, value: helper.set_scientific(value),
}

LOG = read("labelOnlyBase", "minor_thresholds", base="_base", linthresh="_linthresh")

KINDS: dict[str, Kind] = {
    kind.type.__name__: kind
    for kind in (
        Kind(dates.AutoDateFormatter, read("defaultfmt", tz=zone, usetex="_usetex"), with_locator=True),
        Kind(
            dates.AutoDateLocator,
            read(
                "interval_multiples",
                "minticks",
                intervals=by_frequency("intervald"),
                maxticks=by_frequency("maxticks"),
                tz=zone,
            ),
            later={"intervals": set_by_frequency("intervald"), "maxticks": set_by_frequency("maxticks")},
        ),
        Kind(
            dates.ConciseDateFormatter,
            read("formats", "zero_formats", "offset_formats", "show_offset", tz=zone, usetex="_usetex"),
            with_locator=True,
        ),
        Kind(dates.DateFormatter, read("fmt", tz=zone, usetex="_usetex"), ("fmt",)),
        Kind(dates.DayLocator, read(bymonthday=of_rule("bymonthday"), interval=of_rule("interval"), tz=zone)),
        Kind(dates.HourLocator, read(byhour=of_rule("byhour"), interval=of_rule("interval"), tz=zone)),
        Kind(dates.MicrosecondLocator, read(interval="_interval", tz=zone)),
        Kind(dates.MinuteLocator, read(byminute=of_rule("byminute"), interval=of_rule("interval"), tz=zone)),
        Kind(
            dates.MonthLocator,
            read(
                bymonth=of_rule("bymonth"),
                bymonthday=of_rule("bymonthday"),
                interval=of_rule("interval"),
                tz=zone,
            ),
        ),
        Kind(dates.RRuleLocator, read(rule=rule, tz=zone), ("rule",)),
        Kind(dates.SecondLocator, read(bysecond=of_rule("bysecond"), interval=of_rule("interval"), tz=zone)),
        Kind(dates.WeekdayLocator, read(byweekday=of_rule("byweekday"), interval=of_rule("interval"), tz=zone)),
        Kind(
            dates.YearLocator,
            read(base=of_rule("interval"), day=of_rule("bymonthday"), month=of_rule("bymonth"), tz=zone),
        ),
        Kind(
            ticker.AsinhLocator,
            read("linear_width", "numticks", "symthresh", "base", "subs"),
            ("linear_width",),
        ),
        Kind(ticker.AutoLocator, MOST, later=SET_MOST),
        Kind(ticker.AutoMinorLocator, read(n="ndivs")),
        Kind(
            ticker.EngFormatter,
            {**SCALAR, **read("unit", "places", "sep")},
            later=SET_SCALAR,
        ),
        Kind(ticker.FormatStrFormatter, read(fmt=percent_format), ("fmt",)),
        Kind(ticker.LinearLocator, read(numticks="_numticks")),
        Kind(ticker.LogFormatter, LOG),
        Kind(ticker.LogFormatterExponent, LOG),
        Kind(ticker.LogFormatterMathtext, LOG),
        Kind(ticker.LogFormatterSciNotation, LOG),
        Kind(ticker.LogLocator, read("numticks", base="_base", subs="_subs")),
        Kind(
            ticker.LogitFormatter,
            read(
                use_overline="_use_overline",
                one_half="_one_half",
                minor="_minor",
                minor_threshold="_minor_threshold",
                minor_number="_minor_number",
            ),
        ),
        Kind(ticker.LogitLocator, {**MOST, **read(minor="_minor")}, later=SET_MOST),
        Kind(ticker.MaxNLocator, MOST, later=SET_MOST),
        Kind(ticker.MultipleLocator, read(base="_edge.step", offset="_offset")),
        Kind(ticker.NullFormatter),
        Kind(ticker.PercentFormatter, read("xmax", "decimals", symbol="_symbol", is_latex="_is_latex")),
        Kind(ticker.ScalarFormatter, {**SCALAR, **read(useLocale="_useLocale")}, later=SET_SCALAR),
        Kind(ticker.StrMethodFormatter, read(fmt=braced_format), ("fmt",)),
        Kind(
            ticker.SymmetricalLogLocator,
            read("numticks", base="_base", linthresh="_linthresh", subs="_subs"),
            ("base", "linthresh"),
            later={"numticks": lambda helper, value: helper.set_params(numticks=value)},
        ),
    )
}
"""Name → how it is told. Those that look at the data, as IndexLocator, are not: a drawing has none."""

MAKERS: dict[str, Callable[..., Any]] = {"RRuleLocator": rule_locator}
"""Name → how it is made, where that is not its class."""

FORMATS = {"FormatStrFormatter": PERCENT, "StrMethodFormatter": BRACED}


def told(helper: Any, locator: Any = None) -> Plain:
    """Return what a recipe says of a locator or formatter: its name, or {name, options}.

    Parameters
    ----------
    helper : TickHelper
        The locator or formatter.
    locator : Locator, optional
        Of a formatter, the locator of its ticks.

    Raises
    ------
    Unsupported
        If one made again would not be the same.
    """
    name = type(helper).__name__
    kind = KINDS.get(name)
    if kind is None or type(helper) is not kind.type:
        raise Unsupported(f"its {name}")
    said = {option: plain.plain(of(helper)) for option, of in kind.options.items()}
    basic = {option: said[option] for option in kind.required}
    usual = made({"name": name, **basic}, locator)
    options = {
        option: value
        for option, value in said.items()
        if option in basic or value != plain.plain(kind.options[option](usual))
    }
    entry: Plain = {"name": name, **options} if options else name
    if not alike(helper, made(entry, locator)):
        raise Unsupported(f"its {name}")
    return entry


def made(entry: Any, locator: Any = None) -> Any:
    """Return the locator or formatter that `told` described.

    Raises
    ------
    RecipeError
        If it is none that a recipe may name.
    """
    options = {"name": entry} if isinstance(entry, str) else dict(entry)
    name = options.pop("name")
    if name not in KINDS:
        raise RecipeError(f"no locator or formatter {name!r}: expected one of {', '.join(KINDS)}")
    kind = KINDS[name]
    if unknown := sorted(set(options) - set(kind.options)):
        raise RecipeError(f"{name} has no {unknown[0]!r}: expected one of {', '.join(kind.options)}")
    if name in FORMATS and not FORMATS[name].fullmatch(options["fmt"]):
        raise RecipeError(f"{name}: {options['fmt']!r} is no format for ticks")
    if "tz" in options:
        options["tz"] = zone_named(options["tz"])
    later = {option: options.pop(option) for option in kind.later if option in options}
    make = MAKERS.get(name, kind.type)
    helper = make(locator, **options) if kind.with_locator else make(**options)
    for option, value in later.items():
        kind.later[option](helper, value)
    return helper


def alike(one: Any, other: Any) -> bool:
    """Say whether two locators, or two formatters, will always do the same."""
    if one is other:
        return True
    if isinstance(one, TickHelper | dates.rrulewrapper | ticker._Edge_integer):
        return type(one) is type(other) and alike(state(one), state(other))
    if isinstance(one, dict):
        return (
            isinstance(other, dict) and one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
        )
    if isinstance(one, np.ndarray | list | tuple | range):
        return bool(np.array_equal(np.asarray(one, dtype=object), np.asarray(other, dtype=object)))
    return bool(one == other)


def state(helper: Any) -> dict[str, Any]:
    """Return what a locator, formatter or rule was set to, without what it works out itself."""
    found = {name: value for name, value in vars(helper).items() if name not in FOUND_ANEW}
    if isinstance(helper, ticker.FixedLocator):
        found["locs"] = vars(helper)["locs"]
    if isinstance(helper, ticker.ScalarFormatter) and not vars(helper)["_useOffset"]:
        found["offset"] = helper.offset
    if isinstance(helper, dates.ConciseDateFormatter):
        found.pop("offset_string", None)
    if isinstance(helper, dates.rrulewrapper):
        construct = {name: numbers(value) for name, value in helper._construct.items() if name not in MOVED}
        return {"construct": construct, "zone": zone_state(helper._base_tzinfo)}
    for name in ("tz", "_tz"):
        if name in found:
            found[name] = zone_state(found[name])
    return found


def zone_state(found: Any) -> Any:
    """Return what tells a time zone from others: its name, if it has one."""
    try:
        return timezones.name_unless_usual(found)
    except Unsupported:
        return found
