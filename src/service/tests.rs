//! Tests of calls against a single-threaded server with fixed responses.

use super::{Client, block_on, fetch};
use crate::config::transport::{
    CertVerification, ClientSettings, Proxies, Retries, RetryMode, Transport,
};
use crate::dialect::Dialect;
use crate::error::service::{Cause, ServiceError, TransportError};
use crate::log::Logger;
use crate::model::UPDATE_BACKEND_AUTH;
use crate::python::url::Urllib3;
use crate::python::value::{Dict, Value};
use aws_credential_types::Credentials;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A server that sends its responses in order, one for each connection, and repeats the last one.
pub(super) struct Server {
    address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(super) fn new(responses: &[&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (received, responses) = (Arc::clone(&requests), responses.to_vec());
        thread::spawn(move || {
            for (index, stream) in listener.incoming().enumerate() {
                let mut stream = stream.unwrap();
                received.lock().unwrap().push(read_request(&mut stream));
                let response = responses[index.min(responses.len() - 1)];
                stream.write_all(response.as_bytes()).unwrap();
            }
        });
        Server { address, requests }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(0, |length| length.parse().unwrap());
            if body.len() >= length {
                return text;
            }
        }
        match stream.read(&mut buffer).unwrap() {
            0 => return text,
            count => request.extend_from_slice(&buffer[..count]),
        }
    }
}

fn settings(url: String) -> ClientSettings {
    ClientSettings {
        endpoint_url: url,
        signing_region: "eu-west-1".to_owned(),
        unknown_signature: None,
        sign: true,
        execution_env: None,
        retries: Retries {
            mode: RetryMode::Legacy,
            total_attempts: 1,
        },
        dialect: Dialect::V1,
        transport: Transport {
            trust: CertVerification::BuiltInRoots,
            proxies: Proxies::default(),
            connect_timeout: Some(Duration::from_secs(5)),
            read_timeout: Some(Duration::from_secs(5)),
            urllib3: Urllib3::default(),
            logger: Logger::default(),
        },
    }
}

