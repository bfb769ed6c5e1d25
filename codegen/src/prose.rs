//! Markdown as lines of comments.

/// Width of the text of a doc comment.
const WIDTH: usize = 90;

/// Markdown as lines of a comment.
pub(crate) fn lines(text: &str) -> Vec<String> {
    text.lines().flat_map(wrap).collect()
}

fn wrap(line: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(unlisted(word));
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines
}

/// A word that would start a list, a heading or a quote at the beginning of a line is made text.
pub(crate) fn unlisted(word: &str) -> String {
    let digits = word.trim_end_matches(['.', ')']);
    let numbered = digits.len() < word.len() && digits.chars().all(|c| c.is_ascii_digit());
    match word.chars().next() {
        Some('-' | '+' | '*' | '>' | '#' | '=' | '~' | '|') => format!("\\{word}"),
        _ if numbered => format!("{digits}\\{}", &word[digits.len()..]),
        _ => word.to_owned(),
    }
}

/// The title of a document as one line, else the name of its package.
pub(crate) fn title(written: Option<&str>, package: &str) -> String {
    let line = written.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() { package.to_owned() } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_wrapped() {
        let text = format!("{} - and 2. more", "word ".repeat(18).trim());
        let lines = lines(&text);
        assert_eq!(lines, ["word ".repeat(18).trim(), "\\- and 2. more"]);
        assert!(lines.iter().all(|line| line.len() <= WIDTH));
    }
}
