//! Order among dynamic values: each comparison may fail.

use super::{Any, try_greater, try_less};
use crate::exception::{Result, value_error};

/// Sorts places by `less`: a run and binary insertion for what is short, as in the interpreter; merging above.
fn sort_places(places: &mut [usize], less: &impl Fn(usize, usize) -> Result<bool>) -> Result<()> {
    if places.len() < 64 {
        return insert_all(places, less);
    }
    let middle = places.len() / 2;
    sort_places(&mut places[..middle], less)?;
    sort_places(&mut places[middle..], less)?;
    let (left, right) = (places[..middle].to_vec(), places[middle..].to_vec());
    let (mut i, mut j) = (0, 0);
    for place in places.iter_mut() {
        let take_right = j < right.len() && (i == left.len() || less(right[j], left[i])?);
        *place = if take_right { right[j] } else { left[i] };
        if take_right {
            j += 1;
        } else {
            i += 1;
        }
    }
    Ok(())
}

fn insert_all(places: &mut [usize], less: &impl Fn(usize, usize) -> Result<bool>) -> Result<()> {
    if places.len() < 2 {
        return Ok(());
    }
    let descending = less(places[1], places[0])?;
    let mut end = 2;
    while end < places.len() && less(places[end], places[end - 1])? == descending {
        end += 1;
    }
    if descending {
        places[..end].reverse();
    }
    for i in end..places.len() {
        let item = places[i];
        let (mut low, mut high) = (0, i);
        while low < high {
            let middle = usize::midpoint(low, high);
            if less(item, places[middle])? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        places[low..=i].rotate_right(1);
    }
    Ok(())
}

fn extreme(
    items: impl IntoIterator<Item = Any>,
    name: &str,
    better: impl Fn(&Any, &Any) -> Result<bool>,
) -> Result<Any> {
    let mut items = items.into_iter();
    let Some(mut best) = items.next() else {
        return Err(value_error(format!("{name}() iterable argument is empty")));
    };
    for item in items {
        if better(&item, &best)? {
            best = item;
        }
    }
    Ok(best)
}

fallible! {
    /// `sorted(items, reverse=reverse)`
    fn sorted / try_sorted [](items: impl IntoIterator<Item = Any>, reverse: bool) -> Vec<Any> {
        let mut items: Vec<Any> = items.into_iter().collect();
        try_sort(&mut items, reverse)?;
        Ok(items)
    }

    /// `self.sort(reverse=reverse)`: equal items keep their order either way
    fn sort / try_sort [](list: &mut Vec<Any>, reverse: bool) -> () {
        let mut places: Vec<usize> = (0..list.len()).collect();
        if reverse {
            places.reverse();
        }
        sort_places(&mut places, &|a, b| try_less(&list[a], &list[b]))?;
        if reverse {
            places.reverse();
        }
        *list = places.into_iter().map(|place| list[place].clone()).collect();
        Ok(())
    }

    /// `max(items)`
    fn max / try_max [](items: impl IntoIterator<Item = Any>) -> Any {
        extreme(items, "max", try_greater)
    }

    /// `min(items)`
    fn min / try_min [](items: impl IntoIterator<Item = Any>) -> Any {
        extreme(items, "min", try_less)
    }

    /// `len(self)`
    fn len / try_len [](value: &Any) -> i64 {
        match value {
            Any::None | Any::Bool(_) | Any::Int(_) | Any::Float(_) | Any::Iter(_) | Any::Function(_) | Any::Object(_) | Any::Exception(_) => {
                Err(crate::exception::type_error(format!("object of type '{}' has no len()", value.type_name())))
            }
            other => Ok(crate::builtins::Len::length(other) as i64),
        }
    }
}
