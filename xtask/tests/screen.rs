//! What documents and the names of their files hold is shown, and no terminal obeys it.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Desk, capability};

/// ESC, an OSC 8 link, C1, a change of direction, nothing of any width, the end of a comment.
const NASTY: &str = "a\u{1b}[31m\u{1b}]8;;https://a.test\u{7}\u{9b}1m\u{202e}\u{200b}--><b>";

/// The characters that none may print.
fn is_nasty(c: char) -> bool {
    c.is_control() && c != '\n' || "\u{202e}\u{200b}".contains(c)
}

fn in_yaml() -> String {
    let escaped =
        NASTY.chars().map(|c| if c.is_ascii_graphic() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) });
    format!("\"{}\"", escaped.collect::<String>())
}

/// A desk with a document that holds it in all names, under a name of a file that does too.
fn desk(text: &str) -> Desk {
    Desk::new(&[(&format!("shop/{NASTY}.yaml"), text)])
}

#[test]
fn nothing_is_printed_raw() {
    let text = capability("items").replace("listitems", &in_yaml()).replace("Lists items.", &in_yaml());
    let desk = desk(&text);
    let broken = self::desk(&text.replace("method: GET", "methd: GET \u{9b}1m \u{200b}"));
    for (desk, command, flags) in [
        (&desk, "list", ""),
        (&desk, "list", "--format json"),
        (&desk, "check", ""),
        (&desk, "check", "--format json"),
        (&broken, "check", ""),
        (&broken, "check", "--format json"),
        (&broken, "check", "--format sarif"),
    ] {
        let ran = desk.command(command, flags);
        let printed = format!("{}{}", ran.out, ran.err);
        assert!(!printed.is_empty() && !printed.contains(is_nasty), "{command} {flags}: {printed:?}");
    }
    let listed = desk.command("list", "");
    assert!(
        listed.out.contains("\\u{1b}[31m\\u{1b}]8;;https://a.test\\u{7}\\u{9b}1m\\u{202e}\\u{200b}"),
        "{}",
        listed.out
    );
    let json = desk.command("list", "--format json").json();
    assert_eq!(json[0]["operations"][0]["name"], NASTY);
}

#[test]
fn no_name_of_a_file_ends_a_comment() {
    let desk = desk(&capability("items"));
    let ran = desk.generate("");
    assert_eq!(ran.status, 0, "{}", ran.err);
    let folders = std::fs::read_dir(desk.path("out")).unwrap().map(|entry| entry.unwrap().path());
    let folder = { folders }.find(|path| path.is_dir()).unwrap();
    for file in ["README.md", "Cargo.toml", "API.txt", "src/lib.rs"] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        assert!(!text.contains(is_nasty), "{file}: {text:?}");
        let first = text.lines().next().unwrap();
        assert!(file != "README.md" || first.ends_with("-->") && first.matches("-->").count() == 1, "{first}");
    }
}
