//! Names that are looked up over and over.

use std::collections::BTreeMap;

use super::folded;

/// Names in their order, found as they are or by any spelling, in a time that hardly grows with their number and length.
#[derive(Debug, Clone, Default)]
pub struct Index {
    exact: BTreeMap<String, Vec<usize>>,
    /// Without case and punctuation; those of nothing else are not in it.
    folded: BTreeMap<String, Vec<usize>>,
    length: usize,
}

impl Index {
    /// The names, each with its position.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut index = Self::default();
        names.into_iter().for_each(|name| index.push(name));
        index
    }

    /// Adds a name behind all others.
    pub fn push(&mut self, name: &str) {
        self.insert(name, self.length);
        self.length += 1;
    }

    /// What stands at a position has another name from now on.
    pub fn rename(&mut self, at: usize, old: &str, new: &str) {
        let lists = [self.exact.get_mut(old), self.folded.get_mut(&folded(old))];
        lists.into_iter().flatten().for_each(|positions| positions.retain(|known| *known != at));
        self.insert(new, at);
    }

    /// Where a name stands as it is, the first place first.
    pub fn exact(&self, wanted: &str) -> &[usize] {
        self.exact.get(wanted).map_or(&[], Vec::as_slice)
    }

    /// Where names stand that are the same or differ only in case and punctuation, the first place first.
    pub fn alike(&self, wanted: &str) -> &[usize] {
        self.folded.get(&folded(wanted)).map_or(&[], Vec::as_slice)
    }

    /// Where `wanted` stands: as it is, else the first that differs only in case and punctuation.
    pub fn position(&self, wanted: &str) -> Option<usize> {
        self.position_among(wanted, |_| true)
    }

    /// The same, where only some names, by position, may be written in another way.
    pub fn position_among(&self, wanted: &str, may_differ: impl Fn(usize) -> bool) -> Option<usize> {
        let alike = || self.alike(wanted).iter().copied().find(|at| may_differ(*at));
        self.exact(wanted).first().copied().or_else(alike)
    }

    fn insert(&mut self, name: &str, at: usize) {
        insert(self.exact.entry(name.to_owned()).or_default(), at);
        let folded = folded(name);
        if !folded.is_empty() {
            insert(self.folded.entry(folded).or_default(), at);
        }
    }
}

/// Puts a position where it belongs among sorted ones.
fn insert(positions: &mut Vec<usize>, at: usize) {
    let before = positions.partition_point(|known| *known < at);
    positions.insert(before, at);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_they_are_else_by_any_spelling() {
        let mut index = Index::of(["connection-id", "connectionId", "$", "limit", "limit"]);
        let check = |index: &Index, wanted: &str, expected: Option<usize>| {
            assert_eq!(index.position(wanted), expected, "{wanted}");
        };
        check(&index, "connectionId", Some(1));
        check(&index, "connection_id", Some(0));
        check(&index, "LIMIT", Some(3));
        check(&index, "$", Some(2));
        check(&index, "$$", None);
        check(&index, "", None);
        assert_eq!(index.position_among("connection_id", |at| at != 0), Some(1));
        index.rename(0, "connection-id", "in query");
        index.push("connectionID");
        check(&index, "connection-id", Some(1));
        check(&index, "in-query", Some(0));
        check(&index, "connectionID", Some(5));
    }
}
