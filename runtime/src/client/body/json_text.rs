//! JSON as a document writes it, with values in it.

/// Whether a string is open where a text ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Quotes {
    pub(super) open: bool,
    escaped: bool,
}

impl Quotes {
    /// Reads on.
    pub(super) fn read(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                _ if self.escaped => self.escaped = false,
                '\\' => self.escaped = self.open,
                '"' => self.open = !self.open,
                _ => {}
            }
        }
    }
}

/// Deepest nesting that is looked into.
const DEEPEST: usize = 128;

/// `json` without the members and items that begin at one of `absent`, or are a string with one of these places in it. The
/// rest stays as it is written; so does all of what is no JSON.
pub(super) fn without(json: String, absent: &[usize]) -> String {
    let mut pruning = Pruning { json: &json, at: 0, absent, kept: String::with_capacity(json.len()) };
    match pruning.value(0) {
        Some(true) => pruning.kept + &json[pruning.at..],
        Some(false) => "null".to_owned(),
        None => json,
    }
}

struct Pruning<'a> {
    json: &'a str,
    at: usize,
    absent: &'a [usize],
    kept: String,
}

impl Pruning<'_> {
    /// Takes a value over; `false` if it is absent, and nothing of it is to stay.
    fn value(&mut self, depth: usize) -> Option<bool> {
        self.space();
        let start = self.at;
        match self.json.as_bytes().get(start)? {
            _ if depth > DEEPEST => None,
            b'{' => self.list(b'}', depth),
            b'[' => self.list(b']', depth),
            b'"' => {
                self.string()?;
                Some(!self.absent.iter().any(|place| (start..=self.at).contains(place)))
            }
            _ => {
                let rest = &self.json[start..];
                self.take(rest.find(|c: char| ",]}".contains(c) || c.is_ascii_whitespace()).unwrap_or(rest.len()));
                Some(!self.absent.contains(&start))
            }
        }
    }

    /// The members of an object, or the items of a list, up to the bracket that closes it.
    fn list(&mut self, close: u8, depth: usize) -> Option<bool> {
        self.take(1);
        let mut is_first = true;
        loop {
            let before = self.kept.len();
            if !is_first {
                self.kept.push(',');
            }
            self.space();
            if *self.json.as_bytes().get(self.at)? == close {
                // Empty, or all that came last is left out.
                let space = self.kept.split_off(before);
                self.kept.push_str(space.trim_start_matches(','));
                self.take(1);
                return Some(true);
            }
            if close == b'}' {
                self.string()?;
                self.space();
                self.take(1);
            }
            if self.value(depth + 1)? {
                is_first = false;
            } else {
                self.kept.truncate(before);
            }
            let after = self.kept.len();
            self.space();
            match self.json.as_bytes().get(self.at)? {
                b',' => self.at += 1,
                found if *found == close => {
                    self.take(1);
                    return Some(true);
                }
                _ => return None,
            }
            self.kept.truncate(after);
        }
    }

    fn string(&mut self) -> Option<()> {
        let inside = self.json[self.at..].strip_prefix('"')?;
        let mut quotes = Quotes { open: true, escaped: false };
        let end = inside.bytes().position(|byte| {
            match byte {
                _ if quotes.escaped => quotes.escaped = false,
                b'\\' => quotes.escaped = true,
                b'"' => quotes.open = false,
                _ => {}
            }
            !quotes.open
        })?;
        self.take(end + 2);
        Some(())
    }

    fn space(&mut self) {
        let rest = &self.json[self.at..];
        self.take(rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len());
    }

    /// Takes so many bytes over.
    fn take(&mut self, bytes: usize) {
        self.kept.push_str(&self.json[self.at..self.at + bytes]);
        self.at += bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn what_is_absent_is_left_out() {
        // `~` stands where a value is absent.
        let check = |written: &str, wanted: &str| {
            let absent: Vec<usize> = written.match_indices('~').map(|(at, _)| at).collect();
            assert_eq!(without(written.to_owned(), &absent), wanted, "{written}");
        };
        check(r#"{ "a" : 1.0 }"#, r#"{ "a" : 1.0 }"#);
        check(r#"{"a": ~, "b": 1e3}"#, r#"{ "b": 1e3}"#);
        check(r#"{"a": 1, "b": ~}"#, r#"{"a": 1}"#);
        check(r#"{"a": 1, "b": "x ~", "c": [~, 2, ~ ]}"#, r#"{"a": 1, "c": [ 2 ]}"#);
        check(r#"{"a": {"b": ~}, "a": "\"~"}"#, r#"{"a": {}}"#);
        check("[~]\n", "[]\n");
        check("~", "null");
        check(r#""a ~""#, "null");
        check(r#"{"a": ~"#, r#"{"a": ~"#);
        check("[ ]", "[ ]");
    }
}
