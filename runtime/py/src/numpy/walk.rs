//! Going over numbers of arrays: shapes, broadcasting, runs of numbers that lie evenly.

use crate::exception::{Exception, Result, value_error};

use super::{Array, Element};

/// The greatest number of axes.
const MOST: usize = 8;

/// One number an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dims<N> {
    count: usize,
    each: [N; MOST],
}

impl<N: Copy + Default> Dims<N> {
    /// The numbers in order; of more than eight the rest is left out.
    pub(crate) fn of(numbers: impl IntoIterator<Item = N>) -> Self {
        let mut made = Self { count: 0, each: [N::default(); MOST] };
        for number in numbers {
            made.push(number);
        }
        made
    }

    pub(crate) fn push(&mut self, number: N) {
        assert!(self.count < MOST, "an array has eight axes at most");
        self.each[self.count] = number;
        self.count += 1;
    }

    pub(crate) fn without(&self, axis: usize) -> Self {
        Self::of(self.iter().enumerate().filter(|(i, _)| *i != axis).map(|(_, each)| *each))
    }

    pub(crate) fn with(&self, axis: usize, number: N) -> Self {
        let mut made = *self;
        made.each[axis] = number;
        made
    }

    pub(crate) fn inserted(&self, axis: usize, number: N) -> Self {
        let (before, behind) = self.split_at(axis);
        Self::of(before.iter().copied().chain([number]).chain(behind.iter().copied()))
    }
}

impl<N> std::ops::Deref for Dims<N> {
    type Target = [N];

    fn deref(&self) -> &[N] {
        &self.each[..self.count]
    }
}

/// The strides of numbers in C's order.
pub(crate) fn strides_of(shape: &[usize]) -> Dims<isize> {
    let mut each = [0isize; MOST];
    let mut step = 1;
    for (i, size) in shape.iter().enumerate().rev() {
        each[i] = step as isize;
        step *= (*size).max(1);
    }
    Dims { count: shape.len(), each }
}

/// Do numbers with these strides lie one behind the other in C's order?
pub(crate) fn is_dense(shape: &[usize], strides: &[isize]) -> bool {
    let mut step = 1;
    for (size, stride) in shape.iter().zip(strides).rev() {
        if *size == 0 {
            return true;
        }
        if *size != 1 && *stride != step {
            return false;
        }
        step *= *size as isize;
    }
    true
}

/// A shape as it is shown.
pub(crate) fn shape_text(shape: &[usize]) -> String {
    let all: Vec<String> = shape.iter().map(usize::to_string).collect();
    if all.len() == 1 { format!("({},)", all[0]) } else { format!("({})", all.join(",")) }
}

/// The shape of two arrays together.
pub(crate) fn together(a: &[usize], b: &[usize]) -> Result<Dims<usize>> {
    let count = a.len().max(b.len());
    let size = |shape: &[usize], i: usize| {
        if i + shape.len() < count { 1 } else { shape[i + shape.len() - count] }
    };
    let mut made = Dims::of([]);
    for i in 0..count {
        match (size(a, i), size(b, i)) {
            (x, y) if x == y => made.push(x),
            (1, y) => made.push(y),
            (x, 1) => made.push(x),
            _ => return Err(apart(&[a, b])),
        }
    }
    Ok(made)
}

/// Shapes do not go together.
pub(crate) fn apart(shapes: &[&[usize]]) -> Exception {
    let all: Vec<String> = shapes.iter().map(|shape| shape_text(shape)).collect();
    value_error(format!("operands could not be broadcast together with shapes {} ", all.join(" ")))
}

/// The strides of an array as one of a wider shape: axes of one number stand still.
pub(crate) fn widened<T: Element>(array: &Array<T>, shape: &[usize]) -> Dims<isize> {
    let missing = shape.len() - array.shape.len();
    Dims::of((0..shape.len()).map(|i| {
        if i < missing || array.shape[i - missing] == 1 && shape[i] != 1 {
            0
        } else {
            array.strides[i - missing]
        }
    }))
}

/// Runs of numbers: so many of them, each a step from the last.
pub(crate) struct Runs<const N: usize> {
    /// The axes, those that can be gone over together as one, the last one left out.
    outer: Vec<(usize, [isize; N])>,
    /// How long each run is.
    pub(crate) length: usize,
    /// The steps in a run.
    pub(crate) steps: [isize; N],
    empty: bool,
}

impl<const N: usize> Runs<N> {
    pub(crate) fn new(shape: &[usize], strides: [&[isize]; N]) -> Self {
        let mut axes: Vec<(usize, [isize; N])> = Vec::with_capacity(shape.len());
        for (i, size) in shape.iter().enumerate() {
            if *size == 1 {
                continue;
            }
            let steps = std::array::from_fn(|k| strides[k][i]);
            if let Some((count, last)) = axes.last_mut()
                && (0..N).all(|k| last[k] == steps[k] * *size as isize)
            {
                *count *= size;
                *last = steps;
                continue;
            }
            axes.push((*size, steps));
        }
        let (length, steps) = axes.pop().unwrap_or((1, [0; N]));
        Self { outer: axes, length, steps, empty: shape.contains(&0) }
    }

    /// Calls the function with the places where each run begins.
    pub(crate) fn each(&self, starts: [usize; N], mut run: impl FnMut([usize; N])) {
        if self.empty {
            return;
        }
        let mut at = starts;
        let mut index = vec![0usize; self.outer.len()];
        loop {
            run(at);
            let mut axis = self.outer.len();
            loop {
                if axis == 0 {
                    return;
                }
                axis -= 1;
                let (size, steps) = &self.outer[axis];
                index[axis] += 1;
                if index[axis] < *size {
                    for k in 0..N {
                        at[k] = at[k].wrapping_add_signed(steps[k]);
                    }
                    break;
                }
                index[axis] = 0;
                for k in 0..N {
                    at[k] = at[k].wrapping_add_signed(-steps[k] * (*size as isize - 1));
                }
            }
        }
    }
}

