//! Ways in which a hand-written program may do its work, chosen by the variable `TWIN_FORM`.

use std::thread;

/// How a program does its work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Plain code for any processor of the target.
    Scalar,
    /// Code for wide registers, where this processor has them.
    Simd,
    /// As `Simd`, on all processors.
    Threads,
}

impl Form {
    /// The form that the environment asks for: `simd`, `threads`, or nothing.
    #[must_use]
    pub fn from_env() -> Self {
        match std::env::var("TWIN_FORM").as_deref() {
            Ok("simd") => Self::Simd,
            Ok("threads") => Self::Threads,
            _ => Self::Scalar,
        }
    }

    /// How many threads the form uses.
    #[must_use]
    pub fn threads(self) -> usize {
        match self {
            Self::Threads => thread::available_parallelism().map_or(1, usize::from),
            Self::Scalar | Self::Simd => 1,
        }
    }

    /// Whether wide registers are wanted and there: AVX2 with fused multiply-add.
    #[must_use]
    pub fn wide(self) -> bool {
        #[cfg(target_arch = "x86_64")]
        let there = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        #[cfg(not(target_arch = "x86_64"))]
        let there = false;
        self != Self::Scalar && there
    }
}

/// Compiles a function twice, for any processor and for one with AVX2 and FMA, and calls the better one that `form` allows.
///
/// `wide!(form, kernel(a, b))` calls `kernel`, which has to be `#[inline(always)]`, with its arguments' types given: `kernel(a: &[f64], b: usize)`.
#[macro_export]
macro_rules! wide {
    ($form:expr, $kernel:ident($($name:ident: $type:ty),* $(,)?) $(-> $result:ty)?) => {{
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2,fma")]
        fn for_avx2($($name: $type),*) $(-> $result)? {
            $kernel($($name),*)
        }
        #[cfg(target_arch = "x86_64")]
        if $form.wide() {
            // SAFETY: `wide` has asked the processor for both features.
            unsafe { for_avx2($($name),*) }
        } else {
            $kernel($($name),*)
        }
        #[cfg(not(target_arch = "x86_64"))]
        $kernel($($name),*)
    }};
}