fn input() -> Dict {
    let config = [
        ("AuthResources", "USER_POOL_ONLY".into()),
        ("Service", "COGNITO".into()),
    ];
    [
        ("AppId", "a b".into()),
        ("BackendEnvironmentName", "dev".into()),
        ("ResourceConfig", Value::from_iter(config)),
        ("ResourceName", "r".into()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into_iter()
    .collect()
}

fn call(settings: &ClientSettings) -> Result<Value, ServiceError> {
    let credentials = Credentials::new("AKID", "secret", Some("tok/en".to_owned()), None, "test");
    let client = Client::new(settings);
    let credentials = async { Ok(Some(credentials)) };
    block_on(async {
        let mut call = client
            .open(&UPDATE_BACKEND_AUTH, credentials, input())
            .await?;
        call.send(&|_| {}).await
    })?
}

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 31\r\n\r\n\
                  {\"jobId\":\"j\",\"appId\":\"a\",\"x\":1}";

#[test]
fn a_signed_request_is_sent_and_members_are_returned_in_the_models_order() {
    let server = Server::new(&[OK]);
    let output = call(&settings(server.url() + "/base/?x=y")).unwrap();
    let Value::Dict(output) = output else {
        panic!("{output:?}")
    };
    assert_eq!(
        output.entries.keys().collect::<Vec<_>>(),
        ["AppId", "JobId"]
    );
    let requests = server.requests();
    let request = &requests[0];
    assert!(
        request.starts_with("POST /base/backend/a%20b/auth/dev?x=y HTTP/1.1\r\n"),
        "{request}"
    );
    for part in [
        "content-type: application/json\r\n",
        "x-amz-security-token: tok/en\r\n",
        "/eu-west-1/amplifybackend/aws4_request",
        &format!("host: {}\r\n", server.address),
        concat!(
            "user-agent: amplifybackend-cli/",
            env!("CARGO_PKG_VERSION"),
            " "
        ),
        "{\"resourceConfig\":{\"authResources\":\"USER_POOL_ONLY\",\"service\":\"COGNITO\"},\
         \"resourceName\":\"r\"}",
    ] {
        assert!(request.contains(part), "{part}\n{request}");
    }
}

#[test]
fn without_credentials_the_request_has_no_authorization() {
    let server = Server::new(&[OK]);
    let mut settings = settings(server.url());
    settings.sign = false;
    let client = Client::new(&settings);
    let credentials = async { Ok(None) };
    block_on(async {
        let call = client.open(&UPDATE_BACKEND_AUTH, credentials, input());
        call.await.unwrap().send(&|_| {}).await.unwrap();
    })
    .unwrap();
    assert!(!server.requests()[0].contains("authorization"));
}

#[test]
fn an_error_response_is_retried_up_to_the_limit() {
    let server = Server::new(&["HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n"]);
    let mut settings = settings(server.url());
    settings.retries.total_attempts = 2;
    assert_eq!(
        call(&settings).unwrap_err().to_string(),
        "An error occurred (503) when calling the UpdateBackendAuth operation (reached max \
         retries: 1): Service Unavailable"
    );
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_successful_response_without_an_object_is_an_error_and_not_retried() {
    let server = Server::new(&["HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<ht>"]);
    let mut settings = settings(server.url());
    settings.retries.total_attempts = 3;
    assert_eq!(
        call(&settings).unwrap_err().to_string(),
        "Unable to parse response from the service: Expecting value: line 1 column 1 (char 0)"
    );
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn truncated_responses_are_classified_by_cause() {
    for (response, cause) in [
        ("", Cause::Closed),
        ("this is not http\r\n\r\n", Cause::Closed),
        (
            "HTTP/1.1 500 X\r\nContent-Length: 9\r\n\r\n{",
            Cause::Closed,
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",
            Cause::TruncatedSuccess(Box::new(Cause::Closed)),
        ),
    ] {
        let server = Server::new(&[response]);
        match call(&settings(server.url())).unwrap_err() {
            ServiceError::Transport(error) => assert_eq!(error.cause, cause, "{response}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_error_for_a_refused_connection_has_the_url_as_written() {
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let error = call(&settings(format!("http://{address}/A b/"))).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "Could not connect to the endpoint URL: \
             \"http://{address}/A b/backend/a%20b/auth/dev\""
        )
    );
}

#[test]
fn a_silent_server_is_a_read_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut settings = settings(format!("http://{}", listener.local_addr().unwrap()));
    settings.transport.read_timeout = Some(Duration::from_millis(100));
    match call(&settings).unwrap_err() {
        ServiceError::Transport(TransportError { cause, .. }) => {
            assert_eq!(cause, Cause::ReadTimeout);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_http_proxy_receives_the_whole_url() {
    let proxy = Server::new(&[OK]);
    let mut settings = settings("http://up.example:81".to_owned());
    settings.transport.proxies.http = Some(format!("u:p@{}", proxy.address));
    call(&settings).unwrap();
    let requests = proxy.requests();
    assert!(requests[0].starts_with("POST http://up.example:81/backend/a%20b/auth/dev HTTP/1.1"));
    assert!(requests[0].contains("proxy-authorization: Basic dTpw\r\n"));
    assert!(requests[0].contains("host: up.example:81\r\n"));
}

#[test]
fn a_proxy_that_rejects_the_tunnel_is_a_proxy_error() {
    let proxy = Server::new(&["HTTP/1.1 407 X\r\n\r\n"]);
    let mut settings = settings("https://up.example".to_owned());
    settings.transport.proxies.https = Some(proxy.url());
    assert_eq!(
        call(&settings).unwrap_err().to_string(),
        format!("Failed to connect to proxy URL: \"{}\"", proxy.url())
    );
    assert_eq!(
        proxy.requests(),
        ["CONNECT up.example:443 HTTP/1.0\r\n\r\n"]
    );
}

#[test]
fn fetched_text_is_decoded_by_its_content_type() {
    let server = Server::new(&[
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\u{e9}",
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n\u{e9}",
        "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n",
    ]);
    assert_eq!(fetch(&server.url(), &Logger::default()).unwrap(), "\u{e9}");
    assert_eq!(
        fetch(&server.url(), &Logger::default()).unwrap(),
        "\u{c3}\u{a9}"
    );
    assert_eq!(
        fetch(&server.url(), &Logger::default())
            .unwrap_err()
            .to_string(),
        "received non 200 status code of 404"
    );
}

#[test]
fn block_on_returns_the_value_of_the_future() {
    assert_eq!(block_on(async { 5 }).unwrap(), 5);
}
