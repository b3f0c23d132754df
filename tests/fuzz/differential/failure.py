"""Error responses of the service: their code and message, in the dialect of this Python's original."""

import json

import original
from botocore.parsers import RestJSONParser

from harness import respond, run

ODD = [
    None, True, False, 0, 1, 1.5, "", "a", "A#B", "A:B", "a.b#C:d", "#", ":", "A#B#C", "A:B#C", "\u00e9", [], {},
    [":"], ["#"], {":": 1}, {"#": 1}, ["x"], {"Code": "c", "Message": "m"}, {"Code": None}, [1],
    "BadRequestException", "NotFoundException", "\ud800", 10**25,
]
KEYS = ["__type", "code", "Code", "message", "Message", "error", "Error", "x"]
HEADERS = [None] * 4 + ["", "A", "A:http://x/", "n#A", "n#A:x", ":", "#", "A;Sender", "n#A:x;Sender", "A;", ";B", "A;B;C"]
BODIES = ["", " ", "\n", "<html>x", " <html>", "<HTML>", "<html", "[1]", "null", "1", '"x"', "{", "busy", "\ufeff{}",
          "{} x", "NaN", "[" * 30, "\x00", "\x1c<html>", "\x0b<html>", "\x1c", '{"message":"a","message":"b"}']


def make(source):
    if source.random() < 0.2:
        body = source.choice(BODIES)
    else:
        keys = source.sample(KEYS, source.randint(0, 4))
        body = json.dumps({key: source.choice(ODD) for key in keys})
        if source.random() < 0.05:
            at = source.randrange(len(body))
            body = body[:at] + body[at + 1:]
    return {
        "kind": "failure",
        "status": source.choice([301, 307, 400, 400, 403, 404, 429, 500, 502, 503, 504, 510, 599]),
        "errortype": source.choice(HEADERS),
        "queryerror": source.choice(HEADERS),
        "body": body,
        "dialect": original.dialect,
    }


def oracle(request):
    headers = {"x-amzn-errortype": request["errortype"], "x-amzn-query-error": request["queryerror"]}
    response = {
        "status_code": request["status"],
        "headers": {name: value for name, value in headers.items() if value is not None},
        "body": request["body"].encode("utf-8"),
    }

    def compute():
        error = RestJSONParser().parse(response, original.operation._operation_model.output_shape)["Error"]
        # botocore/endpoint.py, _add_modeled_parse: the code is looked up among the modeled errors.
        hash(error.get("Code"))
        return f"{error.get('Code', 'Unknown')}\n{error.get('Message', 'Unknown')}"

    response = respond(compute)
    # Lone surrogates cannot be encoded in UTF-8.
    return {kind: text.encode("utf-8", "backslashreplace").decode() for kind, text in response.items()}


run(make, oracle)
