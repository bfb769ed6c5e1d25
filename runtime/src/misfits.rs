//! What of an answer is not what the document declares.

use std::fmt::{self, Write};

/// The values of an answer that are `null` since what the upstream gave can't be of the type declared: where they stand, such as
/// `rows[1].price`, never what they were.
///
/// However many there are, it holds [`MOST`](Self::MOST) paths of [`LONGEST`](Self::LONGEST) bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Misfits {
    paths: Vec<String>,
    more: usize,
}

impl Misfits {
    /// How many paths are kept.
    pub const MOST: usize = 10;

    /// How many bytes of a path are kept; a longer one ends with `…`.
    pub const LONGEST: usize = 128;

    /// Adds one by its path.
    pub fn add(&mut self, path: impl fmt::Display) {
        if self.paths.len() == Self::MOST {
            self.more = self.more.saturating_add(1);
            return;
        }
        let mut start = Start::default();
        let _ = write!(start, "{path}"); // what is too long ends it
        self.paths.push(start.0);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// The paths of the first, in the order of the answer; control characters in them are escaped.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// How many there are beside these.
    pub fn more(&self) -> usize {
        self.more
    }
}

/// The paths, and how many more there are.
impl fmt::Display for Misfits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.paths.join(", "))?;
        if self.more > 0 { write!(f, " and {} more", self.more) } else { Ok(()) }
    }
}

/// The start of a text: keys of upstreams may be of any length.
#[derive(Default)]
struct Start(String);

impl Write for Start {
    fn write_char(&mut self, char: char) -> fmt::Result {
        if char.is_control() {
            return char.escape_default().try_for_each(|char| self.write_char(char));
        }
        if self.0.len() + char.len_utf8() > Misfits::LONGEST {
            self.0.push('…');
            return Err(fmt::Error);
        }
        self.0.push(char);
        Ok(())
    }

    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars().try_for_each(|char| self.write_char(char))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(paths: impl IntoIterator<Item = String>) -> Misfits {
        let mut misfits = Misfits::default();
        paths.into_iter().for_each(|path| misfits.add(path));
        misfits
    }

    #[test]
    fn ten_are_named_and_the_rest_counted() {
        let check = |count: usize, wanted: &str| {
            let misfits = of((0..count).map(|index| format!("r[{index}]")));
            assert_eq!((misfits.to_string().as_str(), misfits.is_empty()), (wanted, count == 0));
        };
        check(0, "");
        check(2, "r[0], r[1]");
        let ten = "r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9]";
        check(10, ten);
        check(1_000_000, &format!("{ten} and 999990 more"));
    }

    #[test]
    fn paths_are_short_and_of_one_line() {
        let check = |path: &str, wanted: &str| assert_eq!(of([path.to_owned()]).paths(), [wanted.to_owned()]);
        check("a\r\nb\u{1b}[1m\u{85}", "a\\r\\nb\\u{1b}[1m\\u{85}");
        check(&"x".repeat(128), &"x".repeat(128));
        check(&"x".repeat(1 << 20), &format!("{}…", "x".repeat(128)));
        check(&format!("{}é", "x".repeat(127)), &format!("{}…", "x".repeat(127)));
    }
}
