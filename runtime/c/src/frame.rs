//! Memory that lives as long as a call: `alloca`.

use std::ffi::c_void;

/// The blocks that a call has asked for.
#[derive(Default)]
pub struct Frame {
    blocks: Vec<Vec<u128>>,
}

impl Frame {
    pub const fn new() -> Frame {
        Frame { blocks: Vec::new() }
    }

    /// A new block of at least `size` bytes, aligned to 16.
    pub fn allocate(&mut self, size: u64) -> *mut c_void {
        let mut block = vec![0_u128; size as usize / 16 + 1];
        let start = block.as_mut_ptr().cast();
        self.blocks.push(block);
        start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stay_where_they_are() {
        let mut frame = Frame::new();
        let first = frame.allocate(3).cast::<u8>();
        // SAFETY: the block has at least three bytes.
        unsafe { first.write(7) };
        let second = frame.allocate(100).cast::<u8>();
        assert_ne!(first, second);
        // SAFETY: as above.
        assert_eq!(unsafe { first.read() }, 7);
    }
}
