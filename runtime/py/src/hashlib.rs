//! `hashlib`: the digests that need no library.

mod md5;
mod ripemd160;
mod sha1;
mod sha2;

pub use md5::md5_digest;
pub use ripemd160::ripemd160_digest;
pub use sha1::sha1_digest;
pub use sha2::{sha224_digest, sha256_digest, sha384_digest, sha512_digest};

/// The message with its padding, in blocks.
fn padded(data: &[u8], block: usize, big_endian: bool) -> Vec<u8> {
    let mut bytes = data.to_vec();
    bytes.push(0x80);
    let length = block / 8;
    while bytes.len() % block != block - length {
        bytes.push(0);
    }
    let bits = data.len() as u128 * 8;
    if big_endian {
        bytes.extend(&bits.to_be_bytes()[16 - length..]);
    } else {
        bytes.extend(&bits.to_le_bytes()[..length]);
    }
    bytes
}

/// Algorithms of CPython's that are not here.
const MISSING: [&str; 12] = [
    "blake2b",
    "blake2s",
    "md5-sha1",
    "sha3_224",
    "sha3_256",
    "sha3_384",
    "sha3_512",
    "sha512_224",
    "sha512_256",
    "shake_128",
    "shake_256",
    "sm3",
];

/// A hash that is being fed.
#[derive(Clone)]
pub struct Hash {
    name: &'static str,
    data: Vec<u8>,
}

impl Hash {
    /// `hash.update(data)`
    pub fn update(&mut self, data: &[u8]) {
        self.data.extend_from_slice(data);
    }

    /// `hash.digest()`
    pub fn digest(&self) -> Vec<u8> {
        match self.name {
            "md5" => md5_digest(&self.data),
            "ripemd160" => ripemd160_digest(&self.data),
            "sha1" => sha1_digest(&self.data),
            "sha224" => sha224_digest(&self.data),
            "sha256" => sha256_digest(&self.data),
            "sha384" => sha384_digest(&self.data),
            _ => sha512_digest(&self.data),
        }
    }

    /// `hash.hexdigest()`
    pub fn hexdigest(&self) -> String {
        crate::bytes::hex(&self.digest())
    }
}

/// `hash.update(data)`
pub fn update(hash: &mut Hash, data: &[u8]) {
    hash.update(data);
}

/// `hash.digest()`
pub fn digest(hash: &Hash) -> Vec<u8> {
    hash.digest()
}

/// `hash.hexdigest()`
pub fn hexdigest(hash: &Hash) -> String {
    hash.hexdigest()
}

fallible! {
    /// `hashlib.new(name, data)`
    fn of_name / try_of_name [](name: &str, data: &[u8]) -> Hash {
        let known = ["md5", "ripemd160", "sha1", "sha224", "sha256", "sha384", "sha512"];
        let is_missing = MISSING.iter().any(|missing| missing.eq_ignore_ascii_case(name));
        assert!(!is_missing, "the hash `{name}` is not supported");
        match known.into_iter().find(|known| known.eq_ignore_ascii_case(name)) {
            Some(name) => Ok(Hash { name, data: data.to_vec() }),
            None => Err(crate::exception::value_error(format!("unsupported hash type {name}"))),
        }
    }

    /// `hashlib.new(name)`
    fn by_name / try_by_name [](name: &str) -> Hash {
        try_of_name(name, &[])
    }
}

/// `hashlib.md5(data)`
pub fn md5(data: &[u8]) -> Hash {
    Hash { name: "md5", data: data.to_vec() }
}

/// `hashlib.sha1(data)`
pub fn sha1(data: &[u8]) -> Hash {
    Hash { name: "sha1", data: data.to_vec() }
}

/// `hashlib.sha256(data)`
pub fn sha256(data: &[u8]) -> Hash {
    Hash { name: "sha256", data: data.to_vec() }
}

/// `hashlib.sha224(data)`
pub fn sha224(data: &[u8]) -> Hash {
    Hash { name: "sha224", data: data.to_vec() }
}

/// `hashlib.sha224()`
pub fn sha224_empty() -> Hash {
    sha224(b"")
}

/// `hashlib.sha384(data)`
pub fn sha384(data: &[u8]) -> Hash {
    Hash { name: "sha384", data: data.to_vec() }
}

/// `hashlib.sha384()`
pub fn sha384_empty() -> Hash {
    sha384(b"")
}

/// `hash.name`
pub fn name(hash: &Hash) -> String {
    hash.name.to_owned()
}

/// `hash.digest_size`
pub fn digest_size(hash: &Hash) -> i64 {
    match hash.name {
        "md5" => 16,
        "ripemd160" | "sha1" => 20,
        "sha224" => 28,
        "sha256" => 32,
        "sha384" => 48,
        _ => 64,
    }
}

/// `hash.block_size`
pub fn block_size(hash: &Hash) -> i64 {
    if matches!(hash.name, "sha384" | "sha512") { 128 } else { 64 }
}

/// `hashlib.sha512(data)`
pub fn sha512(data: &[u8]) -> Hash {
    Hash { name: "sha512", data: data.to_vec() }
}

/// `hashlib.md5()`
pub fn md5_empty() -> Hash {
    md5(b"")
}

/// `hashlib.sha1()`
pub fn sha1_empty() -> Hash {
    sha1(b"")
}

/// `hashlib.sha256()`
pub fn sha256_empty() -> Hash {
    sha256(b"")
}

/// `hashlib.sha512()`
pub fn sha512_empty() -> Hash {
    sha512(b"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_right() {
        assert_eq!(md5(b"abc").hexdigest(), "900150983cd24fb0d6963f7d28e17f72");
        let ripemd160 = by_name("ripemd160");
        assert_eq!(ripemd160.hexdigest(), "9c1185a5c5e9fc54612808977ee8f548b2258d31");
        assert_eq!(sha1(b"abc").hexdigest(), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert!(sha256(b"abc").hexdigest().starts_with("ba7816bf8f01cfea414140de5dae2223"));
        assert!(sha512(b"abc").hexdigest().starts_with("ddaf35a193617abacc417349ae204131"));
    }
}
