"""Valid and invalid JSON: the value, or the message with its position, must be CPython's."""

import json

from harness import respond, run

PIECES = [
    "{", "}", "[", "]", ":", ",", " ", "\n", "\t", "\r", "\f", '"', "\\", "/", "-", "+", ".", "e",
    "E", "0", "1", "9", "12", "007", "1.5", "1e5", "1E-7", "-0", "-0.0", "1e400", "null", "true",
    "false", "NaN", "Infinity", "-Infinity", "nul", "tru", "Na", "-Inf", '"a"', '"b"', '"a":',
    '"\\n"', '"\\u0041"', '"\\ud83d\\ude00"', '"\\ud800"', '"\\udc00x"', '"\\ud800\\u0041"',
    '"\\ud800\\u"', '"\\u12"', '"\\u00', '"\\x"', "\\u", "\\ud800", "\\udc00", "\u00e9", "\u4e16",
    "\U0001f600", "\ufeff", "\x00", "\x1f", "\x7f", "\u2028", "123456789012345678901234567890",
    "0.1", "1.", ".5", "1e", "1e+", "[]", "{}", "[1,2]", '{"a":1}', "'a'", "\u0661",
]


def value(source, depth):
    kind = source.randrange(9 if depth else 6)
    if kind == 0:
        return source.choice([None, True, False, float("nan"), float("inf"), float("-inf")])
    if kind == 1:
        return source.randint(-(10 ** source.randrange(1, 25)), 10 ** source.randrange(1, 25))
    if kind == 2:
        return source.choice([0.0, -0.0, 1.5, 1e16, 1e-5, source.uniform(-1, 1) * 10.0 ** source.randint(-320, 308)])
    if kind < 6:
        return "".join(source.choice('ab"\\/\n\t\x00\x7f\u00e9\u4e16\U0001f600\ud800') for _ in range(source.randrange(6)))
    if kind < 8:
        return [value(source, depth - 1) for _ in range(source.randrange(4))]
    return {value_key(source): value(source, depth - 1) for _ in range(source.randrange(4))}


def value_key(source):
    return source.choice(["a", "b", "", "\u00e9", "k" * 3])


def text(source):
    """Random tokens, or valid JSON with a few characters changed."""
    kind = source.randrange(4)
    if kind == 0:
        return "".join(source.choice(PIECES) for _ in range(source.randrange(12)))
    good = json.dumps(
        value(source, 4), indent=source.choice([None, None, 1]), ensure_ascii=source.random() < 0.7
    )
    good = good.encode("utf-8", "replace").decode()
    for _ in range(source.choice([0, 1, 1, 2, 3]) if kind > 1 else 0):
        at = source.randrange(len(good) + 1)
        change = source.randrange(4)
        if change == 0:
            good = good[:at] + source.choice(PIECES) + good[at:]
        elif change == 1:
            good = good[:at] + good[at + 1:]
        elif change == 2:
            good = good[:at]
        else:
            good = good[:at] + good[at:at + 3] + good[at:]
    return good


def oracle(request):
    return respond(lambda: json.dumps(json.loads(request["text"])))


if __name__ == "__main__":
    run(lambda source: {"kind": "json", "text": text(source)}, oracle)
