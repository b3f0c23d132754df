//! Completion in real shells in a terminal, set up by the README's line. A completed command line
//! is checked by running it with a program that prints its arguments; a list is read from the
//! screen.

use crate::support::command::Test;
use crate::support::process::PROGRAM;
use crate::support::skip;
use crate::support::terminal::{Session, is_installed};
use amplifybackend::cli::flags::SHELLS;
use amplifybackend::terminal::completion::script;
use std::path::Path;
use std::process::Command;

/// A shell with the README line in its configuration.
struct Shell {
    name: &'static str,
    session: Session,
}

/// The configuration file of each shell, and the line that sets its prompt.
fn setting_up(name: &str) -> (&'static str, &'static str) {
    match name {
        "bash" => ("~/.bashrc", "PS1='REA''DY '"),
        "zsh" => ("~/.zshrc", "PROMPT='REA''DY '"),
        _ => (
            "~/.config/fish/config.fish",
            "function fish_prompt; echo -n 'REA''DY '; end; function fish_greeting; end; \
             set -g fish_autosuggestion_enabled 0",
        ),
    }
}

/// The line of the README that sets completion up.
fn documented(shell: &str) -> String {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let names = format!("amplifybackend completion {shell}");
    let line = readme.lines().find(|line| line.contains(&names));
    line.unwrap_or_else(|| panic!("no line for {shell}"))
        .to_owned()
}

impl Shell {
    /// `None`, and a line on stderr, where the shell is not installed.
    fn start(name: &'static str) -> Option<Shell> {
        if !is_installed(name) || !is_installed("setsid") {
            skip(&format!("completion in {name}, which is not installed"));
            return None;
        }
        let mut session = Session::new();
        let dir = &session.dir;
        // Prints its arguments, except for completion, which runs the program.
        let stand_in = format!(
            "#!/bin/sh\n[ \"$1\" = completion ] && exec '{PROGRAM}' \"$@\"\n\
             printf 'GOT'; for word; do printf '[%s]' \"$word\"; done; echo ' END'\n"
        );
        dir.write("~/bin/amplifybackend", stand_in.as_bytes(), Some(0o755));
        dir.write(
            "~/.aws/config",
            b"[default]\n[profile staging]\n[profile sandbox]\n",
            None,
        );
        dir.write("~/.aws/credentials", b"[ci-deploy]\n", None);
        for file in ["auth.json", "my settings.json", "conf/nested.json"] {
            dir.write(file, b"{}", None);
        }
        let (file, prompt) = setting_up(name);
        let mut settings = format!("{prompt}\n");
        let line = documented(name);
        if name == "fish" {
            // Typed once.
            let done = Command::new("/bin/sh")
                .args([
                    "-c",
                    &format!("mkdir -p ~/.config/fish/completions && {line}"),
                ])
                .env_clear()
                .env("HOME", &dir.home)
                .env("PATH", format!("{}/bin:/usr/bin:/bin", dir.home.display()))
                .status();
            assert!(done.unwrap().success());
        } else {
            settings += &format!("{line}\n");
        }
        dir.write(file, settings.as_bytes(), None);
        session.start(&[name, "-i"]);
        session.wait_for("READY ");
        Some(Shell { name, session })
    }

    /// Types, presses enter, and returns the arguments of the program.
    fn run(&mut self, typed: &str) -> String {
        self.session.send(&format!("{typed}\r"));
        let screen = self.session.wait_for(" END");
        let got = screen.rsplit("GOT").next().unwrap();
        let got = got.split(" END").next().unwrap().to_owned();
        self.session.wait_for("READY ");
        got
    }

    /// Types, requests the list, and waits until the screen shows all of `candidates`.
    fn lists(&mut self, typed: &str, candidates: &[&str]) {
        // readline lists at the second tab, which in other shells selects a candidate.
        let tabs = if self.name == "bash" { "\t\t" } else { "\t" };
        self.session.send(&format!("{typed}{tabs}"));
        self.session.wait_for_all(candidates);
        self.session.discard_output();
        // Leaves the list and discards the line: in fish the first may only leave the list.
        self.session.send_until("\x03", "READY ");
    }
}

