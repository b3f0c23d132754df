//! The tarball of `.ci/package` runs without anything else: unpacked into an empty directory that
//! becomes the root, the program calls a service on loopback. `.ci/run` builds it and runs these
//! tests.

use crate::support::certificate;
use crate::support::command::{JOB, update};
use crate::support::fake::{BoundPort, Fake, Scheme};
use crate::support::process::PROGRAM;
use crate::support::script;
use crate::support::sigv4::Claim;
use crate::support::skip;
use serde_json::json;
use std::fs;
use std::net::UdpSocket;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread::spawn;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// A folder with the tarball's content and nothing else.
struct Root {
    folder: tempfile::TempDir,
    /// The program that changes the root, with its arguments before the folder.
    chroot: &'static [&'static str],
}

impl Root {
    /// `None`, and a line on stderr, where the test has no permission to change its root.
    fn new() -> Option<Root> {
        let ways: [&[&str]; 2] = [&["chroot"], &["unshare", "--map-root-user", "chroot"]];
        let works = |way: &&&[&str]| {
            let mut probe = Command::new(way[0]);
            probe.args(&way[1..]).args(["/", "/bin/true"]);
            probe.output().is_ok_and(|output| output.status.success())
        };
        let Some(chroot) = ways.iter().find(works) else {
            skip("neither chroot nor unshare works here");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let status = Command::new("tar")
            .args(["--extract", "--gzip", "--strip-components=1", "--file"])
            .arg(tarball())
            .arg("--directory")
            .arg(folder.path())
            .status();
        assert!(status.unwrap().success());
        Some(Root { folder, chroot })
    }

    fn write(&self, name: &str, content: &str) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// An update in the root, sent to this address.
    fn update(&self, endpoint: &str, more: &[&str]) -> Output {
        let argv = update(more.iter().copied());
        self.run(
            argv.iter()
                .map(|word| word.replace("${ENDPOINT}", endpoint)),
        )
    }

    fn run(&self, argv: impl IntoIterator<Item = String>) -> Output {
        let mut command = Command::new(self.chroot[0]);
        command.args(&self.chroot[1..]).arg(self.folder.path());
        command.arg("/bin/amplifybackend").args(argv);
        let path = std::env::var_os("PATH").unwrap_or_default();
        command.current_dir("/").env_clear().env("PATH", path);
        command.env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
        command.env("AWS_SECRET_ACCESS_KEY", SECRET);
        command.env("AWS_DEFAULT_REGION", "us-east-1");
        command.env("AWS_MAX_ATTEMPTS", "1");
        command.output().unwrap()
    }
}

/// The tarball of `.ci/package`.
fn tarball() -> PathBuf {
    let target = Path::new(PROGRAM).ancestors().nth(2).unwrap();
    let found = fs::read_dir(target.join("package"));
    let found = found.expect("run .ci/package first").flatten();
    let mut found = found.map(|entry| entry.path());
    let name = format!("-{}-linux.tar.gz", std::env::consts::ARCH);
    found
        .find(|path| path.to_str().unwrap().ends_with(&name))
        .expect("run .ci/package first")
}

fn service(scheme: Scheme) -> Fake {
    BoundPort::open().serve(scheme, script::follow(json!([])))
}

#[track_caller]
fn assert_output(output: &Output, code: i32, stdout: &str, stderr: &str) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!(text(&output.stderr), stderr);
    assert_eq!(text(&output.stdout), stdout);
    assert_eq!(output.status.code(), Some(code));
}

#[track_caller]
fn assert_signed(service: &Fake) {
    let requests = service.requests();
    let [request] = &requests[..] else {
        panic!("{} requests", requests.len());
    };
    let claim = Claim::parse(request.header("authorization").unwrap()).unwrap();
    assert!(claim.holds(request, SECRET), "{request:#?}");
}

/// The address of a name server that resolves `service.example` to loopback.
fn name_server() -> Option<&'static str> {
    const ADDRESS: &str = "127.53.53.53";
    let Ok(socket) = UdpSocket::bind((ADDRESS, 53)) else {
        skip("only root can bind port 53");
        return None;
    };
    spawn(move || {
        let mut packet = [0; 512];
        while let Ok((length, client)) = socket.recv_from(&mut packet) {
            let question = &packet[12..length];
            let name = b"\x07service\x07example\0";
            // It has an A record only.
            let known = question.starts_with(name) && question[name.len()..].starts_with(&[0, 1]);
            let mut response = packet[..length].to_vec();
            response[2..12].copy_from_slice(&[0x81, 0x80, 0, 1, 0, u8::from(known), 0, 0, 0, 0]);
            if known {
                // The name of the question, type A, class IN, a TTL of a minute.
                response.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
            }
            let _ = socket.send_to(&response, client);
        }
    });
    Some(ADDRESS)
}

