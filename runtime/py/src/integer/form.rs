//! What the two forms of `int` have in common.

use std::fmt;

use crate::int::Int;
use crate::key::Key;
use crate::show::{Repr, Str};

/// An integer: `i64` where that is known to suffice, else `Int`.
pub trait Integer: Clone + Ord + Key + Repr + Str + fmt::Display + Default + 'static {
    /// From 64 bits.
    fn from_i64(value: i64) -> Self;
    /// From any size; one that does not fit is a tripped check.
    fn from_int(value: Int) -> Self;
    /// As an integer of any size.
    fn into_int(self) -> Int;
    /// The value, if it fits 64 bits.
    fn to_i64(&self) -> Option<i64>;
    /// Correctly rounded.
    fn to_f64(&self) -> f64;
    /// `self + other`, if it fits the form.
    fn checked_add(&self, other: &Self) -> Option<Self>;
    /// `self - other`, if it fits the form.
    fn checked_sub(&self, other: &Self) -> Option<Self>;
    /// `self * other`, if it fits the form.
    fn checked_mul(&self, other: &Self) -> Option<Self>;

    /// Is it below zero?
    fn is_negative(&self) -> bool {
        *self < Self::default()
    }

    /// The nearest value of 64 bits: for positions and counts.
    fn clamp_i64(&self) -> i64 {
        self.to_i64().unwrap_or_else(|| if self.is_negative() { i64::MIN } else { i64::MAX })
    }

    /// `self + other`
    #[track_caller]
    fn plus(&self, other: &Self) -> Self {
        match self.checked_add(other) {
            Some(sum) => sum,
            None => overflow(),
        }
    }
}

/// A 64-bit integer that was proven to suffice did not.
#[track_caller]
#[cold]
fn overflow() -> ! {
    panic!("an integer does not fit 64 bits")
}

impl Integer for i64 {
    fn from_i64(value: i64) -> Self {
        value
    }

    #[track_caller]
    fn from_int(value: Int) -> Self {
        match value.to_i64() {
            Some(value) => value,
            None => overflow(),
        }
    }

    fn into_int(self) -> Int {
        Int::new(self)
    }

    fn to_i64(&self) -> Option<i64> {
        Some(*self)
    }

    fn to_f64(&self) -> f64 {
        *self as f64
    }

    fn checked_add(&self, other: &Self) -> Option<Self> {
        i64::checked_add(*self, *other)
    }

    fn checked_sub(&self, other: &Self) -> Option<Self> {
        i64::checked_sub(*self, *other)
    }

    fn checked_mul(&self, other: &Self) -> Option<Self> {
        i64::checked_mul(*self, *other)
    }
}

impl Integer for Int {
    fn from_i64(value: i64) -> Self {
        Int::new(value)
    }

    fn from_int(value: Int) -> Self {
        value
    }

    fn into_int(self) -> Int {
        self
    }

    fn to_i64(&self) -> Option<i64> {
        Int::to_i64(self)
    }

    fn to_f64(&self) -> f64 {
        Int::to_f64(self)
    }

    fn checked_add(&self, other: &Self) -> Option<Self> {
        Some(self + other)
    }

    fn checked_sub(&self, other: &Self) -> Option<Self> {
        Some(self - other)
    }

    fn checked_mul(&self, other: &Self) -> Option<Self> {
        Some(self * other)
    }
}
