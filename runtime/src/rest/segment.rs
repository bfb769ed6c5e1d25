//! The segments of paths, and the variables in them.

use crate::server::segments;

/// One segment of the path of a route: `conns`, `{id}`, `report-{year}-{month}.json`.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    prefix: &'static str,
    /// Each with the text that follows it.
    variables: Vec<(&'static str, &'static str)>,
}

impl Segment {
    /// The segments of a path. A brace without its counterpart is text.
    pub(super) fn parse_path(path: &'static str) -> Vec<Self> {
        segments(path).map(Self::parse).collect()
    }

    fn parse(text: &'static str) -> Self {
        let mut segment = Self { prefix: text, variables: Vec::new() };
        let mut rest = text;
        while let Some((before, name, after)) = first_variable(rest) {
            match segment.variables.last_mut() {
                Some((_, follows)) => *follows = before,
                None => segment.prefix = before,
            }
            segment.variables.push((name, after));
            rest = after;
        }
        segment
    }

    /// The text, if there is no variable in it.
    pub(super) fn literal(&self) -> Option<&'static str> {
        self.variables.is_empty().then_some(self.prefix)
    }

    /// How much of it is text, in bytes: of two segments that match, the one with more is meant.
    pub(super) fn literal_len(&self) -> usize {
        self.prefix.len() + self.variables.iter().map(|(_, follows)| follows.len()).sum::<usize>()
    }

    /// The names of the variables.
    #[cfg(feature = "cli")]
    pub(super) fn variables(&self) -> impl Iterator<Item = &'static str> {
        self.variables.iter().map(|(name, _)| *name)
    }

    /// Whether it matches what `other` does, however the variables are called.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let texts = |segment: &Self| segment.variables.iter().map(|(_, follows)| *follows).collect::<Vec<_>>();
        self.prefix == other.prefix && texts(self) == texts(other)
    }

    /// The variables with their values in a decoded segment, if that matches. No value is empty; all but the last one
    /// are as short as can be.
    pub(super) fn captures<'v>(&self, value: &'v str) -> Option<Vec<(&'static str, &'v str)>> {
        let mut rest = value.strip_prefix(self.prefix)?;
        let Some(((last, suffix), earlier)) = self.variables.split_last() else {
            return rest.is_empty().then(Vec::new);
        };
        let mut captures = Vec::with_capacity(self.variables.len());
        for (name, follows) in earlier {
            let first = rest.chars().next()?.len_utf8();
            let end = first + rest[first..].find(follows)?;
            captures.push((*name, &rest[..end]));
            rest = &rest[end + follows.len()..];
        }
        let value = rest.strip_suffix(suffix).filter(|value| !value.is_empty())?;
        captures.push((last, value));
        Some(captures)
    }
}

/// The text before the first variable, its name, and the text after it.
fn first_variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_take_what_lies_between_the_text() {
        let check = |segment, value, wanted: Option<&[(&str, &str)]>| {
            assert_eq!(Segment::parse(segment).captures(value).as_deref(), wanted, "{segment} {value}");
        };
        check("conns", "conns", Some(&[]));
        check("conns", "connsx", None);
        check("{id}", "a/b", Some(&[("id", "a/b")]));
        check("{id}", "", None);
        check("{id}.json", "a.b.json", Some(&[("id", "a.b")]));
        check("{id}.json", ".json", None);
        check("report-{year}-{month}", "report-2026-11", Some(&[("year", "2026"), ("month", "11")]));
        check("report-{year}-{month}", "report-2026-", None);
        check("{a}-{b}", "--é", Some(&[("a", "-"), ("b", "é")]));
        check("{a}{b}", "éa", Some(&[("a", "é"), ("b", "a")]));
        check("{a}{b}", "é", None);
        check("a{", "a{", Some(&[]));
        check("}a{b}", "}ax", Some(&[("b", "x")]));
    }
}