/// Typed text, and the arguments after completion.
fn completions(shell: &mut Shell) {
    let update = "amplifybackend update-backend-auth";
    let fish = shell.name == "fish";
    let comma = if fish { "," } else { "" };
    for (typed, word) in [
        ("--resource-n\t", "[--resource-name]".to_owned()),
        ("--output ta\t", "[--output][table]".to_owned()),
        ("--output=ta\t", "[--output=table]".to_owned()),
        (
            "--generate-cli-skeleton i\t",
            "[--generate-cli-skeleton][input]".to_owned(),
        ),
        ("--profile st\t", "[--profile][staging]".to_owned()),
        ("--profile ci\t", "[--profile][ci-deploy]".to_owned()),
        ("--region eu-no\t", "[--region][eu-north-1]".to_owned()),
        (
            "--cli-input-json fi\tau\t",
            "[--cli-input-json][file://auth.json]".to_owned(),
        ),
        (
            "--cli-input-json file://my\t",
            "[--cli-input-json][file://my settings.json]".to_owned(),
        ),
        (
            "--cli-input-json='file://my\t",
            "[--cli-input-json=file://my settings.json]".to_owned(),
        ),
        (
            "--resource-config file://co\tn\t",
            "[--resource-config][file://conf/nested.json]".to_owned(),
        ),
        (
            "--ca-bundle co\tn\t",
            "[--ca-bundle][conf/nested.json]".to_owned(),
        ),
        (
            "--resource-config 'UserPoolConfigs={Mf\tx'",
            "[--resource-config][UserPoolConfigs={Mfa=x]".to_owned(),
        ),
        (
            "--resource-config 'UserPoolConfigs={Mfa={MFAMode=OP\t}}'",
            format!("[--resource-config][UserPoolConfigs={{Mfa={{MFAMode=OPTIONAL{comma}}}}}]"),
        ),
        (
            "--resource-config=\"UserPoolConfigs={Mfa={MFAMode=OP\t}}\"",
            format!("[--resource-config=UserPoolConfigs={{Mfa={{MFAMode=OPTIONAL{comma}}}}}]"),
        ),
        // The last value: fish adds the closing quote when there is one candidate.
        (
            "--resource-config 'UserPoolConfigs={Mfa={Settings={MfaTypes=[SMS,\tx'",
            format!(
                "[--resource-config][UserPoolConfigs={{Mfa={{Settings={{MfaTypes=[SMS,TOTP{}x]",
                if fish { "]," } else { "" }
            ),
        ),
        (
            "--resource-config 'IdentityPoolConfigs={\tt\tx'",
            format!(
                "[--resource-config][IdentityPoolConfigs={{UnauthenticatedLogin=true{}x]",
                if fish { "}," } else { "" }
            ),
        ),
        (
            "--resource-config '{\"Us\t{\"Mf\t{\"MFAM\t\"OP\tx'",
            format!(
                "[--resource-config][{{\"UserPoolConfigs\":{{\"Mfa\":{{\"MFAMode\":\"OPTIONAL\"{comma}x]"
            ),
        ),
        (
            "--cli-input-json '{\"ResourceC\t{\"Ser\tx'",
            "[--cli-input-json][{\"ResourceConfig\":{\"Service\":x]".to_owned(),
        ),
        ("--query Jo\t", "[--query][JobId]".to_owned()),
        (
            "--query '[JobId,Sta\t]'",
            format!("[--query][[JobId,Status{comma}]]"),
        ),
    ] {
        let got = shell.run(&format!("{update} {typed}"));
        assert_eq!(
            got,
            format!("[update-backend-auth]{word}"),
            "{}: {typed}",
            shell.name
        );
    }
    assert_eq!(shell.run("amplifybackend upd\t"), "[update-backend-auth]");
}

