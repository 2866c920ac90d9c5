//! Arrays of lists in lists (`numpy.array(lists)`).

use crate::exception::value_error;

use super::walk::Dims;
use super::{Array, Element, converted};

fallible! {
    /// `numpy.array(lists)` of lists in lists: all of one depth must be of one length.
    fn of_list / try_of_list [T: Element](items: &(impl Nested<T> + ?Sized), depth: usize) -> Array<T> {
        let mut shape = Dims::of([]);
        items.measure(&mut shape);
        while shape.len() < depth {
            shape.push(0);
        }
        let mut data = Vec::with_capacity(shape.iter().product());
        if !items.fill(&shape, &mut data) {
            return Err(value_error(format!(
                "setting an array element with a sequence. The requested array has an inhomogeneous shape after {} dimensions. The detected shape was {} + inhomogeneous part.",
                depth - 1,
                super::walk::shape_text(&shape[..depth - 1])
            )));
        }
        Ok(Array::new(data, shape))
    }
}

/// Lists in lists of numbers, arrays among them.
pub trait Nested<T> {
    /// Adds how long each depth is, as the first of each says.
    fn measure(&self, shape: &mut Dims<usize>);
    /// Appends the numbers; false where something has another length.
    fn fill(&self, shape: &[usize], data: &mut Vec<T>) -> bool;
}

macro_rules! leaves {
    ($($kind:ty, $value:ident => $made:expr;)*) => {$(
        impl<T: Element> Nested<T> for $kind {
            fn measure(&self, _: &mut Dims<usize>) {}

            fn fill(&self, _: &[usize], data: &mut Vec<T>) -> bool {
                let $value = *self;
                data.push($made);
                true
            }
        }
    )*};
}

leaves! {
    i64, x => T::of_whole(x);
    f64, x => T::of_parts(x, 0.0);
    bool, x => T::of_whole(i64::from(x));
    crate::complex::Complex, x => converted(x);
}

impl<T: Element, U: crate::union::MaybeNumber> Nested<T> for U {
    fn measure(&self, _: &mut Dims<usize>) {}

    fn fill(&self, _: &[usize], data: &mut Vec<T>) -> bool {
        data.push(match self.number() {
            Some(crate::union::Number::Int(n)) => T::of_whole(super::word(n)),
            Some(crate::union::Number::Float(x)) => T::of_parts(x, 0.0),
            _ => return false,
        });
        true
    }
}

impl<T: Element> Nested<T> for crate::Int {
    fn measure(&self, _: &mut Dims<usize>) {}

    fn fill(&self, _: &[usize], data: &mut Vec<T>) -> bool {
        data.push(T::of_whole(super::word(self.clone())));
        true
    }
}

impl<T: Element, U: Element> Nested<T> for super::Scalar<U> {
    fn measure(&self, _: &mut Dims<usize>) {}

    fn fill(&self, _: &[usize], data: &mut Vec<T>) -> bool {
        data.push(converted(self.0));
        true
    }
}

impl<T: Element, U: Element> Nested<T> for Array<U> {
    fn measure(&self, shape: &mut Dims<usize>) {
        for size in self.shape.iter() {
            shape.push(*size);
        }
    }

    fn fill(&self, shape: &[usize], data: &mut Vec<T>) -> bool {
        if *self.shape != *shape {
            return false;
        }
        data.extend(self.to_vec().into_iter().map(converted::<U, T>));
        true
    }
}

impl<T: Element, N: Nested<T>> Nested<T> for [N] {
    fn measure(&self, shape: &mut Dims<usize>) {
        shape.push(self.len());
        if let Some(first) = self.first() {
            first.measure(shape);
        }
    }

    fn fill(&self, shape: &[usize], data: &mut Vec<T>) -> bool {
        self.len() == shape[0] && self.iter().all(|item| item.fill(&shape[1..], data))
    }
}

impl<T: Element, N: Nested<T>> Nested<T> for std::cell::Ref<'_, N> {
    fn measure(&self, shape: &mut Dims<usize>) {
        (**self).measure(shape);
    }

    fn fill(&self, shape: &[usize], data: &mut Vec<T>) -> bool {
        (**self).fill(shape, data)
    }
}

impl<T: Element> Nested<T> for () {
    fn measure(&self, shape: &mut Dims<usize>) {
        shape.push(0);
    }

    fn fill(&self, _: &[usize], _: &mut Vec<T>) -> bool {
        true
    }
}

impl<T: Element, N: Nested<T>, const K: usize> Nested<T> for [N; K] {
    fn measure(&self, shape: &mut Dims<usize>) {
        self.as_slice().measure(shape);
    }

    fn fill(&self, shape: &[usize], data: &mut Vec<T>) -> bool {
        self.as_slice().fill(shape, data)
    }
}

impl<T: Element, N: Nested<T>> Nested<T> for Vec<N> {
    fn measure(&self, shape: &mut Dims<usize>) {
        self.as_slice().measure(shape);
    }

    fn fill(&self, shape: &[usize], data: &mut Vec<T>) -> bool {
        self.as_slice().fill(shape, data)
    }
}

impl<T: Element, N: Nested<T>> Nested<T> for crate::Shared<N> {
    fn measure(&self, shape: &mut Dims<usize>) {
        self.borrow().measure(shape);
    }

    fn fill(&self, shape: &[usize], data: &mut Vec<T>) -> bool {
        self.borrow().fill(shape, data)
    }
}

macro_rules! tuples {
    ($([$($item:ident $i:tt),*] $count:literal;)*) => {$(
        impl<T: Element, $($item: Nested<T>),*> Nested<T> for ($($item,)*) {
            fn measure(&self, shape: &mut Dims<usize>) {
                shape.push($count);
                self.0.measure(shape);
            }

            fn fill(&self, shape: &[usize], data: &mut Vec<T>) -> bool {
                shape[0] == $count $(&& self.$i.fill(&shape[1..], data))*
            }
        }
    )*};
}

tuples! {
    [A 0] 1;
    [A 0, B 1] 2;
    [A 0, B 1, C 2] 3;
    [A 0, B 1, C 2, D 3] 4;
    [A 0, B 1, C 2, D 3, E 4] 5;
    [A 0, B 1, C 2, D 3, E 4, F 5] 6;
    [A 0, B 1, C 2, D 3, E 4, F 5, G 6] 7;
    [A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7] 8;
}
