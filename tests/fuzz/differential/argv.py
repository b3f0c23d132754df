"""Command lines: the value of each option, or the usage error."""

import json

import original
from harness import respond, run

NAMES = [name for name in original.driver._get_argument_table()] + list(original.operation.arg_table)
VALUES = [
    "json", "text", "jsn", "xml", "on", "auto", "input", "output", "inputs", "x", "-5", "-.5", "-",
    "-x", "-a b", "", "a=b", "{}", "extra", "help", "update-backend-auth", "5", "\u00e9", "it's",
    "-5\n", "--", "- ", "-\u0663", "a\nb", "table ", "-1e5", "--foo bar",
]
COMPLETE = ["--app-id", "d", "--backend-environment-name", "s", "--resource-name", "r"]
COMPLETE += ["--resource-config", "{}"]
REQUIRED = ["app-id", "backend-environment-name", "resource-config", "resource-name"]


def word(source):
    """An option with or without a value, its name complete or abbreviated."""
    flag = "--" + source.choice(NAMES)
    if flag == "--version" and source.random() < 0.8:
        flag = "--v2-debug"
    if source.random() < 0.3:
        flag = flag[:source.randint(2, len(flag))]
    kind = source.random()
    if kind < 0.45:
        return [flag, source.choice(VALUES)]
    if kind < 0.6:
        return [flag]
    if kind < 0.8:
        return [flag + "=" + source.choice(VALUES)]
    if kind < 0.95:
        return [source.choice(VALUES)]
    return ["--" + source.choice(["foo", "bar=1", "no", "c", ""])]


def make(source):
    while True:
        argv = list(COMPLETE) if source.random() < 0.6 else []
        for _ in range(source.randint(0, 5)):
            argv += word(source)
        at = source.randrange(len(argv) + 1) if source.random() < 0.1 else 0
        argv.insert(at, "update-backend-auth")
        # Intended differences: help by option, and `--` as an option's value.
        if not any(text in ("-h", "--help") or text.endswith("=--") for text in argv):
            return {"kind": "argv", "argv": argv}


def oracle(request):
    return respond(lambda: read(request["argv"]))


def read(argv):
    parsed = original.parse(original.driver._create_parser(original.commands), ["amplifybackend"] + argv)
    if parsed is None:
        return "version"
    options, rest = parsed
    try:
        named, rest = original.parse(original.service._create_parser(), rest)
    except original.Usage as error:
        raise original.Usage(this_program(str(error)))
    if named.operation == "help":
        return "help"
    if named.operation != "update-backend-auth":
        raise original.Usage(this_program("argument operation: Invalid choice"))
    table = original.operation.arg_table
    for name, argument in table.items():
        argument.required = name in REQUIRED
    for name in ("cli-input-json", "generate-cli-skeleton"):
        table[name].override_required_args(table, rest)
    parser = original.operation._create_operation_parser(table)
    original.operation._add_help(parser)
    own, unknown = original.parse(parser, rest)
    if own.help == "help":
        return "help"
    unknown += [own.help] if own.help else []
    if unknown:
        raise original.Usage("Unknown options: " + ", ".join(unknown))
    color = options.color if any(text.startswith("--co") for text in argv) else None
    given = [
        [options.debug, not options.verify_ssl, not options.sign_request],
        [options.endpoint_url, options.output, options.query, options.profile, options.region],
        [color, options.ca_bundle, options.read_timeout, options.connect_timeout],
        [own.app_id, own.backend_environment_name, own.resource_config, own.resource_name],
        [own.cli_input_json, own.generate_cli_skeleton],
    ]
    return json.dumps(given, separators=(",", ":"), ensure_ascii=False)


def this_program(text):
    """The message for an unknown operation has this program's list of operations."""
    return "argument operation" if text.startswith("argument operation") else text


def same(expected, received):
    if expected == {"error": "argument operation"}:
        return received.get("error", "").startswith("argument operation: Invalid choice")
    return expected == received


run(make, oracle, same)
