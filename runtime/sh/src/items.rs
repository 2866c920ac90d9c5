//! The elements of an indexed array: side by side as far as they are, in a tree where they are far apart.

use std::collections::BTreeMap;

/// How far behind the end an element may be and still lie beside the others.
const GAP: usize = 64;

/// Elements by index, which is never negative.
#[derive(Clone, Debug, Default)]
pub struct Items {
    dense: Vec<Option<Vec<u8>>>,
    /// How many elements `dense` has.
    count: usize,
    /// Indexes behind `dense`.
    sparse: BTreeMap<i64, Vec<u8>>,
}

impl Items {
    /// The element at an index.
    pub fn get(&self, index: i64) -> Option<&Vec<u8>> {
        match usize::try_from(index) {
            Ok(at) if at < self.dense.len() => self.dense[at].as_ref(),
            _ => self.sparse.get(&index),
        }
    }

    /// Puts an element in its place.
    pub fn insert(&mut self, index: i64, text: Vec<u8>) {
        *self.slot(index) = text;
    }

    /// The element at an index, made empty when absent.
    pub fn slot(&mut self, index: i64) -> &mut Vec<u8> {
        let at = usize::try_from(index).unwrap_or(usize::MAX);
        if at >= self.dense.len().saturating_add(GAP) {
            return self.sparse.entry(index).or_default();
        }
        if at >= self.dense.len() {
            self.dense.resize(at + 1, None);
            if !self.sparse.is_empty() {
                self.gather();
            }
        }
        let slot = &mut self.dense[at];
        if slot.is_none() {
            self.count += 1;
        }
        slot.get_or_insert_with(Vec::new)
    }

    /// Takes over what `dense` has grown past.
    fn gather(&mut self) {
        let rest = self.sparse.split_off(&(self.dense.len() as i64));
        for (index, text) in std::mem::replace(&mut self.sparse, rest) {
            self.dense[index as usize] = Some(text);
            self.count += 1;
        }
    }

    /// Removes an element.
    pub fn remove(&mut self, index: i64) -> Option<Vec<u8>> {
        let at = usize::try_from(index).ok().filter(|at| *at < self.dense.len());
        let Some(at) = at else { return self.sparse.remove(&index) };
        let old = self.dense[at].take();
        self.count -= usize::from(old.is_some());
        while self.dense.last().is_some_and(Option::is_none) {
            self.dense.pop();
        }
        old
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.count + self.sparse.len()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The index behind the last element.
    pub fn end(&self) -> i64 {
        match self.sparse.last_key_value() {
            Some((last, _)) => last + 1,
            None => self.dense.len() as i64,
        }
    }

    /// Indexes and elements in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (i64, &Vec<u8>)> {
        let dense = self.dense.iter().enumerate();
        let dense = dense.filter_map(|(at, text)| Some((at as i64, text.as_ref()?)));
        dense.chain(self.sparse.iter().map(|(at, text)| (*at, text)))
    }

    /// The elements in order.
    pub fn values(&self) -> impl Iterator<Item = &Vec<u8>> {
        self.iter().map(|(_, text)| text)
    }

    /// The indexes in order.
    pub fn keys(&self) -> impl Iterator<Item = i64> {
        self.iter().map(|(at, _)| at)
    }
}

impl FromIterator<(i64, Vec<u8>)> for Items {
    fn from_iter<I: IntoIterator<Item = (i64, Vec<u8>)>>(list: I) -> Items {
        let mut items = Items::default();
        list.into_iter().for_each(|(at, text)| items.insert(at, text));
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(items: &Items) -> String {
        let list: Vec<_> = items
            .iter()
            .map(|(at, text)| format!("{at}={}", String::from_utf8_lossy(text)))
            .collect();
        format!("{} {} {}", items.len(), items.end(), list.join(","))
    }

    #[test]
    fn near_and_far_elements_keep_their_order() {
        let mut items = Items::default();
        for at in [3, 1000, 0, 70, 5_000_000_000] {
            items.insert(at, at.to_string().into_bytes());
        }
        assert_eq!(shown(&items), "5 5000000001 0=0,3=3,70=70,1000=1000,5000000000=5000000000");
        for at in 4..1001 {
            items.insert(at, b"x".to_vec());
        }
        assert_eq!((items.len(), items.get(1000)), (1000, Some(&b"x".to_vec())));
        assert_eq!((items.remove(5_000_000_000).is_some(), items.end()), (true, 1001));
        assert_eq!(
            (items.remove(1000).is_some(), items.end(), items.get(1000)),
            (true, 1000, None)
        );
        assert_eq!(items.remove(2), None);
        assert_eq!(items.keys().take(3).collect::<Vec<_>>(), [0, 3, 4]);
    }
}
