//! A server below HTTP: it reads a request and then does as told, byte by byte. It breaks off,
//! falls silent, drips or never ends where a well-behaved one would answer.

use super::http::{Request, Response};
use rustix::net::{AddressFamily, SocketType, bind, getsockname, listen, socket};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{BufReader, Read, Result, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{sleep, spawn};
use std::time::Duration;

/// What happens on a connection, one after the other; at the end it is closed.
#[derive(Clone, Debug)]
pub enum Act {
    /// Reads the request. Without it nothing is read.
    Read,
    Send(Vec<u8>),
    /// Again and again, until the client has gone.
    Repeat(Vec<u8>),
    /// The same, one byte each so many milliseconds.
    Drip(Vec<u8>, u64),
    /// Nothing, until the client has gone.
    EchoGuard,
    /// The connection is torn down.
    Reset,
}

/// Whether a request is answered as it should be, and how.
pub type Well = dyn Fn(&Request) -> Option<Response> + Send + Sync;

/// A running server; it ends when dropped.
pub struct Faulty {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    well: Box<Well>,
    acts: Vec<Act>,
    tls: Option<Arc<ServerConfig>>,
    requests: Mutex<Vec<Request>>,
    ended: AtomicBool,
}

impl Faulty {
    /// Serves what `well` knows an answer to, and does the acts for all else.
    pub fn serve(
        listener: TcpListener,
        tls: Option<Arc<ServerConfig>>,
        acts: &[Act],
        well: impl Fn(&Request) -> Option<Response> + Send + Sync + 'static,
    ) -> Faulty {
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            well: Box::new(well),
            acts: acts.to_vec(),
            tls,
            requests: Mutex::default(),
            ended: AtomicBool::new(false),
        });
        let server = Arc::clone(&shared);
        spawn(move || {
            for connection in listener.incoming().flatten() {
                if server.ended.load(Ordering::SeqCst) {
                    return;
                }
                let server = Arc::clone(&server);
                // The client's end is looked at, not this one.
                spawn(move || server.send_on(connection).ok());
            }
        });
        Faulty { port, shared }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Every request that came whole, answered well or not.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap().clone()
    }
}

impl Drop for Faulty {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Shared {
    fn send_on(&self, connection: TcpStream) -> Result<()> {
        connection.set_read_timeout(Some(Duration::from_secs(60)))?;
        connection.set_nodelay(true)?;
        let raw = connection.try_clone()?;
        let ended = match &self.tls {
            None => self.act(BufReader::new(connection), &raw),
            Some(config) => {
                let session =
                    ServerConnection::new(Arc::clone(config)).map_err(std::io::Error::other)?;
                self.act(BufReader::new(StreamOwned::new(session, connection)), &raw)
            }
        };
        // What was sent must arrive before the end does: unread bytes would turn it into a reset.
        let _ = raw.shutdown(Shutdown::Write);
        if ended.is_ok() {
            let _ = (&raw).read(&mut [0; 65_536]);
        }
        Ok(())
    }

    fn act<S: Read + Write>(&self, mut stream: BufReader<S>, raw: &TcpStream) -> Result<()> {
        for act in &self.acts {
            match act {
                Act::Read => {
                    let Some(mut request) = Request::read_head(&mut stream)? else {
                        return Ok(());
                    };
                    request.read_body(&mut stream)?;
                    let response = (self.well)(&request);
                    self.requests.lock().unwrap().push(request);
                    if let Some(response) = response {
                        return send(&mut stream, &response.bytes());
                    }
                }
                Act::Send(bytes) => send(&mut stream, bytes)?,
                Act::Repeat(bytes) => loop {
                    send(&mut stream, bytes)?;
                },
                Act::Drip(bytes, pause) => {
                    for byte in bytes.iter().cycle() {
                        send(&mut stream, &[*byte])?;
                        sleep(Duration::from_millis(*pause));
                    }
                }
                Act::EchoGuard => while stream.read(&mut [0; 4096])? > 0 {},
                Act::Reset => {
                    rustix::net::sockopt::set_socket_linger(raw, Some(Duration::ZERO))?;
                    return Err(std::io::ErrorKind::ConnectionReset.into());
                }
            }
        }
        Ok(())
    }
}

fn send<S: Read + Write>(stream: &mut BufReader<S>, bytes: &[u8]) -> Result<()> {
    stream.get_mut().write_all(bytes)?;
    stream.get_mut().flush()
}

/// A port that nobody listens on, and the socket that keeps it so.
pub fn closed_port() -> (u16, OwnedFd) {
    let socket = socket(AddressFamily::INET, SocketType::STREAM, None).unwrap();
    bind(&socket, &SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let name = SocketAddr::try_from(getsockname(&socket).unwrap()).unwrap();
    (name.port(), socket)
}

/// An address where connections are neither taken nor refused: its queue is full.
pub struct Full {
    listener: TcpListener,
    _waiting: Vec<TcpStream>,
}

impl Full {
    pub fn new() -> Full {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        listen(&listener, 0).unwrap();
        let address = listener.local_addr().unwrap();
        let mut waiting = Vec::new();
        while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
            waiting.push(stream);
        }
        Full {
            listener,
            _waiting: waiting,
        }
    }

    pub fn port(&self) -> u16 {
        self.listener.local_addr().unwrap().port()
    }
}
