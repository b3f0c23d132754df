//! The program under the name `aws`: it runs its own command and passes others to the next `aws`.

use crate::support::command::{JOB, update};
use crate::support::fake::{BoundPort, Fake, Scheme};
use crate::support::http::Request;
use crate::support::process::{PROGRAM, TestDir};
use crate::support::script;
use crate::support::skip;
use serde_json::json;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// A fake AWS CLI that prints how it was started.
const ECHO: &str = r#"#!/bin/sh
printf '%s|' "$0" "$@"
"#;

const NO_OTHER_AWS: &str = "aws: this is amplifybackend, which runs `aws amplifybackend \
                      update-backend-auth` and hands every other command on; there is no other aws \
                      on PATH to hand it to\n";

/// Directories for PATH, in the order in which they are named.
struct Folders(TestDir);

impl Folders {
    fn new() -> Folders {
        Folders(TestDir::new())
    }

    /// A link `aws` to this program in that directory, as in the README.
    fn program(self, folder: &str) -> Folders {
        let folder = self.0.cwd.join(folder);
        fs::create_dir_all(&folder).unwrap();
        symlink(PROGRAM, folder.join("aws")).unwrap();
        self
    }

    /// Another copy of this program.
    fn copy(self, folder: &str) -> Folders {
        self.install(Path::new(PROGRAM), folder, 0o755)
    }

    /// A script as `aws`, with its mode.
    fn script(self, folder: &str, text: &str, mode: u32) -> Folders {
        self.0.write("script", text.as_bytes(), None);
        let script = self.0.cwd.join("script");
        self.install(&script, folder, mode)
    }

    /// A separate process writes the file: a file descriptor of this process may be inherited by a
    /// child of another test, and executing the file would fail with `ETXTBSY`.
    fn install(self, file: &Path, folder: &str, mode: u32) -> Folders {
        let mut command = Command::new("install");
        command.args(["-D", "-m", &format!("{mode:o}")]).arg(file);
        command.arg(self.0.cwd.join(folder).join("aws"));
        assert!(command.status().unwrap().success());
        self
    }

    /// The `aws` of the first directory, as a lookup on PATH starts it.
    fn command(&self, path: &str) -> Command {
        let folder = |name: &str| match name {
            "" => String::new(),
            name => self.0.cwd.join(name).to_str().unwrap().to_owned(),
        };
        let path: Vec<String> = path.split(':').map(folder).collect();
        let mut command = Command::new(format!("{}/aws", path[0]));
        command.arg0("aws").env_clear().current_dir(&self.0.cwd);
        command.env("PATH", path.join(":"));
        command
    }

