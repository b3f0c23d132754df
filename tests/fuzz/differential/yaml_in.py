"""Valid and invalid YAML: the value as Python prints it, that it is invalid, or the message of any
other error must be ruamel.yaml's. Run it with version 2's Python."""

import warnings

from harness import run
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

PLAIN = [
    "true", "True", "TRUE", "false", "tRue", "yes", "no", "on", "off", "y", "N", "null", "Null",
    "NULL", "~", "nul", "0", "-0", "+7", "10", "010", "08", "0o17", "0o8", "0b101", "0b2", "0xFf",
    "0xg", "1_000", "1_", "_1", "-_", "+_1", "0_", "0b_", "0x_", "0o_", "1.", ".5", "-.5", "+.5e3",
    ".5e+3", "1.5", "1.50", "1e3", "1E-3", "1e400", "-1e400", "1_0.5_0e1", "1.e1", ".", "._", "..",
    ".inf", "-.INF", "+.Inf", ".iNf", ".nan", ".NaN", ".NAN", "-.nan", "12:30:45", "1:60", "1:59",
    "190:20:30.15", "-1:30", "2020-01-01", "2020-1-1", "2020-13-45", "2020-02-30", "0000-01-01",
    "2020-01-01T01:02:03Z", "2020-01-01t1:02:03", "2020-01-01 01:02:03.123456789",
    "2020-01-01 01:02:03.9999999", "2020-01-01 01:02:03 +01:30", "2020-01-01 01:02:03-5",
    "2020-01-01T25:00:00", "2020-01-01T00:60:00", "2020-01-01T00:00:60", "2020-01-01 00:00:00 +24:00",
    "9999-12-31 23:59:59.9999999", "2020-01-01 00:00:00.", "2020-01-01 00:00:00.5 -00:30",
    "2020-01-01  00:00:00+23:59", "2020-1-2 3:04:05", "=", "<<", "=x", "<<x", "a", "b", "c", "key",
    "a b", "a:b", "a#b", "a #b", "a: b", "a :b", "-", "- a", "-a", "--", "---", "--- a", "...", "... #",
    "?", "? a", "?a", ":", ": a", ":a", "::", ",", ", a", "[", "]", "{", "}", "[]", "{}", "[a]",
    "{a: b}", "{a}", "{a,}", "[a,]", "[a,,b]", "[a: b]", "[a: b, c]", "[? a : b]", "{? a : b}", "[:]",
    "{:}", "{: a}", "[: a]", "{a:1}", "{a:}", '{"a":x}', "[\"a\":x]", "{a: b: c}", "{a ,b}", "[a b]",
    "{[a]: b}", "{{a: b}: c}", "[[a]]", "#", "# x", "#x", "&", "&a", "&a b", "&a &b c", "*", "*a", "*b",
    "*a : x", "&a : x", "&a [x]", "&a {x: *a}", "&a [*a]", "!", "! 7", "!!", "!! x", "!x", "!x y", "!e!x y",
    "!!str 7", "!!str", "!!int 7", "!!int x", "!!int", "!!int -", "!!int 0x1g", "!!int 1:30", "!!float 1",
    "!!float x", "!!float", "!!float 1_0", "!!float .inf", "!!float infinity", "!!bool yes", "!!bool x",
    "!!bool", "!!bool Off", "!!null x", "!!null", "!!binary aGk=", "!!binary aG", "!!binary a", "!!binary é",
    "!!binary", "!!timestamp 2020-01-01", "!!timestamp x", "!!timestamp 2020-1-1", "!!timestamp [a]",
    "!!set {a, b}", "!!set {}", "!!set [a]", "!!set {a: 1}", "!!set {1, a, [x]}", "!!omap [a: 1]",
    "!!omap [a: 1, b: 2]", "!!omap []", "!!omap {a: 1}", "!!omap [a]", "!!omap [{a: 1, b: 2}]",
    "!!omap [a: 1, a: 2]", "!!pairs [a: 1, a: 2]", "!!pairs []", "!!seq [a]", "!!seq {a: b}", "!!seq a", "!!map {a: b}",
    "!!map [a]", "!!map a", "!!str [a]", "!!str {a: b}", "!!str {=: b}", "!!int {=: 7}", "!!int [7]", "!!value a",
    "!!merge <<", "!<tag:yaml.org,2002:str> 7", "!<x> y", "!<!> 7", "!<tag:yaml.org,2002:int>", "!!str%20 x",
    "!!%73tr 7", "!!s%74r 7", "!!i%6et 7", "!a%zz b", "!!python/object:os.system ls", "!!str,x y", "|", ">", "|-", ">+", "|2",
    ">1-", "|0", "|x", "| x", "| # x", "|#x", "'", "''", "'a'", "'a''b'", "'a'b", "'a'#b", "'a' #b", "'a': b", "'a':b", "'a\n b'",
    "'a\n\n b'", '"', '""', '"a"', '"a" b', '"a"#b', '"a":b', '"\\n"', '"\\x41"', '"\\u0041"', '"\\U0001f600"', '"\\U00110000"',
    '"\\Uffffffff"', '"\\ud83d\\ude00"', '"\\ud800"', '"\\/"', '"\\q"', '"\\x4"', '"\\\n  a"', '"a \\\n  b"', '"\\ a"', '"\\\ta"', '"a\n b"',
    '"a\n\n  b"', '"a\\', '"\\0"', '"\\e\\N\\_\\L\\P"', "@", "@a", "`a", "%", "%a", "50%", "a%", "a'b", 'a"b', "a!b", "a&b", "a*b", "a|b",
    "a,b", "a[b", "a]b", "a{b", "a}b", "a?b", "a?", "a\tb", "\ta", "a\t", "\t", "\x01", "\x7f", "\x85", "\xa0", "\u2028", "\u2029",
    "\ufeff", "a\ufeffb", "\ufffe", "\U0001f600", "é", "世界", "\u0661", "x" * 130, "k" * 1030, "a\x85b", "a\u2028b", "a\n  b", "a\n\n  b",
    "a\n---\nb", "a\n...\nb", "http://x/?a=b&c=d#e", "{####}", "${x}",
]
KEYS = [
    "a", "b", "c", "AppId", "key", "'a'", '"b"', "1", "true", "null", "~", "2020-01-01", "1.5", "? a", "? [a]\n", "[a]", "{a: b}", "<<", "=",
    "&a a", "&k b", "*a", "*a ", "!!str a", "!!int 1", "a b", "a:b", "", "- a", "!!binary aGk=", "!!omap [a: 1]", "!!set {a}", "? |\n  a\n",
    "[a, [b]]", "[]", ".nan", "-0.0", "0", "1.0", "False",
]
HEADS = [
    "%YAML 1.1\n---\n", "%YAML 1.2\n---\n", "%YAML 1.2\n", "%YAML 1.3\n---\n", "%YAML 2.0\n---\n", "%YAML 1.1\n%YAML 1.1\n---\n", "%YAML 1\n---\n", "%YAML\n---\n",
    "%YAML 1.1 # x\n---\n", "%FOO bar\n---\n", "%FOO\n---\n", "%TAG ! tag:yaml.org,2002:\n---\n", "%TAG !e! tag:yaml.org,2002:\n---\n", "%TAG !! !\n---\n",
    "%TAG !e! x\n%TAG !e! y\n---\n", "%TAG e x\n---\n", "---\n", "--- ", "---\n---\n", "...\n", "...\n---\n", "# c\n", "\ufeff", "\ufeff---\n", " ", "\n", "\t\n", "%\n---\n", "% x\n---\n",
    "--- # x\n", "---x\n", "--- |\n", "--- >\n", "---\t", "--- &a\n", "--- !!map\n", "%YAML 1.2\n---\n...\n%YAML 1.1\n---\n",
]
TAILS = ["\n", "\n...\n", "\n---\n", "\n--- a\n", "\n...\n...\n", "\n... a\n", "\n...\na\n", "\n# c", " # c\n", "#c\n", "\n\n", "\r\n", " ", "\t", "\n\t\n", "\n...\n%YAML 1.1\n", "\n...\n---\nb\n", "\x85"]
PIECES = PLAIN + HEADS + TAILS + [
    ":", ": ", " :", "- ", "? ", ", ", "[", "]", "{", "}", "#", " #", "&a ", "*a", "!", "!!", "|", ">", "'", '"', "\\", "%", "@", "`", "\n", "\n  ", "\n ", "\r\n", "\r",
    "\t", " ", "  ", "\x85", "\u2028", "\ufeff", "<<: ", "<<: *a", "---", "...", "\x00", "\x1f", "~", "1", "a", "_", "-", "+", ".",
]


