"""Valid and invalid shorthand: the coerced value, or the message with its caret."""

from awscli import argprocess

import original
from harness import respond, run

parse = argprocess.ParamShorthandParser()
PIECES = list(original.member_names()) + [
    "=", ",", "[", "]", "{", "}", '"', "'", "\\,", '\\"', "\\'", "\\", " ", "\n", "\t", "@=", "@",
    "true", "False", "8", "1e3", "abc", "\u00e9", "\u4e16", "\U0001f600", "\u00a0", "\x1c", "::", "-",
    "#", "/", "_", "8.5", "nan", "inf", "\u0663", "1_0", "0x1", ":", "~", "|", "`", "^", "!", "\u2028",
    "(", "<", ">", "?", "\r", "\x0b", "\x01", "=[", "={", "}}", "]}", "},{",
]
WORDS = ["a", "b c", '"q, \\" x"', "'s'", "x\\,y", "", "A_B", "http://l:3/", "\u00e9"]


def fitting(source, shape, depth=0):
    """Shorthand that matches the shape, sometimes with a piece that does not."""
    if source.random() < 0.07:
        return source.choice(PIECES)
    if shape.type_name == "structure":
        names = source.sample(list(shape.members), source.randint(0, min(3, len(shape.members))))
        sign = source.choice(["=", "=", "=", " = ", "@="])
        body = ",".join(n + sign + fitting(source, shape.members[n], depth + 1) for n in names)
        return "{" + body + "}" if depth else body
    if shape.type_name == "list":
        items = [fitting(source, shape.member, depth + 1) for _ in range(source.randint(0, 3))]
        return source.choice(["[%s]", "%s"]) % source.choice([",", ", "]).join(items)
    if shape.type_name == "boolean":
        return source.choice(["true", "false", "True", "yes", "1"])
    if shape.type_name == "double":
        return source.choice(["8", "8.0", "1e2", "x", " 6", "inf", "[1]"])
    return source.choice(WORDS)


def make(source):
    if source.random() < 0.3:
        text = "".join(source.choice(PIECES) for _ in range(source.randint(0, 12)))
    else:
        text = fitting(source, original.shape.members["ResourceConfig"])
        for _ in range(source.randint(0, 3)):
            at = source.randrange(len(text) + 1)
            text = source.choice(
                [text[:at] + text[at + 1:], text[:at] + source.choice(PIECES) + text[at:], text[:at]]
            )
    return {"kind": "shorthand", "text": text}


def oracle(request):
    def compute():
        value = parse(original.config, request["text"], "process-cli-arg.amplifybackend.x")
        if value is None:
            value = argprocess.unpack_cli_arg(original.config, request["text"])
        return repr(value)

    return respond(compute)


run(make, oracle)
