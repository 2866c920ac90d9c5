//! Which group of a match was closed last.

use super::Match;

/// The groups of a pattern in the order in which their parentheses close; the first one is 1.
fn closing_order(source: &str) -> Vec<usize> {
    let mut order = Vec::new();
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut count = 0;
    let mut in_class = false;
    let bytes = source.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'\\' => i += 1,
            b'[' if !in_class => {
                in_class = true;
                // a bracket that comes first stands for itself
                i += usize::from(bytes.get(i + 1) == Some(&b'^'));
                i += usize::from(bytes.get(i + 1) == Some(&b']'));
            }
            b']' => in_class = false,
            b'(' if !in_class => {
                let captures = bytes.get(i + 1) != Some(&b'?') || source[i..].starts_with("(?P<");
                count += usize::from(captures);
                open.push(captures.then_some(count));
            }
            b')' if !in_class => order.extend(open.pop().flatten()),
            _ => {}
        }
        i += 1;
    }
    order
}

/// `match.lastindex`
pub fn lastindex(found: &Match) -> Option<i64> {
    let order = closing_order(&found.pattern.0.source);
    let taken = |group: &&usize| found.groups.get(**group).is_some_and(Option::is_some);
    order.iter().rev().find(taken).map(|&group| group as i64)
}

/// `match.lastgroup`
pub fn lastgroup(found: &Match) -> Option<String> {
    let group = usize::try_from(lastindex(found)?).ok()?;
    found.pattern.0.names.get(group)?.clone()
}

/// `match.re`
pub fn pattern(found: &Match) -> super::Pattern {
    found.pattern.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_close_from_the_inside() {
        assert_eq!(closing_order(r"(a)(?:b)((c)[)(]\()"), [1, 3, 2]);
        assert_eq!(closing_order(r"(?P<x>[]()]+)|(?P<y>.)"), [1, 2]);
    }
}