#[test]
#[ignore = "needs the tarball of .ci/package"]
fn an_update_prints_the_response_of_the_service() {
    let Some(root) = Root::new() else { return };
    let service = service(Scheme::Http);
    let endpoint = format!("http://127.0.0.1:{}", service.port());
    assert_output(&root.update(&endpoint, &[]), 0, JOB, "");
    assert_signed(&service);
}

#[test]
#[ignore = "needs the tarball of .ci/package"]
fn over_tls_only_authorities_of_the_bundle_are_trusted() {
    let Some(root) = Root::new() else { return };
    let service = service(Scheme::Https);
    let endpoint = format!("https://127.0.0.1:{}", service.port());
    // The compiled-in roots do not include the service's authority.
    let output = root.update(&endpoint, &[]);
    let stderr = String::from_utf8(output.stderr.clone()).unwrap();
    let start = format!(
        "\nSSL validation failed for {endpoint}/backend/d1a2b3/auth/staging [SSL: \
         CERTIFICATE_VERIFY_FAILED] certificate verify failed: "
    );
    assert!(stderr.starts_with(&start), "{stderr}");
    assert_output(&output, 255, "", &stderr);
    assert_eq!(service.requests().len(), 0);
    root.write("ca.pem", certificate::authority());
    let output = root.update(&endpoint, &["--ca-bundle", "/ca.pem"]);
    assert_output(&output, 0, JOB, "");
    assert_signed(&service);
}

#[test]
#[ignore = "needs the tarball of .ci/package"]
fn without_a_name_server_the_default_endpoint_is_an_error_that_names_it() {
    let Some(root) = Root::new() else { return };
    let argv = update([])
        .into_iter()
        .filter(|word| !["--endpoint-url", "${ENDPOINT}"].contains(word));
    let stderr = "\nCould not connect to the endpoint URL: \"https://amplifybackend.us-east-1.\
                  amazonaws.com/backend/d1a2b3/auth/staging\"\n";
    assert_output(&root.run(argv.map(str::to_owned)), 255, "", stderr);
}

#[test]
#[ignore = "needs the tarball of .ci/package"]
fn a_name_is_looked_up_in_the_roots_own_list_of_hosts() {
    let Some(root) = Root::new() else { return };
    root.write("etc/hosts", "127.0.0.1 service.example\n");
    let service = service(Scheme::Http);
    let endpoint = format!("http://service.example:{}", service.port());
    assert_output(&root.update(&endpoint, &[]), 0, JOB, "");
    assert_signed(&service);
}

#[test]
#[ignore = "needs the tarball of .ci/package"]
fn a_name_is_resolved_by_the_name_server_of_the_root() {
    let (Some(root), Some(server)) = (Root::new(), name_server()) else {
        return;
    };
    root.write("etc/resolv.conf", &format!("nameserver {server}\n"));
    let service = service(Scheme::Http);
    let endpoint = format!("http://service.example:{}", service.port());
    assert_output(&root.update(&endpoint, &[]), 0, JOB, "");
    assert_signed(&service);
    let endpoint = format!("http://other.example:{}", service.port());
    let stderr = format!(
        "\nCould not connect to the endpoint URL: \"{endpoint}/backend/d1a2b3/auth/staging\"\n"
    );
    assert_output(&root.update(&endpoint, &[]), 255, "", &stderr);
}

#[test]
#[ignore = "needs the tarball of .ci/package"]
fn a_skeleton_needs_no_files_of_the_system() {
    let Some(root) = Root::new() else { return };
    let here = Command::new(PROGRAM)
        .args(["update-backend-auth", "--generate-cli-skeleton"])
        .output()
        .unwrap();
    let argv = ["update-backend-auth", "--generate-cli-skeleton"];
    let output = root.run(argv.map(str::to_owned));
    assert_output(&output, 0, &String::from_utf8(here.stdout).unwrap(), "");
}

#[test]
#[ignore = "needs the tarball of .ci/package"]
fn the_static_program_is_at_most_seven_and_a_half_megabytes() {
    let Some(root) = Root::new() else { return };
    let program = root.folder.path().join("bin/amplifybackend");
    let size = fs::metadata(program).unwrap().len();
    assert!(size <= 7_500_000, "{size} bytes");
}
