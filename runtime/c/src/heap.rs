//! Objects that a program allocates one by one and links to each other: lists, trees, graphs. A [`Link`] is a pointer to one of them, or NULL.
//! The members of such objects are cells, so any number of links may lead to one. What `free` gives back is kept for the next object of its
//! type: a link that is left over still leads to an object, though not to the one that it meant.

use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::thread::LocalKey;

use crate::raw;

mod chars;
mod lone;
mod slice;
mod view;
pub use chars::*;
pub use lone::*;
pub use slice::*;
pub use view::*;

/// A type whose objects are allocated one by one; [`pooled!`](crate::pooled) implements it.
pub trait Pooled: Sized + 'static {
    /// All zero.
    const ZERO: Self;
    /// Where objects that were given back wait.
    fn pool() -> &'static LocalKey<Pool<Self>>;
    /// Takes over the value of every member.
    fn assign(&self, value: Self);
}

/// Objects of one type that are free.
pub struct Pool<T: 'static>(RefCell<Vec<&'static T>>);

impl<T> Pool<T> {
    /// None yet.
    pub const fn new() -> Self {
        Pool(RefCell::new(Vec::new()))
    }
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// The pool of a type that has a constant `ZERO` and a function `assign`.
#[macro_export]
macro_rules! pooled {
    ($name:ident) => {
        impl $crate::heap::Pooled for $name {
            const ZERO: Self = <$name>::ZERO;
            fn pool() -> &'static ::std::thread::LocalKey<$crate::heap::Pool<Self>> {
                ::std::thread_local!(static POOL: $crate::heap::Pool<$name> = const { $crate::heap::Pool::new() });
                &POOL
            }
            fn assign(&self, value: Self) {
                <$name>::assign(self, value);
            }
        }
    };
}

/// A pointer to an object, or NULL.
#[repr(transparent)]
pub struct Link<T: 'static>(Option<&'static T>);

impl<T> Clone for Link<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Link<T> {}

impl<T> PartialEq for Link<T> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.as_ptr(), other.as_ptr())
    }
}

impl<T> Eq for Link<T> {}

impl<T> Default for Link<T> {
    fn default() -> Self {
        Self::NULL
    }
}

impl<T> Deref for Link<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        self.at()
    }
}

/// What happens where a program looks behind NULL: it ends by SIGSEGV, or its handler runs.
#[cold]
#[inline(never)]
pub fn null<T>() -> T {
    const SIGSEGV: std::ffi::c_int = 11;
    loop {
        crate::stdlib::raise(SIGSEGV);
    }
}

impl<T> Link<T> {
    /// NULL
    pub const NULL: Self = Link(None);

    /// NULL
    pub const fn null() -> Self {
        Link(None)
    }

    /// Is it NULL?
    #[inline]
    pub fn is_null(self) -> bool {
        self.0.is_none()
    }

    /// A pointer to an object that is never given back.
    pub const fn of(object: &'static T) -> Self {
        Link(Some(object))
    }

    /// The object.
    #[inline]
    pub fn at(self) -> &'static T {
        match self.0 {
            Some(object) => object,
            None => null(),
        }
    }

    /// The address.
    #[inline]
    pub fn as_ptr(self) -> *const T {
        self.as_mut_ptr()
    }

    /// As `as_ptr`, for a place that C may change.
    #[inline]
    pub fn as_mut_ptr(self) -> *mut T {
        self.0.map_or(std::ptr::null_mut(), |object| std::ptr::from_ref(object).cast_mut())
    }

    /// A pointer that came another way.
    ///
    /// # Safety
    /// It is null, or an object of the type lies there for as long as the link is used.
    #[inline]
    pub const unsafe fn from_ptr(pointer: *const T) -> Self {
        // SAFETY: the caller's promise.
        Link(unsafe { pointer.as_ref() })
    }
}

impl<T: Pooled> Link<T> {
    /// `malloc(sizeof(T))`: an object, all zero.
    #[inline]
    pub fn allocate() -> Self {
        if let Some(object) = T::pool().with(|pool| pool.0.borrow_mut().pop()) {
            object.assign(T::ZERO);
            return Link(Some(object));
        }
        // SAFETY: a block of the C library, large enough and aligned for any type of C, that is written before anyone sees it.
        unsafe {
            let block = raw::malloc(size_of::<T>() as u64).cast::<T>();
            if block.is_null() {
                return Self::NULL;
            }
            block.write(T::ZERO);
            Link(Some(&*block))
        }
    }

    /// `free(p)`
    #[inline]
    pub fn free(self) {
        if let Some(object) = self.0 {
            T::pool().with(|pool| pool.0.borrow_mut().push(object));
        }
    }
}

/// A variable that links lead to. Its object is given back at the end of its scope.
pub struct Object<T: Pooled>(Link<T>);

impl<T: Pooled> Object<T> {
    /// A variable with its first value.
    pub fn new(value: T) -> Self {
        let link: Link<T> = Link::allocate();
        T::assign(&link, value);
        Object(link)
    }

    /// `&variable`
    #[inline]
    pub fn link(&self) -> Link<T> {
        self.0
    }
}

impl<T: Pooled> Deref for Object<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Pooled> Drop for Object<T> {
    fn drop(&mut self) {
        self.0.free();
    }
}

/// The elements of an array that is a member.
#[inline]
pub const fn cells<T, const N: usize>(array: &Cell<[T; N]>) -> &[Cell<T>] {
    let slice: &Cell<[T]> = array;
    slice.as_slice_of_cells()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Node {
        value: Cell<i32>,
        next: Cell<Link<Node>>,
        marks: Cell<[u8; 2]>,
    }

    impl Node {
        // What is copied out of it each time is a node of its own.
        #[allow(clippy::declare_interior_mutable_const)]
        const ZERO: Self =
            Node { value: Cell::new(0), next: Cell::new(Link::NULL), marks: Cell::new([0; 2]) };
        fn assign(&self, other: Self) {
            self.value.set(other.value.get());
            self.next.set(other.next.get());
            self.marks.set(other.marks.get());
        }
    }
    crate::pooled!(Node);

    #[test]
    fn links_lead_to_one_object() {
        let a: Link<Node> = Link::allocate();
        let b = a;
        b.value.set(3);
        cells(&a.marks)[1].set(7);
        assert_eq!((a.value.get(), b.marks.get(), a == b), (3, [0, 7], true));
        a.free();
        let again: Link<Node> = Link::allocate();
        assert!(again == a && again.value.get() == 0 && again.next.get().is_null());
    }

    #[test]
    fn a_variable_is_given_back() {
        let link = {
            let object = Object::new(Node::ZERO);
            object.next.set(object.link());
            object.link()
        };
        let next: Link<Node> = Link::allocate();
        assert!(next == link);
    }
}
