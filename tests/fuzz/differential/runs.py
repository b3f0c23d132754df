"""Whole runs: random command lines, settings and responses, with the original and this program.

    cargo build --release
    python tests/fuzz/differential/runs.py AWS [COUNT] [SEED]
    python tests/fuzz/differential/runs.py --dialect 2 AWS2 [COUNT] [SEED]
    python tests/fuzz/differential/runs.py --answers ...

Without `--answers` settings and credential sources vary, with it (answers.py) values and responses.

AWS is the original's `aws`, version 1 or 2 (tests/record.py says how to install it); the program
(target/release/amplifybackend, or $PROGRAM) is started under that name too. A case is one of
tests/record.py's, which runs both; what differs is printed in the form in which tests/golden keeps
it.
"""

import argparse
import json
import os
import random
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
import answers  # noqa: E402
import record  # noqa: E402

ROLE = "arn:aws:iam::123456789012:role/r"
KEYS = "cat keys.json"

# Values of variables; each variable is set in one of twelve runs.
VARIABLES = {
    "AWS_ACCESS_KEY_ID": ["AKIDEXAMPLE", ""],
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": ["preferred", "x"],
    "AWS_CA_BUNDLE": ["", "/nope"],
    "AWS_CSM_ENABLED": ["true"],
    "AWS_CSM_PORT": ["x", "1"],
    "AWS_DEFAULTS_MODE": ["standard", "in-region", "auto", "x"],
    "AWS_DEFAULT_OUTPUT": ["json", "text", "table", "TEXT", "x"],
    "AWS_DEFAULT_PROFILE": ["one", "nope", ""],
    "AWS_DEFAULT_REGION": ["cn-north-1", "us-gov-west-1", "EU", "x y"],
    "AWS_DISABLE_REQUEST_COMPRESSION": ["true", "x"],
    "AWS_ENDPOINT_URL": ["${ENDPOINT}/all", "x"],
    "AWS_ENDPOINT_URL_AMPLIFYBACKEND": ["${ENDPOINT}/own"],
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": ["true", "false", "x"],
    "AWS_METADATA_SERVICE_NUM_ATTEMPTS": ["1", "x"],
    "AWS_METADATA_SERVICE_TIMEOUT": ["1", "x"],
    "AWS_PROFILE": ["one", "two", "nope", ""],
    "AWS_REQUEST_CHECKSUM_CALCULATION": ["when_required", "x"],
    "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES": ["1", "-1", "x"],
    "AWS_RESPONSE_CHECKSUM_VALIDATION": ["when_supported", "x"],
    "AWS_RETRY_MODE": ["legacy", "standard", "adaptive", "x", ""],
    "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT": ["legacy", "x"],
    "AWS_SECRET_ACCESS_KEY": ["wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""],
    "AWS_SESSION_TOKEN": ["token"],
    "AWS_ENDPOINT_URL_STS": ["x", "http://[", "http://a_b:9", "//127.0.0.1:${PORT}/sts/a b;c"],
    "AWS_STS_REGIONAL_ENDPOINTS": ["legacy", "x"],
    "AWS_USE_DUALSTACK_ENDPOINT": ["false", "x"],
    "AWS_USE_FIPS_ENDPOINT": ["False", "x"],
    "NO_PROXY": ["*", "127.0.0.1"],
}

# Settings of a section of the config file.
SETTINGS = {
    "account_id_endpoint_mode": ["required", "x"],
    "amplifybackend": ["\n  signature_version = x", "\n  signature_version = v4"],
    "api_versions": [],
    "aws_access_key_id": ["AKIDEXAMPLE"],
    "aws_secret_access_key": ["s"],
    "aws_session_token": ["t"],
    "ca_bundle": ["", "/nope"],
    "cli_follow_urlparam": ["false", "x"],
    "cli_timestamp_format": ["iso8601", "none", "x"],
    "credential_process": [KEYS, "echo {}", "false", "/nope"],
    "credential_source": ["Environment", "EcsContainer", "x"],
    "defaults_mode": ["standard", "x"],
    "disable_request_compression": ["true", "x"],
    "duration_seconds": ["900", "x"],
    "ec2_metadata_service_endpoint": ["x"],
    "ec2_metadata_service_endpoint_mode": ["ipv4", "x"],
    "endpoint_url": ["${ENDPOINT}/profile", "x"],
    "ignore_configured_endpoint_urls": ["true", "x"],
    "max_attempts": ["1", "2", "0", "x"],
    "metadata_service_timeout": ["1", "x"],
    "output": ["json", "text", "table", "x"],
    "parameter_validation": ["true", "x"],
    "region": ["us-west-2", "", "x y"],
    "request_min_compression_size_bytes": ["1", "x"],
    "retry_mode": ["standard", "legacy", "x"],
    "role_arn": [ROLE, "x"],
    "s3": ["", "\n  us_east_1_regional_endpoint = x", "\n  addressing_style = path", "\n  addressing_style = x", "x"],
    "services": ["s", "nope"],
    "source_profile": ["one", "two", "default", "nope"],
    "sso_account_id": ["123456789012"],
    "sso_region": ["us-east-1"],
    "sso_role_name": ["r"],
    "sso_session": ["ss", "nope"],
    "sso_start_url": ["https://x.awsapps.com/start"],
    "sts_regional_endpoints": ["legacy", "x"],
    "use_fips_endpoint": ["false", "x"],
    "user_agent_appid": ["x"],
    "web_identity_token_file": ["token", "/nope"],
}

# Values of options; `None` is no value.
OPTIONS = {
    "--ca-bundle": ["/nope", ""],
    "--cli-connect-timeout": ["5", "0", "-1", "x"],
    "--cli-input-json": [
        '{"AppId":"j","ResourceName":"k"}', "[]", "{", "file://in.json", "fileb://utf16",
    ],
    "--cli-read-timeout": ["5", "0", "-1", "x"],
    "--color": ["on", "off", "x"],
    "--endpoint-url": [
        "${ENDPOINT}", "${ENDPOINT}/x//?y", "x", "http://[", "http://a_b", "http://\u2100.com",
    ],
    "--generate-cli-skeleton": ["input", "output", None],
    "--no-paginate": [None],
    "--no-sign-request": [None],
    "--no-verify-ssl": [None],
    "--output": ["json", "text", "table", "x"],
    "--profile": ["one", "two", "default", "nope", ""],
    "--query": ["AppId", "[AppId,Status]", "{a:AppId,b:x}", "x(", "length(@)", "*", "x"],
    "--region": ["eu-west-1", "x y"],
    "--x": [None, "x"],
}

PARAMETERS = {
    "--app-id": ["d1", "ä b", "file://name", "x/y"],
    "--backend-environment-name": ["staging", "file://nope"],
    "--resource-config": [
        "AuthResources=USER_POOL_ONLY,Service=COGNITO,UserPoolConfigs={Mfa={MFAMode=ON}}",
        '{"AuthResources":1}', "a=b", "AuthResources=X", "file://config.json", "{", "a",
    ],
    "--resource-name": ["auth1", "ü", ""],
}

# Only in version 2. An unknown output format is found before anything is sent here.
VARIABLES_2 = {
    "AWS_CLI_AUTO_PROMPT": ["off", "on", "on-partial", "x"],
    "AWS_CLI_ERROR_FORMAT": ["legacy", "json", "YAML", "text", "table", "off", ""],
    "AWS_CLI_FILE_ENCODING": ["latin-1", "ascii", "utf-16", "x", ""],
    "AWS_DEFAULT_OUTPUT": ["json", "text", "table", "yaml", "yaml-stream", "off"],
    "AWS_CLI_OUTPUT_ENCODING": ["latin-1", "ascii", "utf-16", "cp1252", "x", ""],
    "AWS_PAGER": ["", "cat", "'"],
    "AWS_REGION": ["eu-west-3", "", "x y"],
    "PYTHONUTF8": ["1"],
}
SETTINGS_2 = {
    "cli_auto_prompt": ["off", "on-partial"],
    "cli_binary_format": ["base64", "raw-in-base64-out", "hex"],
    "cli_error_format": ["legacy", "json", "enhanced", "x"],
    "cli_pager": ["", "cat"],
    "output": ["json", "text", "table", "yaml", "off"],
}
OPTIONS_2 = {
    "--cli-auto-prompt": [None],
    "--cli-binary-format": ["base64", "x"],
    "--cli-error-format": ["legacy", "enhanced", "json", "yaml", "text", "table", "x"],
    "--cli-input-yaml": ["AppId: j\nResourceName: 7", "- a", "{", "file://in.json", "file://nope"],
    "--generate-cli-skeleton": ["input", "output", "yaml-input", None],
    "--no-cli-auto-prompt": [None],
    "--no-cli-pager": [None],
    "--output": ["json", "text", "table", "yaml", "yaml-stream", "off", "x"],
}

# Credential sources: the config file and the environment of each.
PROFILE_KEYS = "aws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = s\n"
STS = {"AWS_ENDPOINT_URL_STS": "${ENDPOINT}/sts"}
WAYS = [
    (f"[default]\nrole_arn = {ROLE}\ncredential_source = Environment\n", STS),
    (f"[default]\nrole_arn = {ROLE}\nsource_profile = one\n[profile one]\n{PROFILE_KEYS}", STS),
    (f"[default]\nrole_arn = {ROLE}\nsource_profile = two\n[profile two]\nrole_arn = {ROLE}2\nsource_profile = one\n[profile one]\n{PROFILE_KEYS}", STS),
    (f"[default]\nrole_arn = {ROLE}\nweb_identity_token_file = token\n", STS),
    ("", STS | {"AWS_ROLE_ARN": ROLE, "AWS_WEB_IDENTITY_TOKEN_FILE": "token"}),
    ("", {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "${ENDPOINT}/container"}),
    (f"[default]\ncredential_process = {KEYS}\n", {}),
    (f"[default]\nrole_arn = {ROLE}\ncredential_source = EcsContainer\n", STS | {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "${ENDPOINT}/container"}),
]
LIVES = "2099-01-02T03:04:05Z"
GIVEN = f"<AccessKeyId>AKIDROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>{LIVES}</Expiration>"
FAILURE = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
STS_ANSWERS = [
    {"status": 200, "body": f"<R><AssumeRoleResult><Credentials>{GIVEN}</Credentials></AssumeRoleResult></R>"},
    {"status": 200, "body": f"<R><AssumeRoleWithWebIdentityResult><Credentials>{GIVEN}</Credentials></AssumeRoleWithWebIdentityResult></R>"},
    {"status": 403, "body": FAILURE},
    {"status": 400, "body": FAILURE.replace("AccessDenied", "IDPCommunicationError")},
    {"status": 500, "body": ""},
    {"status": 200, "body": "<R/>"},
    {"status": 200, "body": "x"},
    {"status": 404, "body": {"message": "m"}},
]
CONTAINER_ANSWERS = [
    {"status": 200, "body": {"AccessKeyId": "AKIDBOX", "SecretAccessKey": "s", "Token": "t", "Expiration": LIVES}},
    {"status": 200, "body": {"AccessKeyId": "AKIDBOX", "SecretAccessKey": "s"}},
    {"status": 200, "body": {"code": "x", "message": "no"}},
    {"status": 200, "body": "x"},
    {"status": 403, "body": "no"},
    {"status": 404, "body": {}},
]

BODIES = ["", "<x/>", {"message": "m"}, {"Message": "M", "__type": "x#FooException"}, {"code": "C"}]


def section(source, name):
    lines = [f"[{name}]\n"]
    for key in source.sample(sorted(SETTINGS), source.choice([0, 1, 1, 2, 4])):
        if SETTINGS[key]:
            lines.append(f"{key}{source.choice([' = ', '=', ': '])}{source.choice(SETTINGS[key])}\n")
    return "".join(lines)


def some(source, table, share):
    return [(name, source.choice(table[name])) for name in table if source.random() < share]


def make(source, dialect):
    argv = ["amplifybackend", "update-backend-auth"]
    for option, values in PARAMETERS.items():
        if source.random() < 0.97:
            usual = answers.CONFIG if option == "--resource-config" else values[0]
            argv += [option, usual if source.random() < 0.8 else source.choice(values)]
    for option, value in some(source, OPTIONS, 0.06):
        argv += [option] if value is None else [option, value]
    names = ["default", "profile one", source.choice(["profile two", "two"]), "sso-session ss"]
    config = "".join(section(source, name) for name in names if source.random() < 0.7)
    if source.random() < 0.2:
        config += "[services s]\namplifybackend =\n  endpoint_url = ${ENDPOINT}/service\n"
    credentials = [f"[{name}]\n{PROFILE_KEYS}" for name in ["default", "one"] if source.random() < 0.3]
    response = {"status": source.choice([400, 403, 404, 429, 500, 503]), "body": source.choice(BODIES)}
    if source.random() < 0.3:
        response["headers"] = {"x-amzn-ErrorType": source.choice(["A", "A:http://x", "x#A", ""])}
    attempts = {"AWS_MAX_ATTEMPTS": source.choice(["1"] * 12 + ["2", "0", "x"])}
    env = attempts | dict(some(source, VARIABLES, 0.06))
    if by_way := source.random() < 0.4:
        way, needs = source.choice(WAYS)
        config = way + (section(source, "sso-session ss") if source.random() < 0.3 else "")
        env = needs | env
    routes = [
        {"prefix": "/sts", "responses": [source.choice(STS_ANSWERS[:2] * 4 + STS_ANSWERS)]},
        {"prefix": "/container", "responses": [source.choice(CONTAINER_ANSWERS)]},
    ]
    if source.random() < 0.4:
        routes.append({"any": True, "responses": [response]})
    # The original ignores it.
    env["AMPLIFYBACKEND_DIALECT"] = dialect
    return {
        "id": "runs",
        "argv": argv,
        "creds": source.random() < (0.3 if by_way else 0.7),
        "region": source.random() < 0.8,
        "env": env,
        "files": {
            "~/.aws/config": config,
            "~/.aws/credentials": "".join(credentials),
            "config.json": answers.CONFIG,
            "in.json": '{"AppId":"of the file"}',
            "name": "n\n",
            "utf16": {"b64": "//57ACIAQQBwAHAASQBkACIAOgAiAOkAIgB9AA=="},
            "token": "token",
            "keys.json": '{"Version":1,"AccessKeyId":"AKIDEXAMPLE","SecretAccessKey":"s"}',
        },
        "routes": routes,
    }


def record_run(case, program, certificates):
    """The recording without the usage block, which has its own wording."""
    recording = record.run(case, str(program), certificates)
    usage = r"\A(?:<usage>|usage:).*?(?=<prog>: error:|Unknown options:)"
    recording["stderr"] = re.sub(usage, "<usage>\n", recording["stderr"], flags=re.S)
    for request in recording["requests"]:
        if isinstance(request["body"], str):
            request["body"] = re.sub(r"(botocore-session-)\d+", r"\1<now>", request["body"])
    if "--generate-cli-skeleton" in case["argv"]:
        del recording["stdout"]  # The original draws enumerations.
    return recording


def compare(case, aws, own, certificates):
    expected, received = record_run(case, aws, certificates), record_run(case, own, certificates)
    # The prompt of version 2 fails where an encoding is set.
    if "has no attribute 'reconfigure'" in expected["stderr"].replace("\0", ""):
        return None
    # A profile file that does not parse is one line here.
    same = expected == received or "a Python traceback" in expected["stderr"]
    return None if same else (case, expected, received)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--dialect", choices=("1", "2"), default="1")
    parser.add_argument("--answers", action="store_true")
    parser.add_argument("aws")
    parser.add_argument("count", type=int, nargs="?", default=200)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    options = parser.parse_args()
    aws, count, seed = options.aws, options.count, options.seed
    if options.dialect == "2":
        for table, more in ((VARIABLES, VARIABLES_2), (SETTINGS, SETTINGS_2), (OPTIONS, OPTIONS_2)):
            table.update(more)
    folder = Path(tempfile.mkdtemp())
    record.make_certificates(folder)
    own = folder / "aws"
    own.symlink_to(Path(os.environ.get("PROGRAM", "target/release/amplifybackend")).absolute())
    source = random.Random(seed)
    maker = answers.make if options.answers else make
    cases = [maker(source, options.dialect) for _ in range(count)]
    with ThreadPoolExecutor() as pool:
        found = pool.map(lambda case: compare(case, aws, own, folder), cases)
        differences = [difference for difference in found if difference]
    for case, expected, received in differences:
        print(json.dumps(case | {"expect": expected}, ensure_ascii=False))
        print("  subject:", json.dumps(received, ensure_ascii=False))
    print(f"{count} cases, seed {seed}: {len(differences)} differences")
    sys.exit(bool(differences))


if __name__ == "__main__":
    main()
