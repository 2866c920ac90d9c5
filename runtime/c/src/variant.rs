//! Unions that remember which member they hold: what one member has, read as another.

use crate::heap::{Link, Slice};
use crate::text::Text;

/// What fits into a word: as C's bytes of it, the first ones first.
pub trait Word: Sized {
    /// Its bytes, and zeros.
    fn word(self) -> u64;
    /// What has these bytes.
    fn of(word: u64) -> Self;
}

/// The value of a member as a number.
#[inline]
pub fn word<T: Word>(value: T) -> u64 {
    value.word()
}

/// The value that has the bytes of another member.
#[inline]
pub fn read<T: Word>(word: u64) -> T {
    T::of(word)
}

/// A struct of zeros, where all that is held is zeros, too.
#[inline]
pub fn zero<T>(word: u64, zero: T) -> T {
    if word != 0 {
        unwritten();
    }
    zero
}

/// A member is read that cannot be made of what was written to another one.
#[cold]
#[inline(never)]
pub fn unwritten() -> ! {
    panic!("a member of a union is read while the union holds another one");
}

macro_rules! integers {
    ($($type:ty as $bits:ty),*) => {$(
        impl Word for $type {
            #[inline]
            fn word(self) -> u64 {
                self as $bits as u64
            }
            #[inline]
            fn of(word: u64) -> Self {
                word as $type
            }
        }
    )*};
}
integers!(
    i8 as u8,
    u8 as u8,
    i16 as u16,
    u16 as u16,
    i32 as u32,
    u32 as u32,
    i64 as u64,
    u64 as u64,
    isize as usize,
    usize as usize
);

impl Word for bool {
    #[inline]
    fn word(self) -> u64 {
        u64::from(self)
    }
    #[inline]
    fn of(word: u64) -> Self {
        word as u8 != 0
    }
}

impl Word for f32 {
    #[inline]
    fn word(self) -> u64 {
        u64::from(self.to_bits())
    }
    #[inline]
    fn of(word: u64) -> Self {
        f32::from_bits(word as u32)
    }
}

impl Word for f64 {
    #[inline]
    fn word(self) -> u64 {
        self.to_bits()
    }
    #[inline]
    fn of(word: u64) -> Self {
        f64::from_bits(word)
    }
}

macro_rules! pointers {
    ($($type:ty),*) => {$(
        impl<T> Word for $type {
            #[inline]
            fn word(self) -> u64 {
                self as usize as u64
            }
            #[inline]
            fn of(word: u64) -> Self {
                word as usize as $type
            }
        }
    )*};
}
pointers!(*mut T, *const T);

/// A function pointer: only NULL is made of a number.
impl<T> Word for Option<T> {
    #[inline]
    fn word(self) -> u64 {
        match self {
            None => 0,
            Some(_) => unwritten(),
        }
    }
    #[inline]
    fn of(word: u64) -> Self {
        if word != 0 {
            unwritten();
        }
        None
    }
}

/// Handles: only NULL is made of a number.
macro_rules! handles {
    ($([$($generic:ident)?] $type:ty, $null:expr;)*) => {$(
        impl$(<$generic>)? Word for $type {
            #[inline]
            fn word(self) -> u64 {
                self.as_ptr().word()
            }
            #[inline]
            fn of(word: u64) -> Self {
                if word != 0 {
                    unwritten();
                }
                $null
            }
        }
    )*};
}
handles! {
    [T] Link<T>, Link::NULL;
    [T] Slice<T>, Slice::null();
    [] Text, Text::null();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_others() {
        assert_eq!(read::<u32>(word(1.0_f32)), 0x3f80_0000);
        assert_eq!((read::<i64>(word(-1_i32)), read::<i8>(word(511_i32))), (0xffff_ffff, -1));
        assert!(read::<Link<u8>>(word(std::ptr::null_mut::<i32>())).is_null());
        assert!(read::<*const u8>(word(Slice::<i32>::null())).is_null());
    }

    #[test]
    #[should_panic(expected = "a member of a union")]
    fn links_are_not_made_of_numbers() {
        read::<Link<u8>>(5);
    }
}
