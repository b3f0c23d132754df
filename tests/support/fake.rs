//! A service on loopback, plain or over TLS: a closure makes the responses, every request is recorded.
//! For CONNECT it is a proxy, which connects every tunnel to the same port on loopback.

#![allow(
    dead_code,
    reason = "tests, benchmarks and the sandbox use a part each"
)]

use super::certificate;
use super::http::{Fault, Request, Response, WriteHalf};
use rustls::{ServerConnection, StreamOwned};
use std::io::{BufReader, Read, Result, Write, copy};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{sleep, spawn};
use std::time::Duration;

type Handler = dyn Fn(&Request) -> Response + Send + Sync;

/// How a service is reached.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Http,
    /// With the certificate of [`certificate`].
    Https,
}

/// A running service; it ends when dropped.
pub struct Fake {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    handler: Box<Handler>,
    scheme: Scheme,
    requests: Mutex<Vec<Request>>,
    ended: AtomicBool,
}

/// A bound port: the address is known before the service starts.
pub struct BoundPort(TcpListener);

impl BoundPort {
    pub fn open() -> BoundPort {
        BoundPort(TcpListener::bind(("127.0.0.1", 0)).unwrap())
    }

    /// That port on every address, once the service before has left it.
    pub fn at(port: u16) -> BoundPort {
        let bound = (0..500).find_map(|_| {
            let bound = TcpListener::bind(("0.0.0.0", port));
            bound.inspect_err(|_| sleep(Duration::from_millis(10))).ok()
        });
        BoundPort(bound.unwrap())
    }

    pub fn port(&self) -> u16 {
        self.0.local_addr().unwrap().port()
    }

    /// Starts the service.
    pub fn serve(
        self,
        scheme: Scheme,
        handler: impl Fn(&Request) -> Response + Send + Sync + 'static,
    ) -> Fake {
        let port = self.port();
        let shared = Arc::new(Shared {
            handler: Box::new(handler),
            scheme,
            requests: Mutex::default(),
            ended: AtomicBool::new(false),
        });
        let service = Arc::clone(&shared);
        spawn(move || {
            for connection in self.0.incoming().flatten() {
                if service.ended.load(Ordering::SeqCst) {
                    return;
                }
                let service = Arc::clone(&service);
                // Errors are asserted on the client's side.
                spawn(move || service.serve(connection).ok());
            }
        });
        Fake { port, shared }
    }
}

impl Fake {
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Every request so far.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap().clone()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        // A connection makes the listener read the flag.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Shared {
    fn serve(&self, connection: TcpStream) -> Result<()> {
        connection.set_read_timeout(Some(Duration::from_secs(30)))?;
        connection.set_nodelay(true)?;
        let raw = connection.try_clone()?;
        match self.scheme {
            Scheme::Http => self.send_on(BufReader::new(connection), &raw),
            Scheme::Https => {
                let session = ServerConnection::new(certificate::server_config())
                    .map_err(std::io::Error::other)?;
                let stream = StreamOwned::new(session, connection);
                self.send_on(BufReader::new(stream), &raw)
            }
        }
    }

    fn send_on<S: Read + Write>(&self, mut stream: BufReader<S>, raw: &TcpStream) -> Result<()> {
        while let Some(mut request) = Request::read_head(&mut stream)? {
            if request.method == "CONNECT" {
                let port = request
                    .target
                    .rsplit(':')
                    .next()
                    .and_then(|p| p.parse().ok());
                self.requests.lock().unwrap().push(request);
                stream.send(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
                return tunnel(raw, port.unwrap_or(0));
            }
            request.read_body(&mut stream)?;
            // Recorded before the response is sent: a client that has it finds the request.
            let response = (self.handler)(&request);
            let keep_alive = request.keeps_alive();
            self.requests.lock().unwrap().push(request);
            if !send(&response, &mut stream, raw)? || !keep_alive {
                break;
            }
        }
        Ok(())
    }
}

/// Sends the response with its fault; returns whether the connection stays open.
fn send(response: &Response, stream: &mut impl WriteHalf, raw: &TcpStream) -> Result<bool> {
    sleep(Duration::from_secs_f64(response.delay));
    let bytes = response.bytes();
    match &response.fault {
        None => stream.send(&bytes)?,
        Some(Fault::Close) => {}
        Some(Fault::Reset) => rustix::net::sockopt::set_socket_linger(raw, Some(Duration::ZERO))?,
        Some(Fault::Hang(seconds)) => sleep(Duration::from_secs(*seconds)),
        Some(Fault::Garbage) => stream.send(b"this is not http\r\n\r\n")?,
        Some(Fault::Raw(bytes)) => stream.send(bytes)?,
        Some(Fault::Truncate) => {
            let missing = (response.body.len() / 2).max(1);
            stream.send(&bytes[..bytes.len() - missing])?;
        }
    }
    Ok(response.fault.is_none())
}

fn tunnel(client: &TcpStream, port: u16) -> Result<()> {
    let server = TcpStream::connect(("127.0.0.1", port))?;
    let (mut from, mut to) = (client.try_clone()?, server.try_clone()?);
    let up = spawn(move || {
        let _ = copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Both);
    });
    let _ = copy(&mut &server, &mut &*client);
    let _ = client.shutdown(Shutdown::Both);
    let _ = up.join();
    Ok(())
}
