"""Profile files: sections, nested blocks and the kinds of sections."""

import json
import os
import tempfile

import original  # noqa: F401 (puts botocore on the path)
from botocore import configloader
from botocore.exceptions import ConfigParseError

from harness import run

HEADERS = [
    "default", "profile p", "profile q", "profile 'a b'", 'profile "p"', "profile", "profile p q",
    "profilep", "profile\tp", "profile 'p", "profile p\\", "sso-session s", "sso-sessions t",
    "services v", "services", "services 'v' ", "DEFAULT", "other", "p", " profile p", "Profile p",
    "a]b", "profile \u00e9", "profile ''", "profile a\\ b", "default ", "profile #", "x=y", "profile p#",
]
NAMES = ["region", "Region", "output", "s3", "x y", "\u00c9", "\u0130", "key", "a", "b", "", "#n", "n;", "[n"]
VALUES = [
    "", "1", " spaced  ", "a = b", "a:b", "# no", "1 # c", "1 ; c", "%(x)s", "\u00e9", "'q'", '"q"', "[x]",
    "\u00a0x\u00a0", "\x1cx\x1d", "x\x0by", "\u2028", "\x85", "\ufeff", "a\rb", "\x00", "\\",
]
ENDS = ["\n"] * 12 + ["\r\n", "\r", "\n\n", "\n \n", ""]
JUMBLE = HEADERS + VALUES + NAMES + list("[]=:#; \t\n\r") + ["\n  ", "[profile p]", "\x1f", "\x0c", "\u3000", "\n\x1c"]


def block(source):
    """An option, its value on one line or on several."""
    indent = source.choice(["", "", "", "", " ", "\t", "  ", "\u00a0", "\x1c", "\u3000"])
    line = indent + source.choice(NAMES) + source.choice(["=", " = ", ":", " : ", "=", " ", "\t=\t", "\x1f="])
    line += source.choice(VALUES) + source.choice(ENDS)
    while source.random() < 0.3:
        line += source.choice(["  ", "  ", " ", "\t", "    ", "\x0c", "\x1d "])
        line += source.choice([*VALUES, "n = v", "m=w=x", "#c", ";c", "n : v"]) + source.choice(ENDS)
    return line


def make(source):
    text = ""
    for _ in range(source.randint(0, 4)):
        text += source.choice(["[%s]"] * 8 + ["[%s] c", " [%s]", "[%s", "[%s]]"]) % source.choice(HEADERS)
        text += source.choice(ENDS) + "".join(block(source) for _ in range(source.randint(0, 3)))
        if source.random() < 0.1:
            text += source.choice(["# c\n", "  ; c\n", "\n", "junk\n", "\x1c\n", "\x1c# c\n"])
    for _ in range(source.choice([0, 0, 0, 1, 2])):
        at = source.randrange(len(text) + 1)
        text = text[:at] + source.choice(JUMBLE) + text[at + source.choice([0, 0, 1, 3]):]
    return {"kind": "profile", "text": text}


PATH = os.path.join(tempfile.mkdtemp(), "config")


def oracle(request):
    with open(PATH, "w", encoding="utf-8", newline="") as file:
        file.write(request["text"])
    try:
        loaded = configloader.load_config(PATH)
    except ConfigParseError:
        return {"error": "malformed"}
    parts = [loaded[part] for part in ("profiles", "sso_sessions", "services")]
    return {"ok": json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)}


run(make, oracle)
