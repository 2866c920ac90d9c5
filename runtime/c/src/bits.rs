//! Bit-fields: `width` bits from bit `first` of an array of bytes, least significant first.

/// The bits as an unsigned number.
#[inline]
pub const fn get<const N: usize>(bytes: [u8; N], first: usize, width: usize) -> u64 {
    let mut value: u128 = 0;
    let from = first / 8;
    let to = (first + width).div_ceil(8);
    let mut i = from;
    while i < to {
        value |= (bytes[i] as u128) << (8 * (i - from));
        i += 1;
    }
    ((value >> (first % 8)) & ((1 << width) - 1)) as u64
}

/// The bits as a signed number.
#[inline]
pub const fn signed<const N: usize>(bytes: [u8; N], first: usize, width: usize) -> i64 {
    let value = get(bytes, first, width);
    let shift = 64 - width as u32;
    ((value << shift) as i64) >> shift
}

/// The bytes with the low bits of `value` in place of the field's.
#[inline]
#[must_use]
pub const fn with<const N: usize>(
    mut bytes: [u8; N],
    first: usize,
    width: usize,
    value: u64,
) -> [u8; N] {
    let from = first / 8;
    let to = (first + width).div_ceil(8);
    let mask: u128 = ((1 << width) - 1) << (first % 8);
    let wanted = ((value as u128) << (first % 8)) & mask;
    let mut i = from;
    while i < to {
        let at = 8 * (i - from);
        bytes[i] = (bytes[i] & !((mask >> at) as u8)) | ((wanted >> at) as u8);
        i += 1;
    }
    bytes
}

/// The value at a place that was written under another name, as the members of a union are. rustc 1.95 would go on to take the value that was last
/// written under this name for known, did it see the read.
///
/// # Safety
/// The place holds a value of its type.
#[inline]
pub unsafe fn reread<T: Copy>(place: *const T) -> T {
    let read: unsafe fn(*const T) -> T = std::ptr::read;
    // SAFETY: the caller's promise.
    unsafe { read(place) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_keep_their_neighbours() {
        let mut bytes = [0xff; 4];
        bytes = with(bytes, 3, 7, 0b010_1010);
        assert_eq!(get(bytes, 3, 7), 0b010_1010);
        assert_eq!(get(bytes, 0, 3), 7);
        assert_eq!(get(bytes, 10, 22), (1 << 22) - 1);
        bytes = with(bytes, 5, 3, 0b100);
        assert_eq!(signed(bytes, 5, 3), -4);
    }

    #[repr(C)]
    union Word {
        number: u64,
        bytes: [u8; 8],
    }

    #[test]
    fn a_union_is_read_as_it_was_written_last() {
        let mut word = Word { number: 0 };
        word.number = 0;
        // SAFETY: every pattern of bits is a value of both members.
        let equal = unsafe {
            word.bytes[0] = 128;
            reread(&raw const word.number) == 128
        };
        assert!(equal);
    }
}
