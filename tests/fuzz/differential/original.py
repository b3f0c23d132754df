"""The parts of the original that the fuzzers of command lines and values use."""

import contextlib
import io
import os

os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull

from awscli.clidriver import create_clidriver  # noqa: E402 (reads the environment)

driver = create_clidriver()
commands = driver._get_command_table()
service = commands["amplifybackend"]
operation = service._get_command_table()["update-backend-auth"]
shape = operation._operation_model.input_shape
config = operation.arg_table["resource-config"]


class Usage(Exception):
    """The message of a parser before it exits with code 2."""


def parse(parser, argv):
    stderr, stdout = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stderr(stderr), contextlib.redirect_stdout(stdout):
            return parser.parse_known_args(argv)
    except SystemExit as exit:
        if exit.code == 0:
            return None
        raise Usage(stderr.getvalue().split(": error: ", 1)[1][:-1])


def member_names(of=shape):
    if of.type_name == "list":
        yield from member_names(of.member)
    elif of.type_name == "structure":
        for name, member in of.members.items():
            yield name
            yield from member_names(member)
