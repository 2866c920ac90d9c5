//! The text of lists, deques and tuples.

use super::*;

/// Writes items between separators.
pub(crate) fn fmt_items<'a, T: Repr + 'a>(
    items: impl IntoIterator<Item = &'a T>,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        item.fmt_repr(f)?;
    }
    Ok(())
}

impl<T: Repr> Repr for [T] {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(shape) = shape::take() {
            return shape::items(&shape, self.iter(), f);
        }
        T::fmt_slice(self, f)
    }
}

impl<T: Repr, const N: usize> Repr for [T; N] {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt_repr(f)
    }
}

impl<T: Repr> Repr for Vec<T> {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt_repr(f)
    }
}

impl<T: Repr> Repr for VecDeque<T> {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(shape) = shape::take() {
            return shape::items(&shape, self.iter(), f);
        }
        f.write_str("deque([")?;
        fmt_items(self, f)?;
        f.write_str("])")
    }
}

macro_rules! tuples {
    ($(($first:ident $($name:ident)*))*) => {
        $(
            impl<$first: Repr, $($name: Repr),*> Repr for ($first, $($name,)*) {
                fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
                    #[allow(non_snake_case)]
                    let ($first, $($name,)*) = self;
                    if let Some(shape) = shape::take() {
                        return shape::fixed(&shape, &[$first, $($name),*], f);
                    }
                    f.write_char('(')?;
                    $first.fmt_repr(f)?;
                    tuples!(@rest f $($name)*)
                }
            }

            impl<$first: Repr, $($name: Repr),*> Str for ($first, $($name,)*) {
                fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
                    self.fmt_repr(f)
                }
            }
        )*
    };
    (@rest $f:ident) => { $f.write_str(",)") };
    (@rest $f:ident $($name:ident)+) => {{
        $($f.write_str(", ")?; $name.fmt_repr($f)?;)+
        $f.write_char(')')
    }};
}

tuples! {
    (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
    (A B C D E F G H I) (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
}
