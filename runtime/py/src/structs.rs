//! `struct`: numbers and texts as bytes in the layouts of C.

use crate::bytearray::ByteArray;
use crate::exception::{Exception, Result, overflow_error, type_error};
use crate::int::Int;
use crate::integer::Integer;

mod layout;
use layout::{Item, Layout, layout};

/// A value on its way into or out of bytes.
#[derive(Clone)]
pub enum Value {
    /// A number.
    Int(Int),
    /// A number with a fraction.
    Float(f64),
    /// A text.
    Bytes(Vec<u8>),
    /// A truth.
    Bool(bool),
    /// Something that no format takes.
    Other,
}

fn error(message: impl Into<String>) -> Exception {
    Exception::new("struct.error Exception", message)
}

/// The bytes of an integer, the least first.
fn integer(value: &Int, item: &Item, big: bool) -> Result<[u8; 8]> {
    let signed = item.code.is_ascii_lowercase();
    let bits = item.size as u32 * 8;
    let (least, most) = if signed {
        (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1)
    } else {
        (0, (1_i128 << bits) - 1)
    };
    let wide = value.to_big().to_string().parse::<i128>().ok();
    match wide.filter(|wide| (least..=most).contains(wide)) {
        Some(wide) => Ok((wide as u64).to_le_bytes()),
        None if item.size == 8 && big => Err(error("int too large to convert")),
        None => {
            let name = match item.code {
                'b' => "byte",
                'B' => "ubyte",
                'h' if big => "'h'",
                'h' => "short",
                'H' if !big => "ushort",
                'i' => "'i'",
                'l' => "'l'",
                _ => "",
            };
            let fits = value.to_i64().is_some();
            Err(error(if name.is_empty() || item.size == 8 || !fits {
                "argument out of range".to_owned()
            } else {
                format!("{name} format requires {least} <= number <= {most}")
            }))
        }
    }
}

/// A float of 16 bits, rounded to even.
fn half(value: f64) -> Result<u16> {
    let sign = if value.is_sign_negative() { 0x8000 } else { 0 };
    let size = value.abs();
    if value.is_nan() {
        return Ok(sign | 0x7e00);
    }
    if value.is_infinite() {
        return Ok(sign | 0x7c00);
    }
    // The smallest step of the number's binade.
    let exponent = if size == 0.0 { -14 } else { (size.log2().floor() as i32).clamp(-14, 16) };
    let mut exponent = exponent;
    if size < 2_f64.powi(exponent) && exponent > -14 {
        exponent -= 1;
    }
    let scaled = (size / 2_f64.powi(exponent - 10)).round_ties_even();
    let units = scaled as u32 + ((exponent + 14) as u32) * 1024;
    if units >= 0x7c00 {
        return Err(overflow_error("float too large to pack with e format"));
    }
    Ok(sign | units as u16)
}

fn from_half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023));
    sign * match exponent {
        0 => fraction * 2_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1024.0 + fraction) * 2_f64.powi(exponent - 25),
    }
}

/// Writes the bytes of one value, which are the least first, in their order.
fn put(target: &mut [u8], bytes: &[u8], big: bool) {
    target.copy_from_slice(&bytes[..target.len()]);
    if big {
        target.reverse();
    }
}

fn put_value(target: &mut [u8], value: &Value, item: &Item, big: bool) -> Result<()> {
    match item.code {
        'c' => match value {
            Value::Bytes(text) if text.len() == 1 => target[0] = text[0],
            _ => return Err(error("char format requires a bytes object of length 1")),
        },
        '?' => {
            target[0] = u8::from(match value {
                Value::Int(value) => *value != Int::ZERO,
                Value::Float(value) => *value != 0.0,
                Value::Bytes(text) => !text.is_empty(),
                Value::Bool(value) => *value,
                Value::Other => false,
            });
        }
        'f' | 'd' | 'e' => {
            let value = match value {
                Value::Float(value) => *value,
                Value::Int(value) => value.to_f64(),
                Value::Bool(value) => f64::from(u8::from(*value)),
                _ => return Err(error("required argument is not a float")),
            };
            match item.code {
                'd' => put(target, &value.to_le_bytes(), big),
                'e' => put(target, &half(value)?.to_le_bytes(), big),
                _ if value.is_finite() && (value as f32).is_infinite() => {
                    return Err(overflow_error("float too large to pack with f format"));
                }
                _ => put(target, &(value as f32).to_le_bytes(), big),
            }
        }
        _ => {
            let value = match value {
                Value::Int(value) => value.clone(),
                Value::Bool(value) => Int::from(*value),
                _ => return Err(error("required argument is not an integer")),
            };
            put(target, &integer(&value, item, big)?, big);
        }
    }
    Ok(())
}