def is_valid(text):
    return oracle({"text": f"a: {text}\nb:\n- [{text}]\n"}).get("error") != "invalid"


def scalar(source, indent):
    kind = source.randrange(20)
    if kind < 12:
        return source.choice(VALID)
    if kind < 14:
        return source.choice(PLAIN)
    if kind == 14:
        quote = source.choice("'\"")
        words = [source.choice(["a", "b c", " ", "\n", "\n  ", "\\n", "''", "\\\"", "\t", "é", "#", ": "]) for _ in range(source.randrange(5))]
        return quote + "".join(words) + quote
    if kind == 15:
        lines = ["  ".join(source.choice(["a", "b", "", "#c", "'", "x y", ": "]) for _ in range(source.randrange(3))) for _ in range(source.randrange(4))]
        return ("\n" + " " * source.choice([indent + 1, indent + 2, indent])).join(["a"] + lines)
    if kind == 16:
        pad = " " * source.choice([indent + 1, indent + 2, indent + 2, indent + 2, indent])
        head = source.choice("|>") + source.choice(["", "", "", "-", "+", "1", "2", "-2", "2+", " ", " # c", "\t"])
        lines = [source.choice(["", pad, pad + " ", pad + "  "]) + source.choice(["a", "b c", "", "", "\tx", "#c", "- d", "e: f", " "]) for _ in range(source.randrange(5))]
        return head + "\n" + "\n".join(lines)
    if kind == 17:
        return source.choice(["&a ", "&b ", "!!str ", "!!map ", "!!seq ", "!!set ", "!!omap ", "! ", "!x "]) + source.choice(PLAIN)
    return source.choice(["*a", "*b", "", "a", "b"])


