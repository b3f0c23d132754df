"""The parts of the original that the fuzzers of command lines and values use.

The dialect is that of the original that this Python has installed.
"""

import contextlib
import io
import os

os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull

from awscli import __version__, clidriver  # noqa: E402 (reads the environment)

dialect = int(__version__[0])
driver = clidriver.create_clidriver()
commands = driver._get_command_table()
service = commands["amplifybackend"]
operations = service._get_command_table()
operation = operations["update-backend-auth"]
shape = operation._operation_model.input_shape
config = operation.arg_table["resource-config"]


class Usage(Exception):
    """The message of a parser before it exits with the code of an error of usage."""


def main_parser():
    return driver._create_parser(commands) if dialect == 1 else driver.create_parser(commands)


def service_parser():
    return service._create_parser() if dialect == 1 else service.create_parser()


def operation_parser(operation):
    tables = [operation.arg_table]
    if dialect == 2:
        tables.append(operation.subcommand_table)
    parser = operation._create_operation_parser(*tables)
    operation._add_help(parser)
    return parser


def parse(parser, argv):
    """The parsed values and what is left of argv; `None` when a parser prints and ends the run."""
    stderr, stdout = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stderr(stderr), contextlib.redirect_stdout(stdout):
            return parser.parse_known_args(argv)
    except SystemExit as exit:
        if exit.code == 0:
            return None
        raise Usage(stderr.getvalue().split(": error: ", 1)[1][:-1])
    except Exception as error:
        # Version 2's parsers raise the message, with the usage behind it.
        if type(error).__name__ != "ArgParseException":
            raise
        raise Usage(str(error).rsplit("\n\nusage: ", 1)[0])


def member_names(of=shape):
    if of.type_name == "list":
        yield from member_names(of.member)
    elif of.type_name == "structure":
        for name, member in of.members.items():
            yield name
            yield from member_names(member)