fn get_value(source: &[u8], item: &Item, big: bool) -> Value {
    let mut bytes = [0; 8];
    bytes[..source.len()].copy_from_slice(source);
    if big {
        bytes[..source.len()].reverse();
    }
    let bits = u64::from_le_bytes(bytes);
    match item.code {
        'c' => Value::Bytes(source.to_vec()),
        '?' => Value::Bool(source[0] != 0),
        'd' => Value::Float(f64::from_bits(bits)),
        'f' => Value::Float(f64::from(f32::from_bits(bits as u32))),
        'e' => Value::Float(from_half(bits as u16)),
        code if code.is_ascii_lowercase() => {
            let unused = 64 - 8 * item.size as u32;
            Value::Int(Int::new((bits as i64) << unused >> unused))
        }
        _ => Value::Int(Int::from_big(bits.into())),
    }
}

fn unpacked(layout: &Layout, data: &[u8]) -> Vec<Value> {
    let mut values = Vec::new();
    for item in &layout.items {
        let part = &data[item.at..item.at + item.count * item.size];
        match item.code {
            'x' => {}
            's' => values.push(Value::Bytes(part.to_vec())),
            'p' => {
                let length = part.first().map_or(0, |length| usize::from(*length));
                let text = part.get(1..).unwrap_or_default();
                values.push(Value::Bytes(text[..length.min(text.len())].to_vec()));
            }
            _ => values
                .extend(part.chunks(item.size).map(|bytes| get_value(bytes, item, layout.big))),
        }
    }
    values
}

/// Fails unless there are as many values as the format asks for.
fn check_count(name: &str, layout: &Layout, values: &[Value]) -> Result<()> {
    let (wanted, given) = (layout.values(), values.len());
    if wanted == given {
        return Ok(());
    }
    Err(error(format!("{name} expected {wanted} items for packing (got {given})")))
}

/// The bytes of values that are as many as the layout asks for.
fn packed(layout: &Layout, values: &[Value]) -> Result<Vec<u8>> {
    let mut data = vec![0; layout.size];
    let mut values = values.iter();
    for item in &layout.items {
        let part = &mut data[item.at..item.at + item.count * item.size];
        match item.code {
            'x' => {}
            's' | 'p' => {
                let Some(Value::Bytes(text)) = values.next() else {
                    return Err(error(format!(
                        "argument for '{}' must be a bytes object",
                        item.code
                    )));
                };
                let skip = usize::from(item.code == 'p' && !part.is_empty());
                let length = text.len().min(part.len() - skip);
                if skip == 1 {
                    part[0] = length.min(255) as u8;
                }
                part[skip..skip + length].copy_from_slice(&text[..length]);
            }
            _ => {
                for target in part.chunks_mut(item.size) {
                    put_value(target, values.next().unwrap_or(&Value::Other), item, layout.big)?;
                }
            }
        }
    }
    Ok(data)
}

