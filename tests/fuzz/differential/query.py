"""JMESPath expressions over JSON data: the result or the message must be Python's jmespath's."""

import json

import jmespath

from harness import respond, run

NAMES = ["a", "b", "c", "d", "foo", '"a b"', '"\\u00e9"', '"a"', "_x1"]
KEYS = ["a", "b", "c", "d", "foo", "a b", "\u00e9", "_x1"]
TEXTS = [
    "", "a", "b", "ab", "abc", "10", "1.5", " 7 ", "1_0", "-3", "inf", "nan", "1e3", "0x1", "\u0663",
    "\u00e9", "\u4e16", "\U0001f600", "it's", 'q"q', "\\", "a\nb", "\x7f", "12345678901234567890123",
    "+5", "1__0", "\u00a01", ".5", "5.", "_1", "true", "null", "\ud800",
]
NUMBERS = [
    0, 1, 2, -1, 3, 10, 0.0, 1.0, -0.0, 1.5, -2.5, 2**53, 2**53 + 1, 2.0**53, 10**22, -(10**30), 1e300,
    1e-7, float("inf"), float("nan"), 10**400, 7, 3.3, 5,
]
FUNCTIONS = {
    "abs": 1, "avg": 1, "ceil": 1, "contains": 2, "ends_with": 2, "floor": 1, "join": 2, "keys": 1,
    "length": 1, "map": 2, "max": 1, "max_by": 2, "merge": 2, "min": 1, "min_by": 2, "not_null": 2,
    "reverse": 1, "sort": 1, "sort_by": 2, "starts_with": 2, "sum": 1, "to_array": 1,
    "to_number": 1, "to_string": 1, "type": 1, "values": 1, "nope": 1,
}
NOISE = list(".[]{}()*@&|!<>=,:`'\"-? \n#\\") + ["||", "&&", "==", "!=", "[?", "[]", "1", "a", "`1`", "\u00e9"]


def data(source, depth=3):
    kind = source.randrange(14 if depth else 7)
    if kind == 0:
        return source.choice([None, True, False])
    if kind < 4:
        return source.choice(NUMBERS)
    if kind < 7:
        return source.choice(TEXTS)
    count = source.randrange(5)
    if kind == 7:
        return [source.choice(NUMBERS) for _ in range(count)]
    if kind == 8:
        return [source.choice(TEXTS) for _ in range(count)]
    if kind == 9:
        return [{"a": source.choice(NUMBERS), "b": source.choice(TEXTS)} for _ in range(count)]
    if kind < 11:
        return [data(source, depth - 1) for _ in range(count)]
    return {source.choice(KEYS): data(source, depth - 1) for _ in range(count)}


def literal(source):
    kind = source.randrange(8)
    if kind == 0:
        return source.choice(["`foo`", "` a\\`b`", "`NaN`", "`01`", "`\"`", "``", "`[1,]`", "`\u00e9`", "`{\"a\":`", "`a\"b`", "`\"\\u00\"`"])
    if kind == 1:
        text = source.choice(TEXTS).replace("'", "\\'")
        return "'" + text + "'"
    value = json.dumps(data(source, 2), ensure_ascii=source.random() < 0.8)
    return "`" + value.replace("`", "\\`").encode("utf-8", "replace").decode() + "`"


def number(source):
    return str(source.choice([0, 1, 2, 3, -1, -2, 5, -5, 10**20, -(10**20)]))


def call(source, depth):
    name = source.choice(list(FUNCTIONS))
    count = FUNCTIONS[name] + (source.choice([-1, 1, 2]) if source.random() < 0.04 else 0)
    arguments = [expression(source, depth - 1) for _ in range(count)]
    if name.endswith("_by") and count == 2 and source.random() < 0.95:
        arguments[1] = "&" + expression(source, min(depth - 1, 1))
        if source.random() < 0.5:
            arguments[1] = "&" + source.choice("ab")
    if name == "map" and count == 2 and source.random() < 0.95:
        arguments[0] = "&" + arguments[0]
    return name + "(" + source.choice([", ", ",", ", ", " "]).join(arguments) + ")"


def subscript(source):
    kind = source.randrange(6)
    if kind < 2:
        return "[" + number(source) + "]"
    if kind < 4:
        return "[*]"
    part = lambda: number(source) if source.random() < 0.6 else ""
    return "[" + ":".join(part() for _ in range(source.choice([2, 2, 3, 3, 4]))) + "]"


def expression(source, depth=3):
    kind = source.randrange(24 if depth > 0 else 6)
    inner = lambda: expression(source, depth - 1)
    if kind < 2:
        return source.choice(NAMES)
    if kind < 4:
        return literal(source)
    if kind == 4:
        return "@"
    if kind == 5:
        return "*"
    if kind < 8:
        return inner() + "." + source.choice([source.choice(NAMES), "*", inner()])
    if kind < 10:
        return inner() + subscript(source)
    if kind == 10:
        return subscript(source)
    if kind == 11:
        return inner() + "[]" + source.choice(["", "." + source.choice(NAMES)])
    if kind == 12:
        return inner() + "[?" + inner() + "]" + source.choice(["", "." + source.choice(NAMES), "[]"])
    if kind == 13:
        return "[" + ", ".join(inner() for _ in range(source.randrange(1, 4))) + "]"
    if kind == 14:
        pairs = [source.choice(NAMES) + ": " + inner() for _ in range(source.randrange(1, 4))]
        return "{" + source.choice([", ", ", ", ", ", " "]).join(pairs) + "}"
    if kind == 15:
        return "(" + inner() + ")"
    if kind == 16:
        return "!" + inner()
    if kind < 19:
        operator = source.choice(["|", "||", "&&", "==", "!=", "<", "<=", ">", ">=", "==", "<"])
        return inner() + source.choice([" ", ""]) + operator + " " + inner()
    if kind == 19:
        return "&" + inner()
    return call(source, depth)


def soup(source):
    pieces = NOISE + NAMES + ["[0]", "[*]", "[1:2]", "length(", "map(&", "`[1,2]`", "'x'", " ", "-1", "@"]
    return "".join(source.choice(pieces) for _ in range(source.randrange(1, 9)))


def query(source):
    if source.random() < 0.15:
        return soup(source)
    text = expression(source, source.choice([1, 2, 2, 3]))
    if source.random() < 0.2:
        at = source.randrange(len(text) + 1)
        cut = source.choice([0, 0, 1, 2])
        text = text[:at] + source.choice(["", source.choice(NOISE)]) + text[at + cut:]
    return text.encode("utf-8", "replace").decode()


def make(source):
    return {"kind": "query", "query": query(source), "data": json.dumps(data(source))}


def oracle(request):
    try:
        compiled = jmespath.compile(request["query"])
    except Exception as error:
        return respond(lambda: raise_as("compile: ", error))
    result = respond(lambda: json.dumps(compiled.search(json.loads(request["data"]))))
    error = result.get("error", "")
    if error == "Object of type _Expression is not JSON serializable":
        # The message of the CLI's encoder.
        return {"error": "Encountered unrecognized type in JSON encoder."}
    return result


def raise_as(prefix, error):
    raise ValueError(prefix + str(error))


if __name__ == "__main__":
    run(make, oracle)
