//! Objects that a program allocates one by one and links to each other: lists, trees, graphs. A [`Link`] is a pointer to one of them, or NULL.
//! The members of such objects are cells, so any number of links may lead to one. What `free` gives back is kept for the next object of its
//! type: a link that is left over still leads to an object, though not to the one that it meant.

use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Deref;
use std::thread::LocalKey;

use crate::raw;

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

#[cold]
#[inline(never)]
fn null() -> ! {
    panic!("a null pointer is dereferenced")
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
    pub fn as_ptr(self) -> *mut T {
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

/// A static object of a program that starts no thread.
#[repr(transparent)]
pub struct Lone<T>(T);

// SAFETY: by the promise to `Lone::new` there is no second thread to share it with.
unsafe impl<T> Sync for Lone<T> {}

impl<T> Lone<T> {
    /// The object.
    ///
    /// # Safety
    /// Only one thread ever uses it.
    pub const unsafe fn new(value: T) -> Self {
        Lone(value)
    }

    /// `&object`
    pub const fn link(&'static self) -> Link<T> {
        Link(Some(&self.0))
    }
}

impl<T> Deref for Lone<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

/// The elements of an array that is a member.
#[inline]
pub fn cells<T, const N: usize>(array: &Cell<[T; N]>) -> &[Cell<T>] {
    let slice: &Cell<[T]> = array;
    slice.as_slice_of_cells()
}

/// A pointer into a block of items that the program allocated, or NULL.
pub struct Slice<T: 'static> {
    all: Option<&'static [Cell<T>]>,
    at: isize,
}

impl<T> Clone for Slice<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Slice<T> {}

impl<T> PartialEq for Slice<T> {
    fn eq(&self, other: &Self) -> bool {
        self.as_ptr() == other.as_ptr()
    }
}

impl<T> Eq for Slice<T> {}

impl<T> Default for Slice<T> {
    fn default() -> Self {
        Self::null()
    }
}

impl<T> Slice<T> {
    /// NULL
    pub const fn null() -> Self {
        Slice { all: None, at: 0 }
    }

    /// Is it NULL?
    #[inline]
    pub fn is_null(self) -> bool {
        self.all.is_none()
    }

    /// `p + by`
    #[inline]
    pub fn offset(self, by: isize) -> Self {
        Slice { at: self.at.wrapping_add(by), ..self }
    }

    /// The address.
    #[inline]
    pub fn as_ptr(self) -> *mut T {
        self.all.map_or(std::ptr::null_mut(), |all| {
            all.as_ptr().cast::<T>().cast_mut().wrapping_offset(self.at)
        })
    }

    /// `p[index]` as a place.
    #[inline]
    pub fn cell(self, index: isize) -> &'static Cell<T> {
        &self.all.unwrap_or(&[])[self.at.wrapping_add(index) as usize]
    }
}

impl<T: Copy> Slice<T> {
    /// `p[index]`
    #[inline]
    pub fn at(self, index: isize) -> T {
        self.cell(index).get()
    }
}

/// Items of which a block of zero bytes makes valid ones.
///
/// # Safety
/// All bytes zero are a value of the type.
pub unsafe trait Zeroed: Copy + 'static {
    /// The size that C takes it to have.
    const SIZE: usize = size_of::<Self>();
}

macro_rules! zeroed {
    ($($name:ty),*) => { $(
        // SAFETY: zero is a number.
        unsafe impl Zeroed for $name {}
    )* };
}
zeroed!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, isize, usize, f32, f64, bool);
// SAFETY: NULL.
unsafe impl<T: 'static> Zeroed for *mut T {}
// SAFETY: NULL.
unsafe impl<T: 'static> Zeroed for *const T {}
// SAFETY: NULL is the absence of a reference.
unsafe impl<T: 'static> Zeroed for Link<T> {}
// SAFETY: as above; its place is zero.
unsafe impl<T: 'static> Zeroed for Slice<T> {
    const SIZE: usize = 8;
}
// SAFETY: as above.
unsafe impl Zeroed for crate::text::Text {
    const SIZE: usize = 8;
}

thread_local! {
    /// Blocks that were given back, by the type of their items and how many there is room for.
    static BLOCKS: RefCell<HashMap<(TypeId, usize), Vec<*mut u8>>> = RefCell::new(HashMap::new());
}

/// How many bytes the C library really gives for so many: programs get away with using them.
const fn usable(bytes: usize) -> usize {
    let usable = (bytes + 23) / 16 * 16 - 8;
    if usable < 24 { 24 } else { usable }
}

/// Room for so many items, in steps that let blocks be used again.
const fn rounded(items: usize) -> usize {
    if items <= 64 {
        return items;
    }
    let step = items.next_power_of_two() / 8;
    items.div_ceil(step) * step
}

/// A block of zero items.
fn block<T: Zeroed>(bytes: u64) -> Slice<T> {
    let Ok(bytes) = usize::try_from(bytes) else {
        return Slice::null();
    };
    if bytes > isize::MAX as usize / 4 {
        return Slice::null();
    }
    let items = usable(bytes) / T::SIZE;
    let room = rounded(items);
    let key = (TypeId::of::<T>(), room);
    let free = BLOCKS.with(|blocks| blocks.borrow_mut().get_mut(&key).and_then(Vec::pop));
    // SAFETY: a block of the C library of that many items, all zero, which the trait says are valid; it is never given back to the library.
    unsafe {
        let start = match free {
            Some(start) => {
                std::ptr::write_bytes(start, 0, room * size_of::<T>());
                start.cast::<Cell<T>>()
            }
            None => raw::calloc(room.max(1) as u64, size_of::<T>() as u64).cast::<Cell<T>>(),
        };
        if start.is_null() {
            return Slice::null();
        }
        Slice { all: Some(std::slice::from_raw_parts(start, items)), at: 0 }
    }
}

/// `malloc(bytes)`
pub fn allocate<T: Zeroed>(bytes: u64) -> Slice<T> {
    block(bytes)
}

impl<T: Zeroed> Slice<T> {
    /// `realloc(p, bytes)`
    pub fn resize(self, bytes: u64) -> Self {
        let made = block::<T>(bytes);
        if let (Some(old), Some(new)) = (self.all, made.all) {
            for (to, from) in new.iter().zip(old) {
                to.set(from.get());
            }
            self.free();
        }
        made
    }

    /// `free(p)`
    pub fn free(self) {
        if let Some(all) = self.all {
            let key = (TypeId::of::<T>(), rounded(all.len()));
            let start = all.as_ptr().cast::<u8>().cast_mut();
            BLOCKS.with(|blocks| blocks.borrow_mut().entry(key).or_default().push(start));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_share_their_block() {
        let a = allocate::<i32>(12);
        let b = a.offset(1);
        b.cell(1).set(5);
        assert_eq!((a.at(2), b.at(-1), a == b.offset(-1)), (5, 0, true));
        let longer = a.resize(400);
        longer.cell(99).set(1);
        assert_eq!((longer.at(2), longer.at(99)), (5, 1));
        longer.free();
        assert!(Slice::<i32>::null().is_null() && allocate::<f64>(u64::MAX).is_null());
    }

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
