//! Texts of the form `X.y`, as references have it.

use std::borrow::Cow;

use crate::diagnostic::Patience;

/// A text of words with dots between them: no prose, no number, no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dotted<'t> {
    /// All of it.
    pub(crate) text: &'t str,
    /// What stands before the first dot.
    pub(crate) head: &'t str,
    /// What stands behind it.
    pub(crate) rest: &'t str,
}

impl<'t> Dotted<'t> {
    /// A text, if it has that form. Places in lists may stand in brackets.
    pub(crate) fn parse(text: &'t str) -> Option<Self> {
        let (head, rest) = text.split_once('.')?;
        let is_word = |word: &str| {
            let is_letter = |c: char| c.is_alphanumeric() || "_-".contains(c);
            let name = word.split('[').next().unwrap_or_default();
            let places = &word[name.len()..];
            name.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && name.chars().all(is_letter)
                && (places.is_empty()
                    || places.ends_with(']') && places.chars().all(|c| is_letter(c) || "[]*".contains(c)))
        };
        (!head.contains('[') && is_word(head) && rest.split('.').all(is_word)).then_some(Self { text, head, rest })
    }

    /// The longest of `prefixes` that the text begins with, which may have dots of their own, and what follows it.
    pub(crate) fn behind<'p>(self, prefixes: impl Iterator<Item = &'p str>) -> Option<(&'t str, &'t str)> {
        let is_prefix = |prefix: &&str| self.text.strip_prefix(*prefix).is_some_and(|rest| rest.starts_with('.'));
        let longest = prefixes.filter(|prefix| !prefix.is_empty()).filter(is_prefix).map(str::len).max()?;
        let (head, rest) = self.text.split_at(longest);
        Some((head, &rest[1..]))
    }
}

/// What a path from the root names: `a.b` of `$.a.b`, of `$['a'].b` and of `$["a"].b`; none if it begins with no name.
pub(crate) fn rooted(text: &str) -> Option<Cow<'_, str>> {
    if let Some(path) = text.strip_prefix("$.") {
        return Some(path.into());
    }
    let inside = text.strip_prefix("$[")?.trim_start();
    let quote = inside.chars().next().filter(|c| "'\"".contains(*c))?;
    let (name, rest) = inside[1..].split_once(quote)?;
    let rest = rest.trim_start().strip_prefix(']')?;
    (!name.contains('\\')).then(|| format!("{name}{rest}").into())
}

/// A path whose first word is one of `fields`, in their spelling; none if it is like none of them.
pub(crate) fn field(patience: &Patience, fields: &[String], path: &str) -> Option<String> {
    let end = path.find(['.', '[']).unwrap_or(path.len());
    let (first, rest) = path.split_at(end);
    patience.meant(first, fields.iter().map(String::as_str)).map(|name| format!("{name}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_told_from_other_texts() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            assert_eq!(Dotted::parse(text).map(|dotted| (dotted.head, dotted.rest)), expected, "{text}");
        };
        check("issue.owner", Some(("issue", "owner")));
        check("get-issue.owner.login", Some(("get-issue", "owner.login")));
        check("issue.labels[0].name", Some(("issue", "labels[0].name")));
        for text in
            ["1.5", "v1.2", "a.b c", "a. b", ".a", "a.", "a..b", "https://a.test", "a.b/c", "a[0].b", "a.b]", ""]
        {
            check(text, None);
        }
    }

    #[test]
    fn paths_from_the_root_are_written_with_dots_and_brackets() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(rooted(text).as_deref(), expected, "{text}");
        check("$.a.b", Some("a.b"));
        check("$['a'].b", Some("a.b"));
        check("$[\"a\"][\"b\"]", Some("a[\"b\"]"));
        check("$[ 'a.b' ][0]", Some("a.b[0]"));
        for text in ["a.b", "$a", "$", "$[0]", "$[*].a", "$['a", "$['a\\'b']", "$['a','b']"] {
            check(text, None);
        }
    }

    #[test]
    fn the_longest_prefix_counts() {
        let behind = |text| Dotted::parse(text).and_then(|dotted| dotted.behind(["shop", "shop.mcp", ""].into_iter()));
        assert_eq!(behind("shop.mcp.count"), Some(("shop.mcp", "count")));
        assert_eq!(behind("shop.count"), Some(("shop", "count")));
        assert_eq!(behind("shops.count"), None);
    }

    #[test]
    fn fields_are_found_in_any_spelling() {
        let fields = ["owner".to_owned(), "full_name".to_owned()];
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(field(&Patience::default(), &fields, path).as_deref(), expected, "{path}")
        };
        check("owner", Some("owner"));
        check("ownr.login", Some("owner.login"));
        check("fullName[0]", Some("full_name[0]"));
        check("number", None);
    }
}