fn lists(shell: &mut Shell) {
    let update = "amplifybackend update-backend-auth";
    for (typed, candidates) in [
        ("--output ", &["json", "text", "table"][..]),
        ("--profile s", &["staging", "sandbox"]),
        ("--region us-east-", &["us-east-1", "us-east-2"]),
        (
            "--resource-config 'UserPoolConfigs={",
            &[
                "ForgotPassword=",
                "Mfa=",
                "OAuth=",
                "PasswordPolicy=",
                "VerificationMessage=",
            ],
        ),
        (
            "--resource-config 'UserPoolConfigs={Mfa={MFAMode=O",
            &["ON", "OFF", "OPTIONAL"],
        ),
        ("--cli-input-json file://", &["auth.json", "conf/", "my"]),
    ] {
        shell.lists(&format!("{update} {typed}"), candidates);
    }
}

#[test]
fn bash_completes() {
    if let Some(mut shell) = Shell::start("bash") {
        completions(&mut shell);
        lists(&mut shell);
    }
}

#[test]
fn zsh_completes() {
    if let Some(mut shell) = Shell::start("zsh") {
        completions(&mut shell);
        lists(&mut shell);
    }
}

#[test]
fn fish_completes() {
    if let Some(mut shell) = Shell::start("fish") {
        completions(&mut shell);
        lists(&mut shell);
    }
}

#[test]
fn the_scripts_are_printed_even_when_the_configuration_does_not_parse() {
    for shell in SHELLS {
        Test::new(["completion", shell])
            .file("~/.aws/config", "[broken")
            .stdout(script(shell))
            .run();
        assert!(
            script(shell).contains(&documented(shell)),
            "the script of {shell} says another line than the README"
        );
    }
    Test::new(["--output", "json", "completion", "fish"])
        .stdout(script("fish"))
        .run();
}

#[test]
fn a_missing_or_unknown_shell_is_an_error_that_lists_the_supported_ones() {
    for argv in [
        &["completion"][..],
        &["completion", "ksh"],
        &["completion", "candidates"],
    ] {
        let (outcome, _) = Test::new(argv.iter().copied()).code(2).any_stderr().run();
        let stderr = String::from_utf8(outcome.stderr).unwrap();
        assert!(stderr.contains("argument shell: "), "{stderr}");
        for shell in SHELLS {
            assert!(stderr.contains(shell), "{stderr}");
        }
    }
    let (outcome, _) = Test::new(["completion", "fish", "x"])
        .code(255)
        .any_stderr()
        .run();
    assert!(outcome.stderr.ends_with(b"Unknown options: x\n"));
}

#[test]
fn powershell_completes_through_a_pipe() {
    let candidates = ["completion", "candidates", "powershell"];
    for (line, response) in [
        (
            "amplifybackend u",
            "update-backend-auth\tupdate-backend-auth\tUpdates the authentication of an Amplify backend.\n",
        ),
        (
            "amplifybackend update-backend-auth --profile s",
            "staging\tstaging\tstaging\n",
        ),
        (
            "& '/opt/amplifybackend' update-backend-auth --resource-config 'UserPoolConfigs={Mfa={M",
            "'UserPoolConfigs={Mfa={MFAMode=\tMFAMode=\tON, OFF, OPTIONAL\n",
        ),
        (
            "amplifybackend update-backend-auth --resource-config Us",
            "'UserPoolConfigs=\tUserPoolConfigs=\trequired: structure\n",
        ),
        (
            "amplifybackend update-backend-auth --cli-input-json file://my",
            "file://'my settings.json'\tmy settings.json\tmy settings.json\n",
        ),
    ] {
        Test::new(candidates)
            .file("~/.aws/config", "[profile staging]\n")
            .file("my settings.json", "{}")
            .stdin(&format!("{line}\n"))
            .stdout(response)
            .run();
    }
}

#[test]
fn completion_prints_no_messages() {
    for argv in [
        &["completion", "candidates", "bash"][..],
        &["completion", "candidates", "ksh", "x"],
        &["completion", "candidates", "fish", ""],
        &[
            "completion",
            "candidates",
            "fish",
            "amplifybackend nonsense x",
        ],
        &[
            "completion",
            "candidates",
            "fish",
            "amplifybackend --profile ",
        ],
    ] {
        Test::new(argv.iter().copied())
            .file("~/.aws/config", "[broken")
            .run();
    }
}
