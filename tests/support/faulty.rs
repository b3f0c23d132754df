//! A faulty server: after the request it follows a script of [`Act`]s. It closes the connection
//! early, stalls, sends a byte at a time or never stops sending.

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

/// The steps on a connection, in order; after the last one the connection is closed.
#[derive(Clone, Debug)]
pub enum Act {
    /// Read the request. Without it nothing is read.
    Read,
    Send(Vec<u8>),
    /// Send repeatedly until the client disconnects.
    Repeat(Vec<u8>),
    /// The same, one byte at an interval in milliseconds.
    Drip(Vec<u8>, u64),
    /// Send nothing until the client disconnects.
    Stall,
    /// Reset the connection.
    Reset,
}

/// The response to a request that is handled correctly; `None` for the acts.
pub type Handler = dyn Fn(&Request) -> Option<Response> + Send + Sync;

/// A running server; it ends when dropped.
pub struct Faulty {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    handler: Box<Handler>,
    acts: Vec<Act>,
    tls: Option<Arc<ServerConfig>>,
    requests: Mutex<Vec<Request>>,
    ended: AtomicBool,
}

impl Faulty {
    /// Sends the response of `handler`; where it has none, follows the acts.
    pub fn serve(
        listener: TcpListener,
        tls: Option<Arc<ServerConfig>>,
        acts: &[Act],
        handler: impl Fn(&Request) -> Option<Response> + Send + Sync + 'static,
    ) -> Faulty {
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            handler: Box::new(handler),
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
                // Errors are asserted on the client's side.
                spawn(move || server.send_on(connection).ok());
            }
        });
        Faulty { port, shared }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Every complete request, with or without a response.
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
        // Unread bytes would turn the close into a reset, which discards sent data.
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
                    let response = (self.handler)(&request);
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
                Act::Stall => while stream.read(&mut [0; 4096])? > 0 {},
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

/// A port without a listener, and the socket that reserves it.
pub fn closed_port() -> (u16, OwnedFd) {
    let socket = socket(AddressFamily::INET, SocketType::STREAM, None).unwrap();
    bind(&socket, &SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let name = SocketAddr::try_from(getsockname(&socket).unwrap()).unwrap();
    (name.port(), socket)
}

/// An address that neither accepts nor refuses connections: its backlog is full.
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
