"""Cases of runs.py that get as far as the values or the response: documents, files, shorthand,
responses and errors of the service, each in the output and error formats, with queries."""

import base64

COMMANDS = {
    "update-backend-auth": ("AppId", "BackendEnvironmentName", "ResourceConfig", "ResourceName"),
    "get-backend-auth": ("AppId", "BackendEnvironmentName", "ResourceName"),
    "get-backend-job": ("AppId", "BackendEnvironmentName", "JobId"),
}
FLAGS = {
    "AppId": "--app-id",
    "BackendEnvironmentName": "--backend-environment-name",
    "JobId": "--job-id",
    "ResourceConfig": "--resource-config",
    "ResourceName": "--resource-name",
}
CONFIG = '{"AuthResources":"USER_POOL_ONLY","Service":"COGNITO","UserPoolConfigs":{}}'
TEXTS = [
    "x", "a b", "ä", "\U0001F389", "it's", '"q"', "a\nb", "a\n\n b\n", "\t", "\x1b", "yes", "null", "~",
    "1", "1.0", "0o17", "2020-01-01", "a: b", "- a", "#a", "a #b", "{a}", "[a", "", " a", "a ", "<a&b>",
    "\u2028", "\x85", "\ufeffa", "a," * 60, "word " * 40, "k" * 130, "'", "!a", "&a", "%a", "a:", "?",
]
VALUES = [
    "d1", "x/y", "ä b", "%41", "a?b#c", "file://name", "file://latin", "fileb://name", "fileb://latin",
    "file://nope", "file://.", "http://127.0.0.1:9/x", "https://x", "file://~/name", "file://$HOME/name",
    "-", "a=b", "{}", "null", "\n", "~", ".a", "file://", "s3://x", "FILE://name",
]
CONFIGS = [
    "AuthResources=USER_POOL_ONLY,Service=COGNITO,UserPoolConfigs={Mfa={MFAMode=ON}}",
    "AuthResources=USER_POOL_ONLY,Service=COGNITO,UserPoolConfigs={RequiredSignUpAttributes=[EMAIL,NAME]}",
    "AuthResources=A,Service=B,UserPoolConfigs={SignInMethod=EMAIL,OAuth={OAuthGrantType=CODE,OAuthScopes=[EMAIL]}}",
    "AuthResources=A,Service=B,UserPoolConfigs={PasswordPolicy={MinimumLength=8}}",
    "AuthResources=A,Service=B,UserPoolConfigs={PasswordPolicy={MinimumLength=x}}",
    "AuthResources=A,Service=B,UserPoolConfigs={PasswordPolicy={MinimumLength=1e400}}",
    "AuthResources=A,Service=B,UserPoolConfigs={PasswordPolicy={AdditionalConstraints=[X]}}",
    "AuthResources=A,Service=B,UserPoolConfigs={},IdentityPoolConfigs={UnauthenticatedLogin=true}",
    "AuthResources=A,Service=B,UserPoolConfigs={},IdentityPoolConfigs={UnauthenticatedLogin=maybe}",
    "AuthResources='A B',Service=\"B\\\"C\",UserPoolConfigs={}", "AuthResources=A, Service=B", "a={b=[c,{d=e}]}",
    "AuthResources@=file://name,Service=B,UserPoolConfigs={}", "AuthResources@=file://nope,Service=B",
    "AuthResources=[A,B],Service=B,UserPoolConfigs=x", "a=b,a=c", "AuthResources=A,", "=", "a={", "a=[", "a='b",
    "a=b\nc=d", "ä=b", "AuthResources=ä", "a=b c=d", "a=b=c", ",", "a={b}", "[]", "{}", "[1]", '"x"', "1", "null",
    '{"AuthResources":"A","Service":"B","UserPoolConfigs":{"PasswordPolicy":{"MinimumLength":1.5}}}',
    '{"AuthResources":"A","Service":"B","UserPoolConfigs":{"PasswordPolicy":{"MinimumLength":NaN}}}',
    '{"AuthResources":"A","Service":"B","UserPoolConfigs":null}', '{"AuthResources":true}', '{"a":1,"a":2}', "{'a':1}",
    '{"AuthResources":"A","Service":"B","UserPoolConfigs":{"RequiredSignUpAttributes":"EMAIL"}}',
    "file://config.json", "fileb://config.json", "file://name", "http://127.0.0.1:9/x", " " + CONFIG, "",
]
QUERIES = [
    "AppId", "[AppId,Status]", "{a:AppId,b:x}", "@", "*", "x", "keys(@)", "values(@)", "length(@)", "length(x)",
    "to_string(@)", "to_number(AppId)", "sort(values(@))", "[*].a", "*.*", "ResourceConfig.UserPoolConfigs",
    "ResourceConfig.*", "Error || AppId", "!Error", "Error==null", "AppId=='d1'", "`1.0`", "`\"x\"`", "`[1,[2]]`",
    "'a'", "type(@)", "[]", "not_null(Error,AppId)", "{a:@,b:@}", "reverse(AppId)", "join(',',keys(@))",
    "ResourceConfig.UserPoolConfigs.RequiredSignUpAttributes[0]", "ResourceConfig.UserPoolConfigs.*[]", "map(&@,keys(@))",
    "max_by(values(@),&@)", "sum([`1`,`2.5`])", "avg([])", "abs(AppId)", "[?a]", "a[", "", "AppId |", "a.b.",
    "merge(@,{a:'b'})", "contains(AppId,'d')", "starts_with(AppId, Status)", "@.AppId.x", "[0:2]", "`{}`", "`null`", "`true`",
]
DOCUMENTS = [
    "AppId: j", "AppId: j\nResourceName: k\n", "{AppId: j}", '{"AppId":"j"}', "AppId: 7", "AppId: null", "AppId:", "AppId: [a]",
    "AppId: 2020-01-01", "AppId: !!binary aGk=", "AppId: yes", "AppId: 1.5", "- a", "a", "", "7", "null", "{", "a: b: c", "@x",
    "AppId: a\nAppId: b", "a: &x 1\nb: *x", "X: y", "1: a", "%YAML 1.1\n---\nAppId: yes", "---\nAppId: j\n...\n", "a\n---\nb",
    "ResourceConfig:\n  AuthResources: USER_POOL_ONLY\n  Service: COGNITO\n  UserPoolConfigs: {}\n",
    "ResourceConfig: {AuthResources: 1, Service: [x], UserPoolConfigs: {Mfa: {MFAMode: true}}}",
    "ResourceConfig: {AuthResources: A, Service: B, UserPoolConfigs: {PasswordPolicy: {MinimumLength: .inf}}}",
    "ResourceConfig: {AuthResources: A, Service: B, UserPoolConfigs: {PasswordPolicy: {MinimumLength: 08}}}",
    "JobId: ü", "file://in.yaml", "fileb://in.yaml", "file://nope", "file://latin", "AppId: \"\\ud83d\\ude00\"", "? a\n: b", "\tAppId: j",
    "AppId: |\n  a\n  b\n", "AppId: >\n  a\n  b\n", "[]", "{}", "!!set {a}", "AppId: !x j", "<<: {AppId: j}", '{"AppId":"j",}', "[1,]",
]
ENCODINGS = ["latin-1", "ascii", "utf-16", "cp1252", "utf_8", "UTF8", "x", "", "utf-8-sig", "koi8-r"]
ERROR_FORMATS = ["legacy", "json", "yaml", "text", "table", "enhanced"]
CODES = ["NotFoundException", "TooManyRequestsException", "BadRequestException", "GatewayTimeoutException", "ThrottlingException", "X", "", "RequestTimeout"]
ENDS = ["", ":http://x/", ":", "#x", " a", ",a"]
ERROR_MEMBERS = ["resourceType", "ResourceType", "limitType", "LimitType", "Code", "code", "message", "Message", "errorMessage", "extra", "__type", "Error", "error"]


