//! Agents that talk to model servers on the loopback interface: each answer is a stream of tokens, and the next question follows from it.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use python_random::Random;

/// Says tokens at seeded moments; one stream at a time, as one accelerator would.
struct Server {
    generator: Mutex<Random>,
    streams: AtomicUsize,
}

impl Server {
    /// Starts on a port of its own.
    fn start(seed: u32) -> io::Result<(Arc<Self>, SocketAddr)> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let server = Arc::new(Self {
            generator: Mutex::new(Random::new(seed)),
            streams: AtomicUsize::new(0),
        });
        let own = Arc::clone(&server);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = Arc::clone(&own);
                thread::spawn(move || server.handle(stream));
            }
        });
        Ok((server, address))
    }

    fn handle(&self, stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut writer = stream.try_clone()?;
        for line in BufReader::new(stream).lines() {
            let line = line?;
            let (state, count) = line.split_once(' ').unwrap_or((&line, "0"));
            let mut state: u64 = state.parse().map_err(io::Error::other)?;
            let count: usize = count.parse().map_err(io::Error::other)?;
            let mut generator = self.generator.lock().expect("no panic");
            self.streams.fetch_add(1, Ordering::Relaxed);
            for _ in 0..count {
                thread::sleep(Duration::from_secs_f64(
                    0.0002 + generator.random() * 0.0002,
                ));
                state = (state * 1_103_515_245 + 12345) % 2_147_483_648;
                writer.write_all(format!("token {}\n", state % 50000).as_bytes())?;
            }
            writer.write_all(b"end\n")?;
        }
        Ok(())
    }
}

/// Gives a checksum of all tokens.
fn agent(number: u64, address: SocketAddr, rounds: usize, count: usize) -> io::Result<u64> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    let (mut state, mut checksum) = (number + 1, 0);
    let mut line = String::new();
    for _ in 0..rounds {
        writer.write_all(format!("{state} {count}\n").as_bytes())?;
        loop {
            line.clear();
            reader.read_line(&mut line)?;
            let Some(token) = line.trim_end().strip_prefix("token ") else {
                break;
            };
            state = token.parse().map_err(io::Error::other)?;
            checksum = (checksum * 31 + state) % 1_000_000_007;
        }
    }
    Ok(checksum)
}

fn main() -> io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| -> usize { args[at].parse().expect("a number") };
    let (agents, servers, rounds, count) = (number(1), number(2), number(3), number(4));
    let started = (0..servers)
        .map(|seed| Server::start(seed as u32))
        .collect::<io::Result<Vec<_>>>()?;
    let work = |number: usize| agent(number as u64, started[number % servers].1, rounds, count);
    let checksums: Vec<u64> = if args[0] == "concurrent" {
        thread::scope(|scope| {
            let workers: Vec<_> = (0..agents)
                .map(|number| scope.spawn(move || work(number)))
                .collect();
            workers
                .into_iter()
                .map(|worker| worker.join().expect("no panic"))
                .collect::<io::Result<_>>()
        })?
    } else {
        (0..agents).map(work).collect::<io::Result<_>>()?
    };
    let streams: usize = started
        .iter()
        .map(|(server, _)| server.streams.load(Ordering::Relaxed))
        .sum();
    let shown: Vec<String> = checksums.iter().map(u64::to_string).collect();
    println!("checksums {} streams {streams}", shown.join(" "));
    Ok(())
}
