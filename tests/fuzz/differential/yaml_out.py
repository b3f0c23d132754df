"""Values and results of queries: the YAML must be that of version 2. Run it with version
2's Python."""

import io
import json

import jmespath
from awscli.formatter import YAMLDumper
from harness import respond, run
from yaml_in import PLAIN

WORDS = [
    "word", "a", "b:", "c: d", "#x", " #y", "it's", '"q"', "\\", "-", "- ", "?", "  ", " ", "\n", "\n\n", "\n ", " \n", "\t", "\r", "\r\n", "\x00", "\x07", "\x1b", "\x7f", "\x85",
    "\xa0", "\u200b", "\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff", "\ue000", "é", "世界", "\U0001f600", "\U0010ffff", "https://example.com/?a=b", "x" * 30, "k" * 90, "{####}",
]
QUERIES = [
    "@", "a", "{a:@,b:@}", "[@,@]", "[a,b,a]", "not_null(nope,@)", "[@,not_null(@),to_array(@)]", "values(@)", "[values(@),values(@)]", "[a,a][]", "{x:a,y:{z:a,w:b}}",
    "[`[1]`,`[1]`]", "[a,b][].{l:`[1]`}", "values(@)[].{l:`{\"q\": []}`,m:@}", "[a||b,b&&a,a]", "[a[0],a[-1],a]", "[a[:],a[::-1],a]", "sort_by(`[]`,&@)", "[sort_by(b,&@),b]",
    "[a,a]|[@,@]", "{k:`{}`,l:a,m:`[]`,n:a}", "map(&@,values(@))", "map(&`[2]`,values(@))", "[reverse(a),a]", "[merge(@,{z:a}),@]", "[max_by(a,&@),a]", "keys(@)", "[*,*]", "*.[@,@]",
    "[a.*,a.*]", "a[].[@,@]", "[a[?@],a]", "[[a],[a]]", "{b:[a,{c:a}],a:a}", "[`[[1],[2]]`[0],`[[1]]`]", "{a:a,b:b,c:[b,a]}", "&a", "[&a]", "length(@)", "type(@)",
]


def text(source):
    kind = source.randrange(6)
    if kind < 2:
        return source.choice(PLAIN)
    if kind < 4:
        return "".join(source.choice(WORDS) for _ in range(source.randrange(6)))
    if kind == 4:
        return source.choice([" ", "  "]).join(source.choice(WORDS) for _ in range(source.randrange(40)))
    return " ".join("w" * source.randrange(1, 25) for _ in range(source.randrange(25))) + source.choice(["", ":", " ", "\x01", ": x", "\n", "'"])


def value(source, depth):
    kind = source.randrange(10 if depth else 6)
    if kind == 0:
        return source.choice([None, True, False, float("nan"), float("inf"), float("-inf")])
    if kind == 1:
        return source.choice([0, -1, 7, 10**25, -(10**18), source.randint(-(10**9), 10**9)])
    if kind == 2:
        return source.choice([0.0, -0.0, 1.5, 1e16, 1e-5, source.uniform(-1, 1) * 10.0 ** source.randint(-320, 308)])
    if kind < 6:
        return text(source)
    if kind < 8:
        return [value(source, depth - 1) for _ in range(source.choice([0, 1, 2, 3]))]
    return {key(source): value(source, depth - 1) for _ in range(source.choice([0, 1, 2, 3, 4]))}


def key(source):
    kind = source.randrange(6)
    if kind < 3:
        return source.choice(["a", "b", "c", "AppId", "Z", "_x"])
    if kind == 3:
        return source.choice(["é" * 64, "é" * 65, "k" * 127, "k" * 128, "k" * 129, "w " * 60, "w " * 70, "k" * 126 + "'s"])
    return text(source)


def request(source):
    data = value(source, source.randrange(1, 5))
    if source.random() < 0.02:
        data = [data, source.choice(["\ud800", "x\udfff", "\udc00\ud800y"])]
    made = {"kind": "yaml-out", "data": json.dumps(data), "stream": source.random() < 0.2}
    if source.random() < 0.4:
        made["query"] = source.choice(QUERIES)
    return made


def dump(request):
    value = json.loads(request["data"])
    if "query" in request:
        value = jmespath.search(request["query"], value)
    if value == {}:
        return ""
    out = io.StringIO()
    YAMLDumper().dump([value] if request["stream"] else value, out)
    return out.getvalue().encode("utf-8", "backslashreplace").decode()


def oracle(request):
    return respond(lambda: dump(request))


if __name__ == "__main__":
    run(request, oracle)