def plain(source, depth=0):
    """Any value of JSON."""
    kind = source.random()
    if kind < 0.55 or depth > 2:
        return source.choice(TEXTS)
    if kind < 0.75:
        return source.choice([None, True, False, 0, -1, 1.5, 1e300, 10**20, 1.0, 1e-7, [], {}])
    if kind < 0.88:
        return [plain(source, depth + 1) for _ in range(source.randrange(6))]
    return {source.choice(TEXTS): plain(source, depth + 1) for _ in range(source.randrange(6))}


def success(source):
    """An object (others are errors here) of which some members are missing, unknown or of another type."""
    body = {name: source.choice(TEXTS) for name in ("appId", "backendEnvironmentName", "jobId", "status", "operation", "error", "createTime", "updateTime", "resourceName") if source.random() < 0.7}
    if source.random() < 0.5:
        pool = {"requiredSignUpAttributes": source.sample(["EMAIL", "NAME", None, 1, "ä"], source.randrange(4)), "signInMethod": source.choice(TEXTS)}
        pool |= {"mfa": {"MFAMode": "ON", "settings": {"mfaTypes": ["SMS", "TOTP"]}}, "passwordPolicy": {"minimumLength": source.choice([8, 8.5, 1e20, None, "7"])}}
        names = source.sample(sorted(pool), source.randrange(5))
        body["resourceConfig"] = {"authResources": "A", "service": "COGNITO", "userPoolConfigs": {name: pool[name] for name in names}}
        if source.random() < 0.3:
            body["resourceConfig"]["identityPoolConfigs"] = {"unauthenticatedLogin": source.choice([True, "TRUE", "no", 1, []])}
    if source.random() < 0.2:
        # Other than an object, a configuration is an error of our own words.
        body[source.choice(["x", *(name for name in body if name != "resourceConfig")])] = plain(source)
    kind = source.random()
    return body if kind < 0.93 else source.choice([{}, "", '{"appId":"a","appId":"b"}', " {} "])


