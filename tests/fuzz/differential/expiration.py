"""Expirations of credentials: parsed by dateutil, minus the current time."""

import datetime
import os
import time
import warnings

os.environ["TZ"] = "UTC"
time.tzset()

from dateutil.parser import parse  # noqa: E402 (reads the local zone)
from dateutil.tz import tzlocal, tzutc  # noqa: E402

from harness import respond, run  # noqa: E402

warnings.simplefilter("ignore")
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=tzutc())

NUMBERS = [
    "0", "1", "01", "2", "9", "10", "12", "13", "22", "24", "28", "29", "30", "31", "32", "59", "60", "61", "99", "100",
    "101", "999", "1999", "2000", "2024", "2026", "2099", "2100", "9999", "10000", "0000", "0001", "20990422", "209904",
    "225602", "2256", "20990422225602", "209904222256", "225602.123456", "2.5", "02.999999999", "1.", "12,5", "1,5", "5.5.5",
    "100.5", "31.5", "0.99999999999999999999999999999999", "2147483648", "9223372036854775808", "\u0662", "\uff11\uff12", "\u00b2",
    "99999999999999999999999999999", "9999999999999999999999999999", "86400", "4070908800", "\u00bd",
]
WORDS = [
    "T", "t", "Z", "z", "UTC", "utc", "GMT", "EST", "BRST", "ABCDEF", "Mon", "monday", "Fri", "SUN", "Jan", "february", "Apr",
    "Sept", "dec", "May", "am", "PM", "a", "p", "a.m.", "p.m", "h", "m", "s", "hours", "Minute", "sec", "of", "at", "on", "and",
    "ad", "st", "nd", "th", "inf", "NaN", "infinity", "x", "\u00e9", "J", "Oct.5", "5.Nov", "1.a", "\u212a",
]
MARKS = [":", ":", "-", "-", "/", ".", ",", " ", " ", " ", "+", "+", "(", ")", "'", ";", "\n", "\x00", "\x1f", "\u3000", "_", "%s", "  "]
DATES = [
    "{y}-{m}-{d}", "{y}/{m}/{d}", "{d}/{m}/{y}", "{m}/{d}/{y}", "{y}{m}{d}", "{d} {b} {y}", "{b} {d}, {y}", "{w}, {d} {b} {y}",
    "{d}-{b}-{y}", "{b}-{d}-{y}", "{b} of {y}", "{y}", "{y}-{m}", "{b} {y}", "{d}.{m}.{y}", "{w}", "{y}.{m}.{d}", "{d}{b}{y}",
    "{m}-{y}", "{y} {b}", "{w} {b} {d}", "{y}-{b}-{d}", "{d}-{y}-{b}", "", "{b}-{y}", "{b}/{d}/{y}", "{b} of {d}",
]
TIMES = [
    "{H}:{M}:{S}", "{H}:{M}", "{H}{M}{S}", "{H}{M}", "{H}:{M}:{S}.{f}", "{H}h{M}m{S}s", "{H} h {M} m", "{H}h{M}", "{H} am", "{H}pm",
    "{H}:{M} PM", "{H}:{M}:{S},{f}", "{H}", "{H}{M}{S}.{f}", "{H}:{M}.{f}", "", "{H}.{f}h", "{M}m {S}", "{S}.{f}s",
]
ZONES = [
    "Z", "z", " UTC", "GMT", " EST", "+{H}:{M}", "-{H}{M}", "+{H}", " -{H}{M} (BRST)", " GMT+{h}", " BRST-{h}", "", "", "+{H}{M}{S}",
    "-{H}:", "+", " +{H}:{M} (x)", "UTC-{H}:{M}", " Z Z", "+99:99", "+2400", "-23:59", "+99999999999999:00", "+999999999999:00",
]


def fill(source, form):
    two = source.choice(["{:02}", "{:02}", "{:02}", "{}"])
    pick = lambda low, high: two.format(source.randint(low, high))
    values = {
        "y": source.choice([str(source.randint(1, 9999)), "2099", "2030", "99", "49", "76", "77", "00", pick(0, 99)]),
        "m": pick(1, 12), "d": pick(1, 28), "H": pick(0, 23), "M": pick(0, 59), "S": pick(0, 59),
        "h": str(source.randint(0, 13)), "f": str(source.randint(0, 10 ** source.randint(0, 9))),
        "b": source.choice(WORDS[14:20]), "w": source.choice(WORDS[10:14]),
    }
    if source.random() < 0.2:
        values[source.choice("mdHMS")] = pick(0, 62)
    return form.format(**values)


def make(source):
    kind = source.random()
    if kind < 0.25:
        parts = [source.choice(source.choice([NUMBERS, NUMBERS, WORDS, MARKS, MARKS])) for _ in range(source.randint(0, 12))]
        text = "".join(parts)
    else:
        parts = [source.choice(DATES), source.choice(["T", " ", " ", ", ", "", " at "]), source.choice(TIMES), source.choice(ZONES)]
        if source.random() < 0.1:
            parts = [parts[2], " ", parts[0], parts[3]]
        text = fill(source, "".join(parts))
        for _ in range(source.choice([0, 0, 0, 1, 1, 2])):
            at = source.randrange(len(text) + 1)
            text = text[:at] + source.choice([*NUMBERS, *WORDS, *MARKS]) + text[at + source.choice([0, 1, 1, 2]):]
    return {"kind": "expiration", "text": text, "now": int(time.time())}


def oracle(request):
    def seconds():
        # The subtraction is what raises; its result depends on the moment.
        time = parse(request["text"])
        time - datetime.datetime.now(tzlocal())
        return str((time - EPOCH) // datetime.timedelta(seconds=1))

    return respond(seconds)


run(make, oracle)
