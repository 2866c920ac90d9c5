//! A map from names, which are short: most lookups compare two words and no text.

use std::fmt;

/// A map from names, in no order that means anything.
#[derive(Clone)]
pub struct Names<V> {
    entries: Vec<Entry<V>>,
    /// Where entries are, counted from 1, by their hashes; nothing where there are few of them.
    slots: Vec<u32>,
}

#[derive(Clone)]
struct Entry<V> {
    head: u64,
    name: Vec<u8>,
    value: V,
}

/// How many entries are looked through one by one.
const FEW: usize = 8;

impl<V> Entry<V> {
    fn is(&self, head: u64, name: &[u8]) -> bool {
        self.head == head
            && self.name.len() == name.len()
            && (name.len() <= 8 || self.name[8..] == name[8..])
    }
}

/// The first eight bytes; of a shorter name a word that no other name of its length has.
fn head_of(name: &[u8]) -> u64 {
    let four = |at: usize| {
        let mut word = [0; 4];
        word.copy_from_slice(&name[at..at + 4]);
        u64::from(u32::from_le_bytes(word))
    };
    match name.len() {
        0 => 0,
        length @ 1..=3 => {
            let byte = |at: usize| u64::from(name[at]);
            byte(0) | byte(length / 2) << 8 | byte(length - 1) << 16
        }
        length @ 4..=7 => four(0) | four(length - 4) << 32,
        _ => four(0) | four(4) << 32,
    }
}

fn hash_of(head: u64, name: &[u8]) -> usize {
    let mut hash = head ^ (name.len() as u64) << 59;
    if let [_, _, _, _, _, _, _, _, rest @ ..] = name {
        for part in rest.chunks(8) {
            hash = hash.wrapping_mul(0x517c_c1b7_2722_0a95).rotate_left(5) ^ head_of(part);
        }
    }
    (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize
}

impl<V> Names<V> {
    fn find(&self, name: &[u8]) -> Option<usize> {
        let head = head_of(name);
        if self.slots.is_empty() {
            return self.entries.iter().position(|entry| entry.is(head, name));
        }
        let mask = self.slots.len() - 1;
        let mut at = hash_of(head, name) & mask;
        loop {
            let index = (self.slots[at] as usize).checked_sub(1)?;
            if self.entries[index].is(head, name) {
                return Some(index);
            }
            at = (at + 1) & mask;
        }
    }

    /// The value of a name.
    pub fn get(&self, name: impl AsRef<[u8]>) -> Option<&V> {
        self.find(name.as_ref()).map(|at| &self.entries[at].value)
    }

    /// The value of a name, for changes.
    pub fn get_mut(&mut self, name: impl AsRef<[u8]>) -> Option<&mut V> {
        self.find(name.as_ref()).map(|at| &mut self.entries[at].value)
    }

    /// Has the name a value?
    pub fn contains_key(&self, name: impl AsRef<[u8]>) -> bool {
        self.find(name.as_ref()).is_some()
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All names with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&Vec<u8>, &V)> {
        self.entries.iter().map(|entry| (&entry.name, &entry.value))
    }

    /// All names.
    pub fn keys(&self) -> impl Iterator<Item = &Vec<u8>> {
        self.entries.iter().map(|entry| &entry.name)
    }

    /// All names with their values, handed over.
    pub fn into_pairs(self) -> impl Iterator<Item = (Vec<u8>, V)> {
        self.entries.into_iter().map(|entry| (entry.name, entry.value))
    }

    /// Gives a name a value; the one that it had.
    pub fn insert(&mut self, name: Vec<u8>, value: V) -> Option<V> {
        if let Some(old) = self.get_mut(&name) {
            return Some(std::mem::replace(old, value));
        }
        self.entries.push(Entry { head: head_of(&name), name, value });
        let count = self.entries.len();
        if count > FEW && count * 2 > self.slots.len() {
            self.slots = vec![0; (count * 4).next_power_of_two()];
            (0..count).for_each(|index| self.place(index));
        } else if !self.slots.is_empty() {
            self.place(count - 1);
        }
        None
    }

    /// The first slot of an entry.
    fn home(&self, index: usize) -> usize {
        let entry = &self.entries[index];
        hash_of(entry.head, &entry.name) & (self.slots.len() - 1)
    }

    fn place(&mut self, index: usize) {
        let mask = self.slots.len() - 1;
        let mut at = self.home(index);
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = index as u32 + 1;
    }

    fn slot(&self, index: usize) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = self.home(index);
        while self.slots[at] != index as u32 + 1 {
            at = (at + 1) & mask;
        }
        at
    }

    /// Takes the value of a name away.
    pub fn remove(&mut self, name: impl AsRef<[u8]>) -> Option<V> {
        let index = self.find(name.as_ref())?;
        if !self.slots.is_empty() {
            self.vacate(self.slot(index));
            let last = self.entries.len() - 1;
            if last != index {
                let at = self.slot(last);
                self.slots[at] = index as u32 + 1;
            }
        }
        Some(self.entries.swap_remove(index).value)
    }

    /// Empties a slot; what stands behind it moves to where it is found.
    fn vacate(&mut self, mut hole: usize) {
        let mask = self.slots.len() - 1;
        let mut at = hole;
        loop {
            at = (at + 1) & mask;
            let Some(index) = (self.slots[at] as usize).checked_sub(1) else { break };
            let home = self.home(index);
            if at.wrapping_sub(home) & mask >= at.wrapping_sub(hole) & mask {
                self.slots[hole] = self.slots[at];
                hole = at;
            }
        }
        self.slots[hole] = 0;
    }
}

impl<V> Default for Names<V> {
    fn default() -> Names<V> {
        Names { entries: Vec::new(), slots: Vec::new() }
    }
}

impl<V: fmt::Debug> fmt::Debug for Names<V> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Names;
    use std::collections::BTreeMap;

    #[test]
    fn is_a_map() {
        let (mut names, mut known) = (Names::default(), BTreeMap::new());
        let mut state = 1_u64;
        for round in 0..20_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let number = state >> 33;
            let name = format!(
                "{:.*}",
                (number % 24) as usize,
                format!("v{}_of_a_long_name", number % 97)
            );
            let name = name.into_bytes();
            if number.is_multiple_of(3) {
                assert_eq!(names.remove(&name), known.remove(&name));
            } else {
                assert_eq!(names.insert(name.clone(), round), known.insert(name, round));
            }
        }
        assert_eq!(names.iter().count(), known.len());
        assert!(known.iter().all(|(name, value)| names.get(name) == Some(value)));
        let all: BTreeMap<_, _> = names.into_pairs().collect();
        assert_eq!(all, known);
    }
}
