#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::resolve::text::jsonpath::*;

fn read(text: &str) -> Result<Selection, Fault> {
    segments(text).map(|segments| selection(text, segments))
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
fn other_paths_tell_what_they_find() {
    let check = |text: &str, written: &str, is_many: bool| match read(text) {
        Ok(Selection::Path { text: found, is_list, .. }) => assert_eq!((found.as_str(), is_list), (written, is_many)),
        other => panic!("{text}: {other:?}"),
    };
    check("$.a[0]", "$.a[0]", false);
    check("[-1]", "$[-1]", false);
    check("a[ 0 ].b", "$.a[ 0 ].b", false);
    check("@.a[01]", "$.a[01]", false);
    check(" $x[0]", "$.$x[0]", false);
    check("$.items[*].id", "$.items[*].id", true);
    check("$.*", "$.*", true);
    check("$..id", "$..id", true);
    check("$..['a b']", "$..['a b']", true);
    check("$.a[0:2]", "$.a[0:2]", true);
    check("$.a[0,2]", "$.a[0,2]", true);
    check("$.a[?(@.d)].e", "$.a[?(@.d)].e", true);
    check("$['a','b']", "$['a','b']", false);
    check("$['a','b'].c", "$['a','b'].c", true);
    check("$.l[*]['a','b']", "$.l[*]['a','b']", true);
    check("$.l.sum()", "$.l.sum()", false);
    check("$.l[*].n.sum()", "$.l[*].n.sum()", false);
    check("$.l[*].tags.length()", "$.l[*].tags.length()", true);
    check("$..tags.length()", "$..tags.length()", false);
}

#[test]
fn steps_are_read() {
    use crate::model::json_path::{Comparison, Function, Operand, Segment, Test};
    let name = |name: &str| Segment::Name(name.to_owned());
    let at = |key: &str| Operand::Current(vec![name(key)]);
    let text = |text: &str| Operand::Text(text.to_owned());
    let number = |digits: &str| Operand::Number(digits.to_owned());
    let compare = |left, comparison, right| Segment::Filter(Test::Compare(left, comparison, right));
    let check = |path: &str, last: Segment| assert_eq!(segments(path).unwrap().last(), Some(&last), "{path}");
    check("$.a[01]", Segment::Index(1));
    check("$.a[-2:]", Segment::Slice { start: Some(-2), end: None, step: 1 });
    check("$.a[::2]", Segment::Slice { start: None, end: None, step: 2 });
    check("$.a['b','c']", Segment::Members(vec!["b".to_owned(), "c".to_owned()]));
    check("$..['b','c']", Segment::Deep(vec![Segment::Members(vec!["b".to_owned(), "c".to_owned()])]));
    check("$.a['b',0]", Segment::Union(vec![name("b"), Segment::Index(0)]));
    check(r"$[0]['\u0041']", name("A"));
    check("$.a.size()", Segment::Apply(Function::Length, Vec::new()));
    check("$.a.append(1, 'x')", Segment::Apply(Function::Append, vec![number("1"), text("x")]));
    check("$[?@.a-b==1.50]", compare(at("a-b"), Comparison::Equal, number("1.50")));
    check("$[?(@.a in ['x', 1])]", compare(at("a"), Comparison::In, Operand::List(vec![text("x"), number("1")])));
    check("$[?('x' in @.tags)]", compare(text("x"), Comparison::In, at("tags")));
    check("$[?(@.tags EMPTY true)]", compare(at("tags"), Comparison::Empty, Operand::Boolean(true)));
    check("$[?(@.inner)]", Segment::Filter(Test::Exists(at("inner"))));
    check("$[?(@.a =~ /it's [x]\\/y/i)]", Segment::Filter(Test::Matches(at("a"), "(?i)it's [x]/y".to_owned())));
    let not = |test| Test::Not(Box::new(test));
    let (a, b) = (Test::Exists(at("a")), Test::Exists(at("b")));
    check("$[?!@.a && (@.b || !(@.a))]", Segment::Filter(Test::All(vec![not(a.clone()), Test::Any(vec![b, not(a)])])));
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
    check("$.a.lenght()", "lenght()", "`lenght()`", "`length()`");
    check("$.a.append(1", "append(1", "not closed", "`)`");
    check("$..length()", "..length()", "nothing stands between", "name");
    check("$.a[0", "[0", "not closed", "`$.a[0]`");
    check("$.a[0)", "[0)", "not closed", "close it");
    check("$.a[0.b", "[0.b", "not closed", "`$.a[0].b`");
    check("$.a[?(@.id==1]", "[?(@.id==1]", "not closed", "`$.a[?(@.id==1)]`");
    check("$.a[?(@.id==1", "[?(@.id==1", "not closed", "`$.a[?(@.id==1)]`");
    check("{{order.id}}", "{{order.id}}", "a template", "`$.order.id`");
    check("$.a[x]", "[x]", "no selector", "`[0]`");
    check("$.a]", "]", "can't stand in a name", "quotes");
    check("$.a['b']c", "c", "a dot is missing", "dot");
    check("$.a[(@.length-1)]", "[(@.length-1)]", "scripts", "`[-1]`");
    check("$.a[?(@.b =~ 'x')]", "'x')", "no pattern", "slashes");
    check("$.a[?(@.b =~ /x/g)]", "/x/g", "`g`", "`i`");
    check("$.a[?(@.b = 1)]", "= 1)", "can't be read", "compare");
    check("$.a[?(@.b == open)]", "open)", "can't be read", "quotes");
    check("$.a[?1]", "1", "can't be read", "compare");
    check("$.a[?(@.b == 'x]", "[?(@.b == 'x]", "not closed", "close");
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
    check("$.a[?match(@.b, '(')]", Some("a pattern can't be read"));
    check("$.a[?match(@.b, @.pattern)]", Some("a pattern is read from the answer"));
    check("$.a[?@.c && search(@.b, $.pattern)]", Some("a pattern is read from the answer"));
}