def flow(source, depth):
    if depth == 0 or source.random() < 0.4:
        return scalar(source, 0) if source.random() < 0.4 else source.choice(["a", "b", "1", "'x'", '"y"', "*a", "&a b", "", "null", "!!str 1"])
    separator = source.choice([", ", ",", ",\n ", " ,", ",\n", ", # c\n "])
    count = source.randrange(4)
    last = source.choice(["", "", "", ","])
    if source.random() < 0.5:
        items = [flow(source, depth - 1) if source.random() < 0.8 else pair(source, depth) for _ in range(count)]
        return "[" + separator.join(items) + last + "]"
    return "{" + separator.join(pair(source, depth) for _ in range(count)) + last + "}"


def pair(source, depth):
    key = source.choice(KEYS) if source.random() < 0.6 else source.choice(["a", "b", "c", "d", "e"])
    return key + source.choice([": ", ": ", ": ", ":", " : ", ":\n ", "", " :"]) + flow(source, depth - 1)


def block(source, depth, indent):
    """A block collection whose lines begin at `indent`, without the first line's indentation."""
    pad = " " * indent
    kind = source.randrange(10)
    if depth == 0 or kind < 2:
        return scalar(source, indent) if source.random() < 0.7 else flow(source, 2)
    lines = []
    names = iter(source.sample("abcdefgh", 8))
    is_list = kind < 5
    for _ in range(source.randrange(1, 5)):
        deeper = indent + source.choice([2, 2, 2, 1, 4])
        properties = source.choice(["", "", "", "", "", "", "&a ", "&b ", "!!map ", "!!omap ", "!!set ", "!!seq ", "!!str ", "!!pairs "])
        if is_list:
            nested = block(source, depth - 1, indent + 2)
            lines.append("- " + properties + nested)
            continue
        key = next(names) if source.random() < 0.75 else source.choice(KEYS)
        choice = source.randrange(8)
        if choice < 3:
            lines.append(key + source.choice([": ", ": ", ": ", " : ", ":  ", ":", ":\t"]) + properties + scalar(source, indent))
        elif choice < 4:
            lines.append(key + ": " + properties + flow(source, 3))
        elif choice < 6:
            lines.append(key + ":" + (" " + properties if properties else "") + "\n" + " " * deeper + block(source, depth - 1, deeper))
        elif choice < 7:
            inner = source.choice([indent, indent + 2])
            lines.append(key + ":\n" + " " * inner + "- " + block(source, depth - 1, inner + 2))
        elif source.random() < 0.5:
            lines.append("<<: " + source.choice(["*a", "*b", "[*a, *b]", "{a: 1, z: 2}", "[{a: 1}, {a: 2, y: 3}]", "[]", "a", "", "&a {x: 1}", "[a]"]))
        else:
            lines.append("? " + block(source, depth - 1, indent + 2) + "\n" + pad + source.choice([": ", ":", "? "]) + scalar(source, indent))
        if source.random() < 0.05:
            lines[-1] += source.choice([" # c", "#c", "\n# c", "\n" + pad + "# c", "\n\n"])
    return ("\n" + pad).join(lines)