    fn run(&self, path: &str, argv: &[&str]) -> Output {
        self.command(path).args(argv).output().unwrap()
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[track_caller]
fn assert_output(output: &Output, code: i32, stdout: &str, stderr: &str) {
    assert_eq!(text(&output.stderr), stderr);
    assert_eq!(text(&output.stdout), stdout);
    assert_eq!(output.status.code(), Some(code));
}

/// Runs the command under a name, against a service that starts a job.
fn run_as(name: &str, argv: &[&str], service: &Fake) -> Output {
    let dir = TestDir::new();
    let endpoint = format!("http://127.0.0.1:{}", service.port());
    let argv = argv
        .iter()
        .map(|word| word.replace("${ENDPOINT}", &endpoint));
    let mut command = Command::new(PROGRAM);
    command.arg0(name).args(argv).env_clear();
    command.current_dir(&dir.cwd).env("HOME", &dir.home);
    command.env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    command.env("AWS_SECRET_ACCESS_KEY", "secret");
    command.env("AWS_DEFAULT_REGION", "us-east-1");
    command.env("AMPLIFYBACKEND_DIALECT", "1");
    command.output().unwrap()
}

/// The parts of a request that do not depend on the time.
fn stable_parts(request: &Request) -> (String, String, String) {
    let agent = request.header("user-agent").unwrap_or_default();
    (
        format!("{} {}", request.method, request.target),
        request.text(),
        agent.to_owned(),
    )
}

#[test]
fn our_command_is_the_same_under_both_names() {
    let service = BoundPort::open().serve(Scheme::Http, script::follow(json!([])));
    for before in [
        &[][..],
        &["--region", "eu-west-1"],
        &["--reg=eu-west-1", "--output", "text", "--query", "JobId"],
    ] {
        let argv = [before, &update([])].concat();
        let own = run_as("amplifybackend", &argv, &service);
        let argv = [before, &["amplifybackend"], &update([])].concat();
        let aws = run_as("aws", &argv, &service);
        assert!(!own.stdout.is_empty());
        assert_output(&aws, 0, text(&own.stdout), "");
        let requests = service.requests();
        let [.., first, second] = &requests[..] else {
            panic!("both runs send a request");
        };
        assert_eq!(stable_parts(second), stable_parts(first));
    }
    assert_eq!(service.requests().len(), 6);
}

#[test]
fn the_name_counts_in_any_directory() {
    let service = BoundPort::open().serve(Scheme::Http, script::follow(json!([])));
    let argv = [&["amplifybackend"], &update([])[..]].concat();
    let output = run_as("/usr/local/bin/aws", &argv, &service);
    assert_output(&output, 0, JOB, "");
    let output = run_as("/usr/local/aws/bin/other", &update([]), &service);
    assert_output(&output, 0, JOB, "");
}

#[test]
fn messages_other_than_usage_errors_are_the_same_under_both_names() {
    let service = BoundPort::open().serve(Scheme::Http, script::follow(json!([])));
    let wrong = ["--resource-config", "{\"Service\":"];
    let own = run_as("amplifybackend", &update(wrong), &service);
    let argv = [&["amplifybackend"], &update(wrong)[..]].concat();
    let aws = run_as("aws", &argv, &service);
    assert!(!own.stderr.is_empty());
    assert_output(&aws, 255, "", text(&own.stderr));
}

#[test]
fn a_usage_error_is_that_of_aws() {
    // The original's messages, without the usage.
    for (argv, code, message) in [
        (
            "amplifybackend update-backend-auth",
            2,
            "aws: error: the following arguments are required: --app-id, \
             --backend-environment-name, --resource-config, --resource-name\n",
        ),
        (
            "amplifybackend update-backend-auth --output xml",
            2,
            concat!(
                "aws: error: argument --output: Invalid choice, valid choices are:\n\n",
                "json                                     ",
                "| text                                    \n",
                "table                                   \n",
            ),
        ),
        (
            "amplifybackend update-backend-auth --app-id 1 --foo x --backend-environment-name s \
             --resource-name r --resource-config {}",
            255,
            "Unknown options: --foo, x\n",
        ),
    ] {
        let dir = Folders::new().program("own");
        let argv: Vec<&str> = argv.split_whitespace().collect();
        let output = dir
            .command("own")
            .args(argv)
            .env("AWS_DEFAULT_REGION", "us-east-1")
            .env("AMPLIFYBACKEND_DIALECT", "1")
            .output()
            .unwrap();
        let usage = "usage: aws amplifybackend [options] update-backend-auth [parameters]\n\n\
                     To see the options and examples, run:\n\n  \
                     aws amplifybackend update-backend-auth help\n\n";
        assert_output(&output, code, "", &format!("{usage}{message}"));
    }
}

#[test]
fn the_dialect_is_that_of_the_next_aws_which_is_not_executed() {
    // None of these files can be executed.
    let elf = Some("\x7fELF");
    let python = Some("#!${CWD}/venv/bin/python3\n");
    let packages = "venv/lib/python3.11/site-packages";
    let (one, two) = ("awscli-1.46.3", "awscli-2.36.7");
    for (kind, program, distribution, dialect) in [
        ("a program", elf, None, 2),
        ("pip's script of version 1", python, Some(one), 1),
        ("pip's script of version 2", python, Some(two), 2),
        ("a script of an unknown version", python, None, 2),
        ("none", None, None, 2),
    ] {
        let dir = Folders::new().program("own");
        let cwd = dir.0.cwd.to_str().unwrap().to_owned();
        let dir = match program {
            Some(text) => dir.script("real", &text.replace("${CWD}", &cwd), 0o755),
            None => dir,
        };
        if let Some(name) = distribution {
            let folder = dir.0.cwd.join(packages).join(format!("{name}.dist-info"));
            fs::create_dir_all(folder).unwrap();
        }
        let reason = match program {
            Some(_) => format!("for {cwd}/real/aws"),
            None => "no other aws on PATH".to_owned(),
        };
        assert_dialect(&dir, kind, dialect, &reason);
    }
}

#[test]
fn a_link_into_an_installation_of_version_2_says_so() {
    for target in [
        "aws-cli/v2/current/bin/aws",
        "homebrew/Cellar/awscli/2.36.7/bin/aws",
    ] {
        let (folder, _) = target.rsplit_once('/').unwrap();
        let script = "#!/nowhere/python3\n";
        let dir = Folders::new().program("own").script(folder, script, 0o755);
        fs::create_dir(dir.0.cwd.join("real")).unwrap();
        symlink(dir.0.cwd.join(target), dir.0.cwd.join("real/aws")).unwrap();
        let reason = format!("for {}/real/aws", dir.0.cwd.display());
        assert_dialect(&dir, target, 2, &reason);
    }
}

/// With `real` behind this program on PATH.
#[track_caller]
fn assert_dialect(dir: &Folders, kind: &str, dialect: u8, reason: &str) {
    let skeleton = [
        "amplifybackend",
        "update-backend-auth",
        "--debug",
        "--generate-cli-skeleton",
    ];
    // Only version 2 has this option.
    let output = dir.run("own:real", &[&skeleton[..], &["yaml-input"]].concat());
    let code = if dialect == 1 { 2 } else { 0 };
    assert_eq!(output.status.code(), Some(code), "{kind}");
    let argv = [&skeleton[..], &["input"]].concat();
    let output = dir.run("own:real", &argv);
    assert_eq!(output.status.code(), Some(0), "{kind}");
    let line = format!("dialect {dialect} ({reason})\n");
    let stderr = text(&output.stderr);
    assert!(stderr.contains(&line), "{kind}: {stderr}");
    // The variable takes precedence.
    let mut command = dir.command("own:real");
    command.args(argv).env("AMPLIFYBACKEND_DIALECT", "1");
    let output = command.output().unwrap();
    let stderr = text(&output.stderr);
    assert!(
        stderr.contains("dialect 1 (AMPLIFYBACKEND_DIALECT)\n"),
        "{kind}: {stderr}"
    );
}

#[test]
fn every_other_command_reaches_the_next_aws() {
    let dir = Folders::new().program("own").script("real", ECHO, 0o755);
    for argv in [
        &[][..],
        &["help"],
        &["--version"],
        &["s3", "ls", "s3://bucket"],
        &["--profile", "amplifybackend", "sts", "get-caller-identity"],
        &["amplifybackend", "help"],
        &["amplifybackend", "get-backend", "--app-id", "d1"],
        &["amplifybackend", "update-backend-auth", "--version"],
        // An invalid command line is reported by the next `aws`.
        &["amplifybackend", "update-backend-auth", "--region"],
        &["--cli", "5", "s3", "ls"],
    ] {
        let output = dir.run("own:real", argv);
        let real = dir.0.cwd.join("real/aws");
        let mut words = vec![real.to_str().unwrap()];
        words.extend(argv);
        assert_output(&output, 0, &format!("{}|", words.join("|")), "");
    }
}

#[test]
fn the_words_arrive_byte_for_byte() {
    let dir = Folders::new().program("own").script("real", ECHO, 0o755);
    let words: Vec<OsString> = [
        &b"s3"[..],
        b"",
        b" two words ",
        b"\xff\xfe",
        b"line\nbreak",
        b"$HOME `x` * \\ ' \"",
        // The encoding of the byte 0x80 in the decoded text.
        "\u{10dc80}".as_bytes(),
        b"--region=\xe9",
    ]
    .map(|word| OsString::from_vec(word.to_vec()))
    .into();
    let output = dir.command("own:real").args(&words).output().unwrap();
    let mut expected = dir.0.cwd.join("real/aws").into_os_string();
    for word in &words {
        expected.push("|");
        expected.push(word);
    }
    expected.push("|");
    assert_eq!(OsString::from_vec(output.stdout), expected);
}

#[test]
fn the_environment_arrives_as_it_was() {
    let dir = Folders::new().program("own");
    let real = dir.0.cwd.join("real");
    fs::create_dir(&real).unwrap();
    // `env` prints the environment it has.
    symlink("/usr/bin/env", real.join("aws")).unwrap();
    let mut command = dir.command("own:real");
    command.env("ODD", OsStr::new("a=b c")).arg("-0");
    let path = command
        .get_envs()
        .find(|(name, _)| *name == "PATH")
        .unwrap();
    let path = path.1.unwrap().to_str().unwrap().to_owned();
    let output = command.output().unwrap();
    let mut found: Vec<&str> = text(&output.stdout).split_terminator('\0').collect();
    found.sort_unstable();
    // The additional variable prevents loops.
    let loop_guard = found.remove(0);
    assert!(
        loop_guard.starts_with("AMPLIFYBACKEND_EXEC_AWS="),
        "{loop_guard}"
    );
    assert_eq!(found, ["ODD=a=b c", &format!("PATH={path}")]);
}

#[test]
fn the_exit_code_is_that_of_the_next_aws() {
    for code in [0, 1, 7, 255] {
        let script = format!("#!/bin/sh\nexit {code}\n");
        let dir = Folders::new().program("own").script("real", &script, 0o755);
        assert_output(&dir.run("own:real", &["s3", "ls"]), code, "", "");
    }
}

#[test]
fn a_signal_that_ends_the_next_aws_is_reported() {
    for signal in [2, 9, 13, 15] {
        let script = format!("#!/bin/sh\nkill -{signal} $$\n");
        let dir = Folders::new().program("own").script("real", &script, 0o755);
        let output = dir.run("own:real", &["s3", "ls"]);
        assert_eq!(output.status.signal(), Some(signal));
    }
}

#[test]
fn the_next_aws_runs_in_the_same_process_with_the_same_input() {
    let script = "#!/bin/sh\nread line\necho \"$$ $line\"\n";
    let dir = Folders::new().program("own").script("real", script, 0o755);
    let mut command = dir.command("own:real");
    command.args(["s3", "cp", "-", "s3://bucket/key"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child: Child = command.spawn().unwrap();
    let id = child.id();
    child.stdin.take().unwrap().write_all(b"a line\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(&output.stdout), format!("{id} a line\n"));
}

#[test]
fn files_that_are_not_executable_are_skipped() {
    let dir = Folders::new()
        .program("own")
        .script("unreadable", ECHO, 0o644)
        .script("folder/aws", ECHO, 0o755)
        .script("real", ECHO, 0o755);
    let output = dir.run("own:missing:unreadable:folder:real", &["s3"]);
    let real = dir.0.cwd.join("real/aws");
    assert_output(&output, 0, &format!("{}|s3|", real.display()), "");
}

#[test]
fn an_empty_entry_of_path_is_the_working_directory() {
    let dir = Folders::new().program("own").script(".", ECHO, 0o755);
    assert_output(&dir.run("own:", &["s3"]), 0, "./aws|s3|", "");
}

#[test]
fn without_another_aws_the_message_says_so() {
    let dir = Folders::new().program("own");
    for argv in [&[][..], &["--version"], &["s3", "ls"], &["amplifybackend"]] {
        assert_output(&dir.run("own", argv), 127, "", NO_OTHER_AWS);
    }
    // Usage errors are reported without it.
    let output = dir.run("own", &["s3", "ls", "--region"]);
    assert_eq!(output.status.code(), Some(252));
    let message = "(ParamValidation): argument --region: expected one argument\n";
    assert!(text(&output.stderr).contains(message));
}

#[test]
fn an_aws_that_does_not_run_is_named() {
    let script = "#!/no/such/interpreter\n";
    let dir = Folders::new().program("own").script("real", script, 0o755);
    let real = dir.0.cwd.join("real/aws");
    let message = format!("aws: {}: No such file or directory\n", real.display());
    assert_output(&dir.run("own:real", &["s3"]), 126, "", &message);
}

#[test]
fn links_and_copies_of_the_program_are_skipped() {
    let dir = Folders::new()
        .program("link")
        .program("second")
        .copy("copy")
        .copy("third")
        .script("real", ECHO, 0o755);
    let real = format!("{}|s3|", dir.0.cwd.join("real/aws").display());
    for path in [
        "link:second:real",
        "link:copy:real",
        "copy:link:real",
        "link:copy:third:second:real:copy",
        "link:real:link",
    ] {
        assert_output(&dir.run(path, &["s3"]), 0, &real, "");
    }
    for path in ["link:second", "link:copy:link", "copy:link:third:copy"] {
        assert_output(&dir.run(path, &["s3"]), 127, "", NO_OTHER_AWS);
    }
}

#[test]
fn started_by_its_path_the_program_finds_an_aws_earlier_on_path() {
    let dir = Folders::new().program("own").script("real", ECHO, 0o755);
    let real = dir.0.cwd.join("real");
    for path in ["real:own", "real", "own:real"] {
        let path = path.replace("real", real.to_str().unwrap());
        let path = path.replace("own", dir.0.cwd.join("own").to_str().unwrap());
        let mut command = Command::new(dir.0.cwd.join("own/aws"));
        command.arg("s3").env_clear().env("PATH", path);
        let expected = format!("{}|s3|", real.join("aws").display());
        assert_output(&command.output().unwrap(), 0, &expected, "");
    }
}

/// A script that runs the first `aws` on PATH that is not itself.
const WRAPPER: &str = r#"#!/bin/sh
for folder in $(echo "$PATH" | tr : ' '); do
    file="$folder/aws"
    [ "$file" -ef "$0" ] || { [ -x "$file" ] && RUN "$file" ARGV; }
done
"#;

#[test]
fn a_script_that_runs_the_first_other_aws_causes_no_loop() {
    for run in ["exec", ""] {
        for argv in ["\"$@\"", "--debug \"$@\"", "\"$@\" --debug"] {
            let wrapper = WRAPPER.replace("RUN", run).replace("ARGV", argv);
            let wrapper = wrapper.replace("; }", "; exit; }");
            let dir = Folders::new()
                .script("wrapper", &wrapper, 0o755)
                .program("own")
                .script("real", ECHO, 0o755);
            let real = dir.0.cwd.join("real/aws");
            for path in ["wrapper:own:real", "own:wrapper:real"] {
                let path = format!("{path}:/usr/bin:/bin");
                let output = dir.run(&path, &["s3"]);
                assert_eq!(output.status.code(), Some(0), "{path}");
                let start = format!("{}|", real.display());
                assert!(text(&output.stdout).starts_with(&start), "{path}");
            }
            let output = dir.run("wrapper:own:/usr/bin:/bin", &["s3"]);
            assert_output(&output, 127, "", NO_OTHER_AWS);
        }
    }
}

#[test]
fn an_aws_that_runs_aws_for_something_else_reaches_the_same_one_again() {
    let nested = "#!/bin/sh\n[ $1 = inner ] && exec echo inner\naws inner\n";
    let dir = Folders::new().program("own").script("real", nested, 0o755);
    let output = dir.run("own:real:/bin:/usr/bin", &["outer"]);
    assert_output(&output, 0, "inner\n", "");
}

#[test]
fn an_aws_without_execute_permission_is_skipped() {
    let dir = Folders::new()
        .copy("own")
        .script("others", ECHO, 0o611)
        .script("real", ECHO, 0o755);
    // Root may execute it, so the test runs as an unprivileged user.
    let is_root = rustix::process::geteuid().is_root();
    let folder = dir.0.cwd.parent().unwrap();
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    let run = |path: &str| {
        let own = dir.command(&format!("{path}:/usr/bin:/bin"));
        let mut command = Command::new(if is_root { "setpriv" } else { "env" });
        if is_root {
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
            let others = dir.0.cwd.join("others/aws");
            fs::set_permissions(&others, fs::Permissions::from_mode(0o611)).unwrap();
            std::os::unix::fs::chown(&others, Some(65534), Some(65534)).unwrap();
        }
        command.arg(own.get_program()).arg("s3").env_clear();
        command.envs(
            own.get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        command.output().unwrap()
    };
    let real = dir.0.cwd.join("real/aws");
    let stdout = format!("{}|s3|", real.display());
    assert_output(&run("own:others:real"), 0, &stdout, "");
    let others = dir.0.cwd.join("others/aws");
    let message = format!("aws: {}: Permission denied\n", others.display());
    assert_output(&run("own:others"), 126, "", &message);
}

#[test]
fn without_proc_the_program_knows_its_own_file() {
    let unshare = |command: &mut Command| {
        let mut hidden = Command::new("unshare");
        hidden.args(["--mount", "--map-root-user", "sh", "-c"]);
        hidden.arg("umount -l /proc 2>/dev/null || mount -t tmpfs none /proc; exec \"$0\" \"$@\"");
        hidden
            .arg(command.get_program())
            .args(command.get_args())
            .env_clear();
        hidden.envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        hidden
    };
    if !unshare(&mut Command::new("true"))
        .status()
        .is_ok_and(|status| status.success())
    {
        return skip("no /proc; a mount namespace is not allowed");
    }
    let dir = Folders::new()
        .program("link")
        .copy("copy")
        .script("real", ECHO, 0o755);
    for (path, code) in [
        ("link:copy:real", 0),
        ("copy:link:real", 0),
        ("link:copy", 127),
        ("copy:link", 127),
    ] {
        let mut command = dir.command(&format!("{path}:/usr/bin:/bin"));
        let output = unshare(command.arg("s3")).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{path}");
    }
}

#[test]
fn a_command_that_the_alias_file_mentions_is_the_next_awss() {
    let dir = Folders::new().program("own").script("real", ECHO, 0o755);
    let real = dir.0.cwd.join("real/aws");
    let argv = ["amplifybackend", "update-backend-auth"];
    let passed = format!("{}|amplifybackend|update-backend-auth|", real.display());
    for (content, path, stdout) in [
        (
            "[toplevel]\nAmplifyBackend = s3\n",
            "own:real",
            passed.as_str(),
        ),
        ("[command amplifybackend]\nx = y\n", "own:real", &passed),
        (
            "[toplevel]\nwhoami = sts get-caller-identity\n",
            "own:real",
            "",
        ),
        // The original can say what is wrong with it, and does so for every command.
        ("toplevel]\nx = y\n", "own:real", &passed),
        ("[toplevel]\nx = y\nx = z\n", "own:real", &passed),
        ("toplevel]\nx = y\n", "own", ""),
        // There is no next `aws` to expand aliases.
        ("[toplevel]\namplifybackend = s3\n", "own", ""),
    ] {
        dir.0.write("~/.aws/cli/alias", content.as_bytes(), None);
        let mut command = dir.command(path);
        let output = command
            .args(argv)
            .env("HOME", &dir.0.home)
            .output()
            .unwrap();
        assert_eq!(text(&output.stdout), stdout, "{content}");
    }
}