fallible! {
    /// `struct.calcsize(format)`
    fn calcsize / try_calcsize [](format: &str) -> i64 {
        Ok(layout(format)?.size as i64)
    }

    /// `struct.pack(format, *values)`
    fn pack / try_pack [](format: &str, values: &[Value]) -> Vec<u8> {
        let layout = layout(format)?;
        check_count("pack", &layout, values)?;
        packed(&layout, values)
    }

    /// `struct.pack_into(format, array, offset, *values)`
    fn pack_into / try_pack_into [](format: &str, array: &ByteArray, offset: impl Integer, values: &[Value]) -> () {
        let layout = layout(format)?;
        check_count("pack_into", &layout, values)?;
        let (offset, size, have) = (offset.clamp_i64(), layout.size as i64, crate::bytearray::len(array));
        if offset < 0 && offset + size > 0 {
            return Err(error(format!("no space to pack {size} bytes at offset {offset}")));
        }
        if offset + have < 0 {
            return Err(error(format!("offset {offset} out of range for {have}-byte buffer")));
        }
        let start = if offset < 0 { offset + have } else { offset };
        if have - start < size {
            return Err(error(format!(
                "pack_into requires a buffer of at least {} bytes for packing {size} bytes at offset {start} (actual buffer size is {have})",
                start + size
            )));
        }
        let data = packed(&layout, values)?;
        crate::bytearray::try_set_slice(array, start, start + size, data.into_iter().map(i64::from))
    }

    /// The same with bytes, which do not change.
    fn pack_into_bytes / try_pack_into_bytes [](format: &str, _bytes: &[u8], _offset: impl Integer, values: &[Value]) -> () {
        check_count("pack_into", &layout(format)?, values)?;
        Err(type_error("argument must be read-write bytes-like object, not bytes"))
    }

    /// `struct.unpack(format, data)`
    fn unpack / try_unpack [](format: &str, data: &[u8]) -> Vec<Value> {
        let layout = layout(format)?;
        if data.len() != layout.size {
            return Err(error(format!("unpack requires a buffer of {} bytes", layout.size)));
        }
        Ok(unpacked(&layout, data))
    }

    /// `struct.unpack_from(format, data, offset)`
    fn unpack_from / try_unpack_from [](format: &str, data: &[u8], offset: impl Integer) -> Vec<Value> {
        let layout = layout(format)?;
        let (offset, have) = (offset.clamp_i64(), data.len() as i64);
        let start = if offset < 0 { offset + have } else { offset };
        let size = layout.size as i64;
        if start < 0 || have - start < size {
            return Err(error(format!(
                "unpack_from requires a buffer of at least {} bytes for unpacking {size} bytes at offset {offset} (actual buffer size is {have})",
                start + size
            )));
        }
        Ok(unpacked(&layout, &data[start as usize..(start + size) as usize]))
    }

    /// `struct.iter_unpack(format, data)`
    fn iter_unpack / try_iter_unpack [](format: &str, data: &[u8]) -> Vec<Vec<Value>> {
        let layout = layout(format)?;
        if layout.size == 0 || !data.len().is_multiple_of(layout.size) {
            return Err(error(format!("iterative unpacking requires a buffer of a multiple of {} bytes", layout.size)));
        }
        Ok(data.chunks(layout.size).map(|chunk| unpacked(&layout, chunk)).collect())
    }
}

/// A number as a value.
pub fn of_int(value: impl Integer) -> Value {
    Value::Int(value.into_int())
}

/// A float as a value.
pub fn of_float(value: f64) -> Value {
    Value::Float(value)
}

/// A truth as a value.
pub fn of_bool(value: bool) -> Value {
    Value::Bool(value)
}

/// A text as a value.
pub fn of_bytes(value: &[u8]) -> Value {
    Value::Bytes(value.to_vec())
}

/// Anything else: no format takes it.
pub fn of_other<T>(_: &T) -> Value {
    Value::Other
}

/// The number that a value is.
pub fn int<N: Integer>(values: &[Value], place: impl Integer) -> N {
    match &values[place.clamp_i64() as usize] {
        Value::Int(value) => N::from_int(value.clone()),
        _ => N::default(),
    }
}

/// The float that a value is.
pub fn float(values: &[Value], place: impl Integer) -> f64 {
    match values[place.clamp_i64() as usize] {
        Value::Float(value) => value,
        _ => 0.0,
    }
}

/// The truth that a value is.
pub fn bool(values: &[Value], place: impl Integer) -> bool {
    matches!(values[place.clamp_i64() as usize], Value::Bool(true))
}

/// The text that a value is.
pub fn bytes(values: &[Value], place: impl Integer) -> Vec<u8> {
    match &values[place.clamp_i64() as usize] {
        Value::Bytes(value) => value.clone(),
        _ => Vec::new(),
    }
}

/// All values as numbers.
pub fn ints<N: Integer>(values: &[Value]) -> Vec<N> {
    (0..values.len()).map(|place| int(values, place as i64)).collect()
}

/// All values as floats.
pub fn floats(values: &[Value]) -> Vec<f64> {
    (0..values.len()).map(|place| float(values, place as i64)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_are_those_of_c() {
        let values = [of_int(1_i64), of_int(-2_i64), of_bytes(b"abc"), of_float(1.5)];
        let data = pack("<Bh4sf", &values);
        assert_eq!(data, b"\x01\xfe\xffabc\0\0\0\xc0\x3f");
        assert_eq!(calcsize("@Bi"), 8);
        assert_eq!(calcsize("<Bi"), 5);
        let back = unpack("<Bh4sf", &data);
        assert_eq!((int::<i64>(&back, 1_i64), float(&back, 3_i64)), (-2, 1.5));
        assert_eq!(
            try_pack("<B", &[of_int(300_i64)]).err().map(|error| error.message().to_owned()),
            Some("ubyte format requires 0 <= number <= 255".to_owned())
        );
        assert_eq!(pack("<e", &[of_float(0.1)]), b"\x66\x2e");
        assert_eq!(from_half(0x2e66), 0.0999755859375);
    }
}