def mutated(source, text):
    for _ in range(source.choice([1, 1, 2, 3])):
        at = source.randrange(len(text) + 1)
        change = source.randrange(5)
        if change == 0:
            text = text[:at] + source.choice(PIECES) + text[at:]
        elif change == 1:
            text = text[:at] + text[at + 1:]
        elif change == 2:
            text = text[:at] + source.choice([" ", "\n", "\t", ":", "-", "#", "'", '"', ",", "\r"]) + text[at:]
        elif change == 3:
            text = text[:at] + text[at:at + 4] + text[at:]
        else:
            text = text[:at]
    return text


def document(source):
    kind = source.randrange(10)
    if kind == 0:
        return "".join(source.choice(PIECES) for _ in range(source.randrange(8)))
    if kind == 1:
        return source.choice(["AppId: ", "- ", "", "a:\n  ", "[", "{a: ", "? ", "&x "]) + source.choice(PLAIN)
    if kind == 2:
        text = flow(source, 4)
    else:
        text = block(source, source.randrange(1, 5), 0)
    if source.random() < 0.15:
        text = source.choice(HEADS) + text
    if source.random() < 0.3:
        text += source.choice(TAILS)
    if kind > 6:
        text = mutated(source, text)
    if source.random() < 0.03:
        text = text.replace("\n", source.choice(["\r\n", "\r", "\x85", "\u2028"]))
    return text


def request(source):
    text = document(source)
    if source.random() < 0.03:
        encoding = source.choice(["utf-8", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
        data = text.encode(encoding, "replace")
        if source.random() < 0.3 and data:
            at = source.randrange(len(data))
            data = data[:at] + bytes([source.randrange(256)]) + data[at + source.randrange(2):]
        return {"kind": "yaml", "hex": data.hex()}
    return {"kind": "yaml", "text": text}


def oracle(request):
    text = bytes.fromhex(request["hex"]) if "hex" in request else request["text"]
    yaml = YAML(typ="safe", pure=True)
    try:
        value = yaml.load(text)
    except YAMLError:
        return {"error": "invalid"}
    except RecursionError:
        return {"error": "too deep"}
    except Exception as error:
        return {"error": str(error).encode("utf-8", "backslashreplace").decode()}
    if holds_set(value, set()):
        return {"ok": "in any order"}
    return {"ok": f"{type(value)} {value} {value!r}".encode("utf-8", "backslashreplace").decode()}


def holds_set(value, seen):
    """Whether it contains a set of several elements, whose order differs from run to run."""
    if id(value) in seen:
        return False
    seen.add(id(value))
    if isinstance(value, dict):
        return any(holds_set(item, seen) for item in [*value, *value.values()])
    if isinstance(value, (list, tuple)):
        return any(holds_set(item, seen) for item in value)
    return isinstance(value, set) and len(value) > 1


def same(expected, received):
    return expected == received or (expected == {"ok": "in any order"} and "ok" in received)


warnings.simplefilter("ignore")
VALID = [text for text in PLAIN if is_valid(text)]

if __name__ == "__main__":
    run(request, oracle, same)
