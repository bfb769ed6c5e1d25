#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::resolve::text::jsonpath::*;

fn read(text: &str) -> Result<Selection, Fault> {
    segments(text).map(|segments| selection(&segments))
}

#[test]
fn names_become_keys() {
    let rows: &[(&str, &[&str])] = &[
        ("$", &[]),
        ("$.", &[]),
        (" $. ", &[]),
        ("@", &[]),
        ("$.a.b", &["a", "b"]),
        ("a.b", &["a", "b"]),
        ("a", &["a"]),
        (".a.b", &["a", "b"]),
        ("@.a", &["a"]),
        ("$.first name", &["first name"]),
        ("$.first name.b", &["first name", "b"]),
        ("$['a b']", &["a b"]),
        ("$[\"a.b\"].c", &["a.b", "c"]),
        ("['a']['b']", &["a", "b"]),
        ("$.['k'].b", &["k", "b"]),
        (r"$['it\'s']", &["it's"]),
        ("$.k-v", &["k-v"]),
        ("$.$x", &["$x"]),
        ("$x", &["$x"]),
        ("$.@id", &["@id"]),
        ("$.data.length", &["data", "length"]),
        ("$.日本", &["日本"]),
        ("$['']", &[""]),
    ];
    for (text, keys) in rows {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        assert_eq!(read(text), Ok(Selection::Keys(keys)), "{text}");
    }
}

#[test]
fn other_paths_are_those_of_the_standard() {
    let check = |text: &str, written: &str, is_list: bool| {
        assert_eq!(read(text), Ok(Selection::Path { ident: None, text: written.to_owned(), is_list }), "{text}");
        assert!(JsonPath::parse(written).is_ok(), "{written}");
    };
    check("$.a[0]", "$.a[0]", false);
    check("[-1]", "$[-1]", false);
    check("a[ 0 ].b", "$.a[0].b", false);
    check("$.first name[0].k-v", "$['first name'][0]['k-v']", false);
    check("$.items[*].id", "$.items[*].id", true);
    check("$.*", "$[*]", true);
    check("$..id", "$..id", true);
    check("$..*", "$..[*]", true);
    check("$..[0]", "$..[0]", true);
    check("$..['a b']", "$..['a b']", true);
    check("$.a[0:2]", "$.a[0:2]", true);
    check("$.a[0,2]", "$.a[0,2]", true);
    check("$['a','b']", "$['a','b']", true);
    check("$.a[?(@.c>1)]", "$.a[?(@.c>1)]", true);
    check("$.a[?(@.d)].e", "$.a[?(@.d)].e", true);
    check("$.a[?@['x'] == ')']", "$.a[?@['x'] == ')']", true);
    check(r"$['it\'s'][0]", r"$['it\'s'][0]", false);
    check(r"$['\u0041']", r"$['\u0041']", false);
    check(r"$['\u0041','b']", r"$['\u0041','b']", true);
}

#[test]
fn what_is_no_path_is_told_with_its_place() {
    let check = |text: &str, at: &str, what: &str, help: &str| {
        let fault = read(text).expect_err(text);
        assert_eq!(&text[fault.at.clone()], at, "{text}");
        assert!(fault.what.contains(what), "{text}: {}", fault.what);
        assert!(fault.help.contains(help), "{text}: {}", fault.help);
    };
    check("", "", "empty", "`$`");
    check(" ", " ", "empty", "`$`");
    check("$.a.", ".", "nothing follows the dot", "`$.a`");
    check("$..", "..", "nothing follows", "`$`");
    check("$.a...b", "..b", "a name is missing", "after each dot");
    check("$.a.length()", "length()", "`length()`", "its length");
    check("$.a.first()", "first()", "`first()`", "`[0]`");
    check("$.a.last()", "last()", "`last()`", "`[-1]`");
    check("$.a[0", "[0", "not closed", "`$.a[0]`");
    check("$.a[0)", "[0)", "not closed", "close it");
    check("$.a[x]", "[x]", "no selector", "`[0]`");
    check("$.a]", "]", "can't stand in a name", "quotes");
    check("$.a['b']c", "c", "a dot is missing", "dot");
    check("$.a[(@.length-1)]", "[(@.length-1)]", "scripts", "`[-1]`");
    check("$.a[?(@.b =~ /x/)]", "(@.b =~ /x/)]", "no selector", "match(");
    check("$.a[]", "[]", "no selector", "`[0]`");
    check("$.a[99999999999999999999]", "[99999999999999999999]", "no selector", "`[0]`");
    check(&format!("$.{}", "a".repeat(600)), &format!("$.{}", "a".repeat(600)), "512", "larger part");
    let nested = format!("$[?{}@.a{}]", "(".repeat(90), ")".repeat(90));
    check(&nested, &nested, "nest deeper", "parentheses");
}

#[test]
fn what_is_allowed_is_parsed_at_once() {
    let open = "(".repeat(DEEPEST - 1);
    let nested = format!("$[?{open}@.a == 1{}]", ")".repeat(DEEPEST - 1));
    let long = format!("$[?{}@.a]", "!(@.b) && ".repeat(48));
    let filters = format!("${}{}", "[?@".repeat(DEEPEST), "]".repeat(DEEPEST));
    for text in [nested, long, filters, format!("${}", "[*]".repeat(170)), format!("$[{}0]", "0,".repeat(240))] {
        let before = std::time::Instant::now();
        let _ = read(&text);
        assert!(before.elapsed().as_secs() < 2, "{text}");
    }
}

/// A crate compiles a pattern for each value that it looks at.
#[test]
fn patterns_are_small_and_written() {
    let check = |text: &str, fault: Option<&str>| {
        assert_eq!(read(text).err().map(|fault| fault.what), fault.map(str::to_owned), "{text}");
    };
    check("$.a[?match(@.b, 'x.*')]", None);
    check("$.a[?search(@['b)'], \"\\\\d{2}|\\\\.\")].c", None);
    check("$.a[?@.b == 'match(1, 2)']", None);
    check("$.a[?match(@.b, '((x{50}){50}){50}')]", Some("a pattern is too large"));
    check("$.a[?!search(@.b, '\\\\p{L}{500}')]", Some("a pattern is too large"));
    check("$.a[?match(@.b, '(')]", Some("a pattern is none of RFC 9485"));
    check("$.a[?match(@.b, @.pattern)]", Some("a pattern is read from the answer"));
    check("$.a[?@.c && search(@.b, $.pattern)]", Some("a pattern is read from the answer"));
}
