"""Command lines: the value of each option, or the usage error.

With the Python of version 2, its parsers are the oracle of that dialect.
"""

import json

import original
from harness import respond, run

TABLE = list(original.driver._get_argument_table().values())
COMMANDS = ("update-backend-auth", "get-backend-auth", "get-backend-job")
OPERATIONS = {name: original.operations[name] for name in COMMANDS}
REQUIRED = {
    name: [key for key, argument in operation.arg_table.items() if argument.required]
    for name, operation in OPERATIONS.items()
}
# The values that are compared, in the order of the subject's response.
GIVEN = ["debug", "verify_ssl", "sign_request", "no_cli_pager", "endpoint_url", "output", "query"]
GIVEN += ["profile", "region", "color", "ca_bundle", "read_timeout", "connect_timeout"]
GIVEN += ["cli_binary_format", "cli_error_format", "app_id", "backend_environment_name"]
GIVEN += ["resource_config", "resource_name", "job_id", "cli_input_json", "cli_input_yaml"]
GIVEN += ["generate_cli_skeleton"]
DOCUMENTS = {"cli-input-json", "cli-input-yaml", "generate-cli-skeleton"}
for operation in OPERATIONS.values():
    TABLE += list(operation.arg_table.values())
CHOICES = [choice for argument in TABLE for choice in getattr(argument, "choices", None) or []]
NAMES = list(dict.fromkeys(argument.name.removeprefix("--") for argument in TABLE))
VALUES = [
    "json", "text", "jsn", "xml", "on", "auto", "input", "output", "inputs", "x", "-5", "-.5", "-",
    "-x", "-a b", "", "a=b", "{}", "extra", "help", "update-backend-auth", "5", "\u00e9", "it's",
    "-5\n", "--", "- ", "-\u0663", "a\nb", "table ", "-1e5", "--foo bar",
]
COMPLETE = ["--app-id", "d", "--backend-environment-name", "s", "--resource-name", "r"]
COMPLETE += ["--resource-config", "{}"]


def near(source, words):
    """A word with a letter gone, doubled or replaced."""
    word = source.choice(words)
    at = source.randrange(len(word))
    return word[:at] + source.choice(["", word[at] * 2, "x", "E"]) + word[at + 1:]


def value(source):
    kind = source.random()
    if kind < 0.7:
        return source.choice(VALUES)
    return source.choice(CHOICES) if kind < 0.85 else near(source, CHOICES)


def word(source):
    """An option with or without a value, its name complete or abbreviated."""
    flag = "--" + source.choice(NAMES)
    if flag == "--version" and source.random() < 0.8:
        flag = "--debug"
    if source.random() < 0.3:
        flag = flag[:source.randint(2, len(flag))]
    kind = source.random()
    if kind < 0.45:
        return [flag, value(source)]
    if kind < 0.6:
        return [flag]
    if kind < 0.8:
        return [flag + "=" + value(source)]
    if kind < 0.95:
        return [value(source)]
    return ["--" + source.choice(["foo", "bar=1", "no", "c", "", near(source, NAMES)])]


def make(source):
    while True:
        argv = list(COMPLETE) if source.random() < 0.6 else []
        for _ in range(source.randint(0, 5)):
            argv += word(source)
        at = source.randrange(len(argv) + 1) if source.random() < 0.1 else 0
        operation = source.choice(["update-backend-auth"] * 4 + list(OPERATIONS))
        argv.insert(at, operation if source.random() < 0.97 else near(source, [operation]))
        # Intended differences: help by option, and `--` as an option's value.
        if not any(text in ("-h", "--help") or text.endswith("=--") for text in argv):
            return {"kind": "argv", "argv": argv, "dialect": original.dialect}


def oracle(request):
    return respond(lambda: read(["amplifybackend"] + request["argv"]))


def read(argv):
    if original.dialect == 2:
        original.parse(original.clidriver.FirstPassGlobalArgParser(), argv)
        original.clidriver.validate_auto_prompt_args_are_mutually_exclusive(argv)
    parsed = original.parse(original.main_parser(), argv)
    if parsed is None:
        return "version"
    options, rest = parsed
    named, rest = original.parse(original.service_parser(), rest)
    if named.operation == "help":
        return "help"
    operation = OPERATIONS.get(named.operation)
    if operation is None:
        return "another operation"
    table = operation.arg_table
    for name, argument in table.items():
        argument.required = name in REQUIRED[named.operation]
    for name in DOCUMENTS & table.keys():
        table[name].override_required_args(table, rest)
    own, unknown = original.parse(original.operation_parser(operation), rest)
    if own.help == "help":
        return "help"
    unknown += [own.help] if own.help else []
    if unknown:
        raise original.Usage("Unknown options: " + ", ".join(unknown))
    values = vars(options) | vars(own)
    given = [values.get(name) for name in GIVEN]
    return json.dumps(given, separators=(",", ":"), ensure_ascii=False)


def same(expected, received):
    """Version 1 lists all operations, which this program has not."""
    if expected.get("error", "").startswith("argument operation: Invalid choice"):
        return received.get("error", "").startswith("argument operation: Invalid choice")
    return expected == received


run(make, oracle, same)
