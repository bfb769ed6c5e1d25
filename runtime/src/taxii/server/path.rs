//! Where things are: paths below the server, and what they name.

use percent_encoding::percent_decode_str;

use crate::taxii::operation::Operation;

/// Where discovery and the API roots are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    discovery: &'static str,
    roots: &'static str,
    root: &'static str,
}

impl Layout {
    /// Discovery and the usual API root, each a path such as `/api/v1/root` without a slash at its end. Other API roots
    /// are siblings of the usual one.
    pub const fn new(discovery: &'static str, api_root: &'static str) -> Self {
        let mut slash = api_root.len();
        while slash > 0 && api_root.as_bytes()[slash - 1] != b'/' {
            slash -= 1;
        }
        let (roots, root) = api_root.split_at(slash);
        Self { discovery, roots, root }
    }

    /// The path of discovery.
    pub fn discovery(&self) -> &'static str {
        self.discovery
    }

    /// The name of the usual API root.
    pub fn root(&self) -> &'static str {
        self.root
    }

    /// The path of the API root `name`.
    pub fn root_path(&self, name: &str) -> String {
        format!("{}{name}", self.roots)
    }

    /// The path of an operation in the usual API root, with a variable for the collection.
    pub fn path(&self, operation: Operation) -> String {
        match operation {
            Operation::Discovery => self.discovery.to_owned(),
            _ => format!("{}{}", self.root_path(self.root), operation.path()),
        }
    }

    /// What `path`, percent-encoded as it arrived and with or without a slash at its end, names.
    pub(super) fn find(&self, path: &str) -> Option<Target> {
        let path = path.strip_suffix('/').unwrap_or(path);
        if path == self.discovery {
            return Some(Target { operation: Operation::Discovery, root: String::new(), collection: String::new() });
        }
        let mut segments = path.strip_prefix(self.roots)?.split('/');
        // The usual one goes by the name that the description writes, which may be encoded.
        let root = segments.next()?;
        let root = if root == self.root { root.to_owned() } else { decode(root)? };
        let rest: Vec<&str> = segments.collect();
        let (operation, collection) = match rest[..] {
            [] => (Operation::ApiRoot, ""),
            ["collections"] => (Operation::Collections, ""),
            ["collections", key] => (Operation::Collection, key),
            ["collections", key, "manifest"] => (Operation::Manifest, key),
            ["collections", key, "objects"] => (Operation::Objects, key),
            _ => return None,
        };
        let collection =
            if collection.is_empty() && operation.path().contains('{') { None } else { decode(collection) };
        Some(Target { operation, root, collection: collection? })
    }
}

/// What a path names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) operation: Operation,
    /// The name of the API root, decoded; empty for discovery.
    pub(super) root: String,
    /// The id or alias of the collection, decoded; empty where there is none.
    pub(super) collection: String,
}

fn decode(segment: &str) -> Option<String> {
    percent_decode_str(segment).decode_utf8().ok().map(|text| text.into_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn paths_name_targets() {
        let layout = Layout::new("/v1/taxii2", "/v1/tc_taxii");
        let check = |path: &str, expected: Option<(Operation, &str, &str)>| {
            let found = layout.find(path);
            let found = found.as_ref().map(|t| (t.operation, t.root.as_str(), t.collection.as_str()));
            assert_eq!(found, expected, "{path}");
        };
        check("/v1/taxii2", Some((Operation::Discovery, "", "")));
        check("/v1/taxii2/", Some((Operation::Discovery, "", "")));
        check("/v1/tc_taxii", Some((Operation::ApiRoot, "tc_taxii", "")));
        check("/v1/other/", Some((Operation::ApiRoot, "other", "")));
        check("/v1/a/collections/", Some((Operation::Collections, "a", "")));
        check("/v1/a/collections/Example%20Organization", Some((Operation::Collection, "a", "Example Organization")));
        check("/v1/a/collections/x%2Fy/manifest/", Some((Operation::Manifest, "a", "x/y")));
        check("/v1/a/collections/c/objects", Some((Operation::Objects, "a", "c")));
        for unknown in
            ["", "/", "/v1", "/v2/a", "/v1/a/status/1", "/v1/a/collections//objects", "/v1/a/collections/%FF"]
        {
            check(unknown, None);
        }
        check("/v1/a/collections//", None);
        check("/v1/a//", None);
        check("/v1/a/collections/c/objects/o", None);
    }

    #[test]
    fn the_usual_root_goes_by_its_name_as_it_is_written() {
        let layout = Layout::new("/taxii2", "/my%20feeds");
        let found = layout.find("/my%20feeds/collections").unwrap();
        assert_eq!((found.operation, found.root.as_str()), (Operation::Collections, layout.root()));
        assert_eq!(layout.find("/other%20feeds").unwrap().root, "other feeds");
    }

    #[test]
    fn roots_are_siblings() {
        let layout = Layout::new("/taxii2", "/api1");
        assert_eq!((layout.root(), layout.root_path("api2")), ("api1", "/api2".to_owned()));
    }
}
