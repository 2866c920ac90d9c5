//! `numpy`: arrays of numbers. An array is a handle: slices and other views share its numbers, as the original's do.

use std::cell::{Ref, RefCell};
use std::rc::Rc;

mod accumulate;
mod arithmetic;
mod dtype;
mod element;
mod functions;
mod generator;
mod index;
mod items;
mod joining;
mod linalg;
mod make;
mod matmul;
mod nested;
mod numerical;
mod pick;
mod print;
mod random;
mod reduce;
mod scalar;
mod shape;
mod sorting;
mod spectrum;
mod walk;
mod ziggurat;

pub use accumulate::*;
pub use arithmetic::*;
pub use dtype::*;
pub use element::*;
pub use functions::*;
pub use generator::*;
pub use index::*;
pub use items::*;
pub use joining::*;
pub use linalg::*;
pub use make::*;
pub use matmul::*;
pub use nested::*;
pub use numerical::*;
pub use pick::*;
pub use print::{array2string, set_printoptions};
pub use random::*;
pub use reduce::*;
pub use scalar::*;
pub use shape::*;
pub use sorting::*;
pub use spectrum::*;

use walk::Dims;

/// Are two handles the same view of the same numbers?
pub(crate) fn same_array<T: Element>(a: &Array<T>, b: &Array<T>) -> bool {
    Rc::ptr_eq(&a.data, &b.data) && a.at == b.at && a.shape == b.shape && a.strides == b.strides
}

/// An array of any shape. Cloning makes a second handle to the same numbers.
#[derive(Debug)]
pub struct Array<T> {
    data: Rc<RefCell<Vec<T>>>,
    /// The place of the first number.
    at: usize,
    shape: Dims<usize>,
    /// How far apart neighbours along each axis are.
    strides: Dims<isize>,
}

impl<T> Clone for Array<T> {
    fn clone(&self) -> Self {
        Self { data: Rc::clone(&self.data), at: self.at, shape: self.shape, strides: self.strides }
    }
}

impl<T: Element> Array<T> {
    /// An array of a shape, with numbers of its own in C's order.
    pub(crate) fn new(data: Vec<T>, shape: Dims<usize>) -> Self {
        debug_assert_eq!(data.len(), shape.iter().product::<usize>());
        Self { data: Rc::new(RefCell::new(data)), at: 0, shape, strides: walk::strides_of(&shape) }
    }

    /// An array of one axis.
    pub(crate) fn of_vec(data: Vec<T>) -> Self {
        let shape = Dims::of([data.len()]);
        Self::new(data, shape)
    }

    /// Another view of the same numbers.
    fn view(&self, at: usize, shape: Dims<usize>, strides: Dims<isize>) -> Self {
        Self { data: Rc::clone(&self.data), at, shape, strides }
    }

    /// How many numbers it has.
    fn count(&self) -> usize {
        self.shape.iter().product()
    }

    /// Do its numbers lie one behind the other?
    fn is_dense(&self) -> bool {
        walk::is_dense(&self.shape, &self.strides)
    }

    /// Its numbers as they lie, where they lie one behind the other.
    fn dense(&self) -> Option<Ref<'_, [T]>> {
        self.is_dense()
            .then(|| Ref::map(self.data.borrow(), |all| &all[self.at..self.at + self.count()]))
    }

    /// Its numbers in C's order.
    fn to_vec(&self) -> Vec<T> {
        match self.dense() {
            Some(slice) => slice.to_vec(),
            None => walk::gathered(self),
        }
    }

    /// Itself, or a copy whose numbers lie one behind the other.
    fn packed(&self) -> Self {
        if self.is_dense() { self.clone() } else { Self::new(walk::gathered(self), self.shape) }
    }

    /// The only number of an array without axes.
    fn only(&self) -> T {
        self.data.borrow()[self.at]
    }
}