/// The numbers of a run.
#[inline]
pub(crate) fn run_of<T: Copy>(
    data: &[T],
    at: usize,
    step: isize,
    length: usize,
) -> impl Iterator<Item = T> + '_ {
    (0..length).map(move |i| data[at.wrapping_add_signed(step * i as isize)])
}

/// The numbers of an array of any strides in C's order.
pub(crate) fn gathered<T: Element>(array: &Array<T>) -> Vec<T> {
    let mut made = Vec::with_capacity(array.count());
    let data = array.data.borrow();
    let runs = Runs::new(&array.shape, [&array.strides]);
    let [step] = runs.steps;
    runs.each([array.at], |[at]| {
        if step == 1 {
            made.extend_from_slice(&data[at..at + runs.length]);
        } else if step > 0 {
            let last = at + (runs.length - 1) * step as usize;
            made.extend(data[at..=last].iter().step_by(step as usize).copied());
        } else if step == 0 {
            made.extend(std::iter::repeat_n(data[at], runs.length));
        } else {
            made.extend(run_of(&data, at, step, runs.length));
        }
    });
    made
}

/// The numbers of an array in C's order, each made into another.
pub(crate) fn mapped<T: Element, U: Element>(array: &Array<T>, f: impl Fn(T) -> U) -> Vec<U> {
    match array.dense() {
        Some(slice) => slice.iter().map(|x| f(*x)).collect(),
        None => gathered(array).into_iter().map(f).collect(),
    }
}

/// The numbers of two arrays, spread over a shape, each pair made into a number.
pub(crate) fn paired<T: Element, U: Element, R: Element>(
    a: &Array<T>,
    b: &Array<U>,
    shape: &Dims<usize>,
    f: impl Fn(T, U) -> R,
) -> Vec<R> {
    let mut made = Vec::with_capacity(shape.iter().product());
    let (x, y) = (a.data.borrow(), b.data.borrow());
    let runs = Runs::new(shape, [&widened(a, shape), &widened(b, shape)]);
    let length = runs.length;
    let [step_x, step_y] = runs.steps;
    runs.each([a.at, b.at], |[i, j]| match (step_x, step_y) {
        (1, 1) => {
            made.extend(x[i..i + length].iter().zip(&y[j..j + length]).map(|(p, q)| f(*p, *q)))
        }
        (1, 0) => {
            let q = y[j];
            made.extend(x[i..i + length].iter().map(|p| f(*p, q)));
        }
        (0, 1) => {
            let p = x[i];
            made.extend(y[j..j + length].iter().map(|q| f(p, *q)));
        }
        _ => made.extend(
            run_of(&x, i, step_x, length).zip(run_of(&y, j, step_y, length)).map(|(p, q)| f(p, q)),
        ),
    });
    made
}

/// Changes each number of an array by that of another, which is spread over it.
pub(crate) fn changed<T: Element, U: Element>(
    a: &Array<T>,
    b: &Array<U>,
    f: impl Fn(&mut T, U),
) -> Result<()> {
    let shape = together(&a.shape, &b.shape)?;
    if shape != a.shape {
        return Err(value_error(format!(
            "non-broadcastable output operand with shape {} doesn't match the broadcast shape {}",
            shape_text(&a.shape),
            shape_text(&shape)
        )));
    }
    let runs = Runs::new(&shape, [&a.strides, &widened(b, &shape)]);
    let length = runs.length;
    let [step_x, step_y] = runs.steps;
    let y = b.data.borrow();
    let mut x = a.data.borrow_mut();
    runs.each([a.at, b.at], |[i, j]| {
        if step_x == 1 && step_y == 1 {
            for (p, q) in x[i..i + length].iter_mut().zip(&y[j..j + length]) {
                f(p, *q);
            }
        } else if step_x > 0 && step_y == 1 && length > 0 {
            let places =
                x[i..=i + (length - 1) * step_x as usize].iter_mut().step_by(step_x as usize);
            for (p, q) in places.zip(&y[j..j + length]) {
                f(p, *q);
            }
        } else {
            for k in 0..length as isize {
                let q = y[j.wrapping_add_signed(step_y * k)];
                f(&mut x[i.wrapping_add_signed(step_x * k)], q);
            }
        }
    });
    Ok(())
}

/// Changes each number of an array.
pub(crate) fn each_mut<T: Element>(a: &Array<T>, f: impl Fn(&mut T)) {
    let runs = Runs::new(&a.shape, [&a.strides]);
    let [step] = runs.steps;
    let mut x = a.data.borrow_mut();
    runs.each([a.at], |[i]| {
        if step == 1 {
            x[i..i + runs.length].iter_mut().for_each(&f);
        } else {
            for k in 0..runs.length as isize {
                f(&mut x[i.wrapping_add_signed(step * k)]);
            }
        }
    });
}

/// An axis that may count from the end.
pub(crate) fn axis_of(axis: i64, count: usize) -> Result<usize> {
    let place = if axis < 0 { axis + count as i64 } else { axis };
    if (0..count as i64).contains(&place) {
        return Ok(place as usize);
    }
    Err(Exception::new(
        "numpy.exceptions.AxisError ValueError IndexError",
        format!("axis {axis} is out of bounds for array of dimension {count}"),
    ))
}
