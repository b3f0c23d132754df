//! A system that is not as usual: its files, its home, its clock.

use super::{Scene, configured};
use crate::support::command::{CONFIG, update};
use crate::support::fake::{Door, Scheme};
use crate::support::http::Answer;
use crate::support::skip;
use std::fs;
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::Command;

/// A pipe of that name in the scene's directory.
fn fifo(scene: &Scene, name: &str) -> PathBuf {
    let path = scene.place.cwd.join(name);
    let made = Command::new("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    path
}

#[test]
fn fifos_directories_and_devices_are_no_trap() {
    let scene = Scene::new(configured("file://f"));
    let pipe = fifo(&scene, "f");
    let writer = std::thread::spawn(move || {
        fs::OpenOptions::new()
            .write(true)
            .open(pipe)
            .unwrap()
            .write_all(CONFIG.as_bytes())
    });
    scene.succeeds();
    writer.join().unwrap().unwrap();
    // Nobody writes into these, and nobody waits for that.
    for name in ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"] {
        let scene = Scene::new(update([])).env(name, Some(b"f"));
        fifo(&scene, "f");
        scene.succeeds();
        let scene = Scene::new(update([])).env(name, Some(b"."));
        scene.succeeds();
        let scene = Scene::new(update([])).env(name, Some(b"loop"));
        symlink("loop", scene.place.cwd.join("loop")).unwrap();
        scene.succeeds();
    }
    let unable = "Error parsing parameter '--resource-config': Unable to load paramfile";
    Scene::new(configured("file://.")).fails(&format!(
        "{unable} file://.: [Errno 21] Is a directory: '.'"
    ));
    Scene::new(configured("file:///dev/zero")).fails(&format!(
        "{unable} file:///dev/zero: [Errno 27] File too large: '/dev/zero'"
    ));
    Scene::new(configured("file:///dev/null")).fails(
        "Error parsing parameter '--resource-config': Expected: '=', received: 'EOF' for input:\n\n^",
    );
    Scene::new(update([]))
        .profile(b"web_identity_token_file = .\nrole_arn = arn:aws:iam::123456789012:role/r")
        .fails("[Errno 21] Is a directory: '.'");
    let output = Scene::new(update(["--ca-bundle", "."]))
        .word(b"--endpoint-url")
        .word(b"https://127.0.0.1:1")
        .run();
    assert_eq!(output.status.code(), Some(255));
}

#[test]
fn a_home_that_is_not_there_is_no_home() {
    for home in [
        None,
        Some(&b""[..]),
        Some(b"/nonexistent"),
        Some(b"/dev/null"),
    ] {
        Scene::new(update([])).env("HOME", home).succeeds();
    }
}

#[test]
fn a_home_that_cannot_be_written_to_keeps_no_keys_and_costs_none() {
    let role = b"role_arn = arn:aws:iam::123456789012:role/r\nrole_session_name = ci\n\
                 credential_source = Environment\n";
    let body = "<R><AssumeRoleResult><Credentials><AccessKeyId>AKIDROLE</AccessKeyId>\
                <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
                <Expiration>2090-01-02T03:04:05Z</Expiration></Credentials></AssumeRoleResult></R>";
    let sts = Door::open().serve(Scheme::Http, move |_| {
        let mut answer = Answer::json(200, "");
        answer.body = body.as_bytes().to_vec();
        answer
    });
    let endpoint = format!("http://127.0.0.1:{}", sts.port());
    let scene = Scene::new(update([]))
        .profile(role)
        .env("AWS_ACCESS_KEY_ID", Some(b"AKIDEXAMPLE"))
        .env("AWS_SECRET_ACCESS_KEY", Some(b"secret"))
        .env("AWS_ENDPOINT_URL_STS", Some(endpoint.as_bytes()))
        .word(b"--profile")
        .word(b"default");
    // A file where the folder would be stops root too.
    let folder = scene.place.home.join(".aws");
    fs::write(folder.join("cli"), "").unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).unwrap();
    scene.succeeds();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    let authorization = scene.service.requests()[0]
        .header("authorization")
        .unwrap()
        .to_owned();
    assert!(
        authorization.contains("Credential=AKIDROLE/"),
        "{authorization}"
    );
}

#[test]
fn a_clock_at_its_extremes_dates_the_signature() {
    let Some(library) = faketime() else {
        return;
    };
    for (now, date) in [
        ("@1970-01-01 00:00:10", "19700101T000010Z"),
        ("@2038-01-19 03:14:08", "20380119T031408Z"),
        ("@2100-02-28 23:59:59", "21000228T235959Z"),
    ] {
        let scene = Scene::new(update([]))
            .env("TZ", Some(b"UTC"))
            .env("LD_PRELOAD", Some(library.as_bytes()))
            .env("FAKETIME", Some(now.as_bytes()))
            .env("FAKETIME_DONT_FAKE_MONOTONIC", Some(b"1"));
        scene.succeeds();
        let request = &scene.service.requests()[0];
        assert_eq!(request.header("x-amz-date"), Some(date));
        let day = format!("/{}/us-east-1/", &date[..8]);
        assert!(request.header("authorization").unwrap().contains(&day));
    }
}

/// The library that makes a program believe another time.
fn faketime() -> Option<String> {
    let machine = std::env::consts::ARCH;
    let library = format!("/usr/lib/{machine}-linux-gnu/faketime/libfaketime.so.1");
    if fs::exists(&library).unwrap() {
        return Some(library);
    }
    skip("other times; faketime is not installed");
    None
}