def failure(source):
    body = {name: plain(source) if source.random() < 0.5 else source.choice(CODES + TEXTS[:6]) for name in source.sample(ERROR_MEMBERS, source.randrange(5))}
    if source.random() < 0.6:
        body["message"] = source.choice(TEXTS)
    if source.random() < 0.15:
        body = source.choice(["", "x", "<x/>", "<html>", "[]", "null", '"x"', "1", "{", '{"message":"a"', "<Error><Code>C</Code></Error>"])
    response = {"status": source.choice([400, 400, 404, 403, 429, 500, 502, 503, 504, 413, 300, 301, 600]), "body": body}
    headers = {}
    if source.random() < 0.6:
        name = source.choice(["x-amzn-ErrorType", "X-Amzn-Errortype", "x-amzn-query-error"])
        separator = source.choice(["", "com.amazonaws#", "a:", "C;Sender", "a#b:c;", ";"])
        headers[name] = separator + source.choice(CODES) + source.choice(ENDS)
    return response | ({"headers": headers} if headers else {})


def make(source, dialect):
    """A case in the form of tests/record.py."""
    command = source.choice(["update-backend-auth", *COMMANDS])
    argv = ["amplifybackend", command]
    document = source.random() < 0.25
    for member in COMMANDS[command]:
        if source.random() < (0.5 if document else 0.98):
            odd = source.random() < 0.15
            values = CONFIGS if member == "ResourceConfig" else VALUES
            usual = CONFIG if member == "ResourceConfig" else "d1"
            argv += [FLAGS[member], source.choice(values) if odd else usual]
    if document:
        option = source.choice(["--cli-input-json"] + ["--cli-input-yaml"] * 3 * (dialect == "2"))
        argv += [option, source.choice(DOCUMENTS)]
    formats = ["json", "text", "table"] + ["yaml", "yaml-stream", "off"] * (dialect == "2")
    env, settings = {}, []
    if source.random() < 0.7:
        argv += ["--output", source.choice(formats)]
    elif source.random() < 0.2:
        env["AWS_DEFAULT_OUTPUT"] = source.choice(formats)
    if source.random() < 0.4:
        argv += ["--query", source.choice(QUERIES)]
    if source.random() < 0.08:
        kinds = ["input", "output", None] + ["yaml-input"] * (dialect == "2")
        kind = source.choice(kinds)
        argv += ["--generate-cli-skeleton"] + ([kind] if kind else [])
    if source.random() < 0.1:
        argv += ["--color", source.choice(["on", "off", "auto"])]
    if source.random() < 0.05:
        argv += [source.choice(["--foo", "--no-cli-pager", "--output=x", "--no-paginate", "extra"])]
    if source.random() < 0.05:
        argv += ["--profile", source.choice(["one", "nope"])]
    if dialect == "2":
        second(source, argv, env, settings)
    failures = [failure(source) for _ in range(source.choice([0, 0, 1, 1, 2, 3]))]
    responses = failures + [{"status": source.choice([200, 200, 200, 201, 202, 299]), "body": success(source)}]
    env["AWS_MAX_ATTEMPTS"] = source.choice(["1", "1", "1", "2"])
    if source.random() < 0.1:
        env["AWS_RETRY_MODE"] = source.choice(["standard", "adaptive", "legacy"])
    env["AMPLIFYBACKEND_DIALECT"] = dialect
    latin = base64.b64encode("ä b".encode("latin-1")).decode()
    return {
        "id": "answers",
        "argv": argv,
        "env": env,
        "files": {
            "~/.aws/config": "[default]\n" + "".join(settings) + "[profile one]\n" + "".join(settings),
            "~/name": "of home",
            "config.json": CONFIG,
            "in.yaml": "AppId: of the file\n",
            "latin": {"b64": latin},
            "name": "n\n",
        },
        "routes": [{"any": True, "responses": responses}],
    }


def second(source, argv, env, settings):
    """The settings that only version 2 has."""
    if source.random() < 0.3:
        argv += ["--cli-error-format", source.choice(ERROR_FORMATS)]
    if source.random() < 0.2:
        env["AWS_CLI_ERROR_FORMAT"] = source.choice(ERROR_FORMATS + ["JSON", "off", "", "yaml-stream", "x"])
    if source.random() < 0.2:
        settings.append(f"cli_error_format = {source.choice(ERROR_FORMATS + ['Text', 'x', ''])}\n")
    if source.random() < 0.15:
        env["AWS_CLI_FILE_ENCODING"] = source.choice(ENCODINGS)
    if source.random() < 0.15:
        env["AWS_CLI_OUTPUT_ENCODING"] = source.choice(ENCODINGS)
    if source.random() < 0.05:
        settings.append(f"cli_binary_format = {source.choice(['base64', 'raw-in-base64-out', 'x'])}\n")
    if source.random() < 0.05:
        settings.append(f"cli_timestamp_format = {source.choice(['iso8601', 'wire', 'none', 'x'])}\n")
    for name in ("AWS_PAGER", "PAGER"):
        if source.random() < 0.1:
            env[name] = source.choice(["", "cat", "nope", "'"])
    if source.random() < 0.1:
        env["AWS_REGION"] = source.choice(["eu-west-1", "", "x y"])
    if source.random() < 0.04:
        env["AWS_CLI_AUTO_PROMPT"] = source.choice(["on", "on-partial", "off"])
