"""Validation against the model: all errors, in order, byte for byte."""

import json
from collections import OrderedDict

import original
from harness import respond, run

from botocore.validate import ParamValidator  # on the path of the original

NAMES = list(original.member_names()) + ["Foo", "k'"]
TEXTS = ["a", "", "it's", '"q"', "\u00e9\n", "\x7f\u200b", "\u4e16"]


def anything(source, depth=0):
    kind = source.randrange(7 if depth < 3 else 5)
    if kind == 0:
        return source.choice([None, True, False])
    if kind == 1:
        return source.choice([0, 1, -5, 10**25, 8])
    if kind == 2:
        return source.choice([1.5, 1e-7, 1e22, 0.1])
    if kind < 5:
        return source.choice(TEXTS)
    if kind == 5:
        return [anything(source, depth + 1) for _ in range(source.randint(0, 3))]
    return {source.choice(NAMES): anything(source, depth + 1) for _ in range(source.randint(0, 3))}


def fitting(source, shape):
    if source.random() < 0.12:
        return anything(source)
    if shape.type_name == "structure":
        names = [name for name in shape.members if source.random() < 0.6]
        source.shuffle(names)
        value = {name: fitting(source, shape.members[name]) for name in names}
        if source.random() < 0.08:
            value[source.choice(NAMES)] = anything(source)
        return value
    if shape.type_name == "list":
        return [fitting(source, shape.member) for _ in range(source.randint(0, 3))]
    if shape.type_name == "boolean":
        return source.choice([True, False])
    return source.choice([8, 8.5, True]) if shape.type_name == "double" else source.choice("xy")


def make(source):
    text = json.dumps(fitting(source, original.shape))
    return {"kind": "validate", "text": text, "ordered": source.random() < 0.5}


def oracle(request):
    def compute():
        hook = OrderedDict if request["ordered"] else None
        value = json.loads(request["text"], object_pairs_hook=hook)
        if not isinstance(value, dict):
            raise ValueError("not an object")
        report = ParamValidator().validate(value, original.shape)
        if report.has_errors():
            raise ValueError("Parameter validation failed:\n" + report.generate_report())
        return ""

    return respond(compute)


run(make, oracle)
