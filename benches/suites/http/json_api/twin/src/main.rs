//! A small service that keeps items, and clients that ask it on the loopback interface.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, RwLock};
use std::thread;

struct Item {
    name: String,
    price: f64,
}

type Items = RwLock<HashMap<u64, Item>>;

/// The value of a member of a flat JSON object: the text behind its name, up to the next separator.
fn member<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = object.split_once(&format!("\"{name}\":"))?;
    let rest = rest.trim_start();
    match rest.strip_prefix('"') {
        Some(text) => Some(&rest[..text.find('"')? + 2]),
        None => rest.split([',', '}']).next(),
    }
}

fn text_member(object: &str, name: &str) -> Option<String> {
    Some(
        member(object, name)?
            .strip_prefix('"')?
            .strip_suffix('"')?
            .to_owned(),
    )
}

/// A number with a fraction, as a price has to be.
fn float_member(object: &str, name: &str) -> Option<f64> {
    member(object, name)
        .filter(|text| text.contains('.'))?
        .parse()
        .ok()
}

/// A request or an answer: its first line and its body.
struct Message {
    line: String,
    body: String,
}

/// Reads a message; nothing where the other side has closed the connection.
fn read_message(reader: &mut BufReader<TcpStream>) -> io::Result<Option<Message>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut length = 0;
    let mut header = String::new();
    loop {
        header.clear();
        reader.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(':') else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let body = String::from_utf8(body).map_err(io::Error::other)?;
    Ok(Some(Message { line, body }))
}

/// What the service answers: status and JSON.
fn answer(request: &Message, items: &Items) -> (&'static str, String) {
    let mut words = request.line.split(' ');
    let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let id = path
        .strip_prefix("/items/")
        .and_then(|text| text.parse::<u64>().ok());
    let missing = || ("404 Not Found", r#"{"error": "not found"}"#.to_owned());
    let Some(id) = id else { return missing() };
    if method == "GET" {
        let items = items.read().expect("no panic");
        let Some(item) = items.get(&id) else {
            return missing();
        };
        let scale = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("scale="))
            .map_or(Ok(1.0), str::parse::<f64>);
        let Ok(scale) = scale else {
            return (
                "400 Bad Request",
                r#"{"error": "a number is wanted"}"#.to_owned(),
            );
        };
        return (
            "200 OK",
            format!(
                r#"{{"name": "{}", "price": {:?}}}"#,
                item.name,
                item.price * scale
            ),
        );
    }
    match (
        text_member(&request.body, "name"),
        float_member(&request.body, "price"),
    ) {
        (Some(name), Some(price)) => {
            items
                .write()
                .expect("no panic")
                .insert(id, Item { name, price });
            ("201 Created", format!(r#"{{"id": {id}}}"#))
        }
        _ => (
            "400 Bad Request",
            r#"{"error": "a name and a price are wanted"}"#.to_owned(),
        ),
    }
}

fn serve(stream: TcpStream, items: &Items) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = read_message(&mut reader)? {
        let (status, body) = answer(&request, items);
        let length = body.len();
        let text = format!(
            "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        writer.write_all(text.as_bytes())?;
    }
    Ok(())
}

#[derive(Default)]
struct Totals {
    statuses: BTreeMap<u16, u32>,
    price: f64,
}

/// What a client asks: to keep an item, for the item, for one that is not there, and something wrong.
fn talk(address: SocketAddr, client: u64, count: u64, totals: &Mutex<Totals>) -> io::Result<()> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    let mut ask = |method: &str, target: String, body: &str| -> io::Result<String> {
        let length = body.len();
        let text = format!(
            "{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        writer.write_all(text.as_bytes())?;
        let message = read_message(&mut reader)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        let status = message
            .line
            .split(' ')
            .nth(1)
            .and_then(|text| text.parse().ok());
        *totals
            .lock()
            .expect("no panic")
            .statuses
            .entry(status.unwrap_or(0))
            .or_default() += 1;
        Ok(message.body)
    };
    for number in 0..count {
        let item = client * 100_000 + number;
        let price = (item % 97) as f64 + 0.5;
        ask(
            "POST",
            format!("/items/{item}"),
            &format!(r#"{{"name": "item {item}", "price": {price:?}}}"#),
        )?;
        let found = ask("GET", format!("/items/{item}?scale=3"), "")?;
        totals.lock().expect("no panic").price += float_member(&found, "price").unwrap_or(0.0);
        ask("GET", format!("/items/{}", item + 50_000), "")?;
        ask("POST", format!("/items/{item}"), r#"{"name": 7}"#)?;
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let args: Vec<u64> = std::env::args()
        .skip(1)
        .map(|text| text.parse().expect("a number"))
        .collect();
    let [clients, count] = args[..] else {
        panic!("clients and rounds are wanted");
    };
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let items = Arc::new(Items::default());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let items = Arc::clone(&items);
            thread::spawn(move || serve(stream, &items));
        }
    });
    let totals = Mutex::new(Totals::default());
    thread::scope(|scope| {
        let workers: Vec<_> = (0..clients)
            .map(|client| {
                let totals = &totals;
                scope.spawn(move || talk(address, client, count, totals))
            })
            .collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().expect("no panic"))
    })?;
    let totals = totals.into_inner().expect("no panic");
    for (status, number) in &totals.statuses {
        println!("{status} {number}");
    }
    println!("prices {:.2}", totals.price);
    Ok(())
}
