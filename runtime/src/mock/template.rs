//! Paths with variables.

use percent_encoding::percent_decode_str;

/// A path such as `/conns/{id}/close`, matched against paths as they arrive, still encoded.
#[derive(Debug, Clone)]
pub(super) struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy)]
enum Piece {
    Literal(&'static str),
    Variable(&'static str),
}

impl Template {
    pub(super) fn new(path: &'static str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = rootless(path);
        while let Some((literal, (name, after))) =
            rest.split_once('{').and_then(|(literal, tail)| Some((literal, tail.split_once('}')?)))
        {
            pieces.extend((!literal.is_empty()).then_some(Piece::Literal(literal)));
            pieces.push(Piece::Variable(name));
            rest = after;
        }
        pieces.extend((!rest.is_empty()).then_some(Piece::Literal(rest)));
        Self { pieces }
    }

    /// How many variables there are; of two paths that match, the one with fewer is meant.
    pub(super) fn variables(&self) -> usize {
        self.pieces.iter().filter(|piece| matches!(piece, Piece::Variable(_))).count()
    }

    /// The decoded variables if `path` fits; each is a part of one segment and never empty.
    pub(super) fn matches(&self, path: &str) -> Option<Vec<(&'static str, String)>> {
        let mut variables = Vec::new();
        fits(&self.pieces, rootless(path), &mut variables).then_some(variables)
    }
}

/// HTTP can't tell an empty path from `/`.
fn rootless(path: &str) -> &str {
    if path == "/" { "" } else { path }
}

fn fits(pieces: &[Piece], path: &str, variables: &mut Vec<(&'static str, String)>) -> bool {
    match pieces {
        [] => path.is_empty(),
        [Piece::Literal(literal), rest @ ..] => {
            path.strip_prefix(literal).is_some_and(|path| fits(rest, path, variables))
        }
        [Piece::Variable(name), rest @ ..] => {
            let segment = path.find('/').unwrap_or(path.len());
            let Some(end) =
                (1..=segment).rev().find(|end| path.is_char_boundary(*end) && fits(rest, &path[*end..], variables))
            else {
                return false;
            };
            variables.insert(0, (name, percent_decode_str(&path[..end]).decode_utf8_lossy().into_owned()));
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_part_of_one_segment() {
        let check = |template, path, wanted: Option<&[(&str, &str)]>| {
            let found = Template::new(template).matches(path);
            let wanted = wanted.map(|pairs| pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect());
            assert_eq!(found, wanted, "{template} {path}");
        };
        check("/conns", "/conns", Some(&[]));
        check("/conns", "/conns/", None);
        check("/", "/", Some(&[]));
        check("", "/", Some(&[]));
        check("/conns/{id}", "/conns/a", Some(&[("id", "a")]));
        check("/conns/{id}", "/conns/a%2Fb", Some(&[("id", "a/b")]));
        check("/conns/{id}", "/conns/", None);
        check("/conns/{id}", "/conns/a/b", None);
        check("/{a}/x/{b}.json", "/1/x/2.3.json", Some(&[("a", "1"), ("b", "2.3")]));
        check("/{lat},{long}", "/1,2", Some(&[("lat", "1"), ("long", "2")]));
    }
}
