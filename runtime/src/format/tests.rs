#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::value::json;

use super::*;

fn read(format: Format, bytes: &[u8]) -> Result<Value, String> {
    format.read(&Body { bytes, charset: None }).map_err(|fault| fault.to_string())
}

fn check(format: Format, text: &str, expected: Value) {
    // Compared as text: the order of members counts too.
    assert_eq!(read(format, text.as_bytes()).unwrap().to_string(), expected.to_string(), "{text}");
}

fn refuse(format: Format, bytes: &[u8], expected: &str) {
    let fault = read(format, bytes).unwrap_err();
    let wanted = format!("the answer of the upstream is no {}: {expected}", format.name());
    assert_eq!(fault, wanted, "{}", String::from_utf8_lossy(&bytes[..bytes.len().min(200)]));
}

#[test]
fn xml() {
    let check = |text: &str, expected: Value| check(Format::XML, text, expected);
    check(r#"<r x="1"/>"#, json!({"x": "1"}));
    check("<r><a>1</a><a>2</a></r>", json!({"a": ["1", "2"]}));
    check("<r><a>1</a><b/><a>2</a><a>3</a></r>", json!({"a": ["1", "2", "3"], "b": ""}));
    check("<r>\n  <a></a> <b/>\n</r>\n", json!({"a": "", "b": ""}));
    check("<r><a> </a></r>", json!({"a": " "}));
    check(r#"<r><b x="1">t</b></r>"#, json!({"b": {"x": "1", "": "t"}}));
    check("<r>text</r>", json!({"": "text"}));
    check("<r/>", json!({}));
    check("<r>m <b>x</b> t</r>", json!({"": ["m ", " t"], "b": "x"}));
    check(r#"<r><a><a x="1"><a>deep</a></a></a></r>"#, json!({"a": {"a": {"x": "1", "a": "deep"}}}));
    check(r#"<n:r xmlns:n="u" xmlns="v" n:x="1" x="2"><n:a>1</n:a></n:r>"#, json!({"x": ["1", "2"], "a": "1"}));
    let instance = "xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"";
    check(
        &format!(r#"<r {instance}><a i:nil="true"/><b i:nil="false">1</b><c nil="true"/></r>"#),
        json!({"a": null, "b": "1", "c": {"nil": "true"}}),
    );
    check(
        "<?xml version='1.0'?><!-- c --><r><?p i?>a<!-- c -->b<a><![CDATA[<&]]>&gt;</a></r>",
        json!({"": "ab", "a": "<&>"}),
    );
    check("<r a='&lt;&#65;\n'>&amp;&apos;&quot;&#x2014;\r\n</r>", json!({"a": "<A ", "": "&'\"—\n"}));
}

#[test]
fn malformed_xml() {
    let refuse = |text: &str, expected: &str| refuse(Format::XML, text.as_bytes(), expected);
    refuse("", "there is no element (line 1, column 1)");
    refuse("{\"a\": 1}", "there is text outside of the root element (line 1, column 1)");
    refuse("<r>\n <a></b></r>", "an end tag closes another element (line 2, column 5)");
    refuse("<r><a>é</a>", "an element is not closed (line 1, column 12)");
    refuse("<r/><r/>", "there is more than one root element (line 1, column 5)");
    refuse("<r/>x", "there is text outside of the root element (line 1, column 5)");
    refuse("<r><a x=1/></r>", "an attribute is malformed (line 1, column 4)");
    refuse("<r>a & b</r>", "a `&` begins no reference (line 1, column 6)");
    refuse("<r", "a tag does not end (line 1, column 1)");
}

#[test]
fn hostile_xml() {
    let refuse = |text: &str, expected: &str| refuse(Format::XML, text.as_bytes(), expected);
    let bomb = "<!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><r>&b;</r>";
    refuse(bomb, "a document type with declarations is not allowed (line 1, column 1)");
    refuse("<!DOCTYPE r SYSTEM 'a[' [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><r>&b;</r>", {
        "a document type with declarations is not allowed (line 1, column 1)"
    });
    refuse("<r><!DOCTYPE r></r>", "a document type stands within the document (line 1, column 4)");
    refuse(
        "<!DOCTYPE r SYSTEM \"file:///etc/passwd\"><r>&r;</r>",
        "it refers to an unknown entity (line 1, column 44)",
    );
    refuse("<r>&b;</r>", "it refers to an unknown entity (line 1, column 4)");
    refuse("<r a='&b;'/>", "an attribute has an unknown reference (line 1, column 1)");
    refuse(&"<a>".repeat(100_000), "elements stand too deep in each other (line 1, column 385)");
    let many: String = (0..300).map(|index| format!(" a{index}=''")).collect();
    refuse(&format!("<r{many}/>"), "an element has too many attributes (line 1, column 1)");
    let values = format!("<r>{}</r>", "<a/>".repeat(1_000_001));
    refuse(&values, "it has more than a million values (line 1, column 4000000)");
    check(Format::XML, &format!("{}{}", "<a>".repeat(128), "</a>".repeat(128)), {
        (0..127).fold(json!({}), |inner, depth| json!({"a": if depth == 0 { json!("") } else { inner }}))
    });
}

#[test]
fn document_types_are_passed_over() {
    for document_type in [
        "<!DOCTYPE r>",
        "<?xml version='1.0'?>\n<!DOCTYPE r>\n",
        "<!DOCTYPE r SYSTEM \"file:///etc/passwd\">",
        "<!DOCTYPE r PUBLIC \"-//X//[DTD] X//EN\" 'http://example.test/x.dtd'>",
    ] {
        check(Format::XML, &format!("{document_type}<r><id>1</id></r>"), json!({"id": "1"}));
    }
}

#[test]
fn separated_values() {
    check(
        Format::CSV,
        "id,name\n1,Ada\r\n2,\"B, \"\"b\"\"\nc\"\n",
        json!([{"id": "1", "name": "Ada"}, {"id": "2", "name": "B, \"b\"\nc"}]),
    );
    check(Format::TSV, "id\tname\n1\ta,b", json!([{"id": "1", "name": "a,b"}]));
    check(Format::PSV, "id|name\n 1 |", json!([{"id": " 1 ", "name": ""}]));
    check(Format::CSV, "\u{feff}id,name\n1\n", json!([{"id": "1"}]));
    check(Format::CSV, "id,id\n1,2\n\n3\n", json!([{"id": "2"}, {"id": "3"}]));
    check(Format::CSV, "id,name\n", json!([]));
    check(Format::CSV, " id , first name\t\n 1 , Ada \n", json!([{"id": " 1 ", "first name": " Ada "}]));
    check(Format::TSV, "id \t name\n1\ta", json!([{"id": "1", "name": "a"}]));
    refuse(Format::CSV, b"\n\n", "it has no row with names (line 1)");
    refuse(Format::CSV, b"a,b\n1,2\n3,4,5\n", "a row has more cells than the first (line 3)");
    refuse(Format::CSV, b"a,b\n1,2\n\"3,4\n5,6\n", "a quote is not closed (line 3)");
    refuse(Format::TSV, b"a\tb\n\xff\t1\n", "it is not encoded as UTF-8 (byte 4)");
    let wide = format!("{}\n{}", "n".repeat(1_000_000), "1\n".repeat(100));
    refuse(Format::CSV, wide.as_bytes(), "it becomes more than 64 MiB of text (line 69)");
    let long = format!("a\n{}", "1\n".repeat(500_001));
    refuse(Format::CSV, long.as_bytes(), "it has more than a million values (line 500002)");
}

#[test]
fn yaml() {
    check(Format::YAML, "a: [1, 2.5, yes, ~]\n2: !t x\n---\nb: 1", json!({"a": [1, 2.5, "yes", null], "2": "x"}));
    check(Format::YAML, "# nothing", json!(null));
    check(Format::YAML, "a: &x {b: true}\nc: *x", json!({"a": {"b": true}, "c": {"b": true}}));
    refuse(Format::YAML, b"a: 1\nb: [1", "it is malformed (line 3, column 1)");
    check(Format::YAML, "a: .nan\nb: -.inf\nc: 1e400\nd: 2", json!({"a": ".nan", "b": "-.inf", "c": "1e400", "d": 2}));
    let levels =
        (1..9).map(|level| format!("l{level}: &l{level} [{}]\n", vec![format!("*l{}", level - 1); 9].join(", ")));
    let bomb = format!("l0: &l0 x\n{}", levels.collect::<String>());
    let fault = read(Format::YAML, bomb.as_bytes()).unwrap_err();
    assert!(fault.starts_with("the answer of the upstream is no YAML: "), "{fault}");
    let text = format!("a: &a {}\nb: [{}]", "x".repeat(1_000_000), vec!["*a"; 90].join(", "));
    let fault = read(Format::YAML, text.as_bytes()).unwrap_err();
    assert!(fault.contains("it becomes more than 64 MiB of text"), "{fault}");
}

#[test]
fn numbers_of_yaml_keep_their_digits() {
    let check = |text: &str, expected: &str| {
        assert_eq!(read(Format::YAML, format!("n: {text}").as_bytes()).unwrap()["n"].to_string(), expected, "{text}");
    };
    check("9007199254740993.10", "9007199254740993.10");
    check("1.50", "1.50");
    check("1e3", "1e3");
    check("18446744073709551616", "18446744073709551616");
    check("-170141183460469231731687303715884105729", "-170141183460469231731687303715884105729");
    check("+1.10", "1.10");
    check("+9007199254740993", "9007199254740993");
    check("[.5, 5., 0x10, 0o17, -.50]", "[0.5,5,16,15,-0.50]");
    check("[&a 1.10, *a, !x 1.10, !!float 1.10, '1.10', \"1.10\"]", r#"[1.10,1.10,1.10,1.10,"1.10","1.10"]"#);
    check("{1.10: 1.10}", r#"{"1.10":1.10}"#);
    check("05", "\"05\"");
}

#[test]
fn texts_and_bytes() {
    check(Format::TEXT, "{\"a\": 1}\n", json!("{\"a\": 1}\n"));
    refuse(Format::TEXT, b"ok \xff", "it is not encoded as UTF-8 (byte 3)");
    assert_eq!(read(Format::BINARY, b"\x00\xff"), Ok(json!("AP8=")));
    refuse(Format::JSON, b"{\n\"a\" 1}", "it is malformed (line 2, column 5)");
}

#[test]
fn charsets() {
    let check = |format: Format, charset: Option<&str>, bytes: &[u8], expected: Result<Value, &str>| {
        let found =
            format.read(&Body { bytes, charset }).map_err(|fault| format!("{} ({})", fault.reason, fault.place));
        assert_eq!(found, expected.map_err(str::to_owned), "{charset:?} {}", String::from_utf8_lossy(bytes));
    };
    check(Format::TEXT, Some("ISO-8859-1"), b"caf\xe9", Ok(json!("café")));
    check(Format::TEXT, Some("utf-16le"), b"h\0i\0", Ok(json!("hi")));
    check(Format::TEXT, Some("latin1"), b"\xef\xbb\xbf\xc3\xa9", Ok(json!("é"))); // the mark knows better
    check(Format::TEXT, Some("klingon"), b"a", Err("its charset is unknown (as a whole)"));
    check(Format::TEXT, Some("shift_jis"), b"a\x81", Err("it is not encoded as Shift_JIS (byte 1)"));
    check(Format::XML, None, b"<?xml version='1.0' encoding='ISO-8859-1'?><r>\xe9</r>", Ok(json!({"": "é"})));
    check(
        Format::XML,
        Some("utf-8"),
        "<?xml version='1.0' encoding='latin1'?><r>é</r>".as_bytes(),
        Ok(json!({"": "é"})),
    );
    check(Format::XML, None, b"<r>\xe9</r>", Err("it is not encoded as UTF-8 (byte 3)"));
    let object = || Ok(json!({"a": "é"}));
    check(Format::JSON, Some("utf-16"), b"\xff\xfe{\0\"\0a\0\"\0:\0\"\0\xe9\0\"\0}\0", object());
    check(Format::JSON, None, b"\xfe\xff\0{\0\"\0a\0\"\0:\0\"\0\xe9\0\"\0}", object());
    check(Format::JSON, Some("utf-16"), b"\0{\0\"\0a\0\"\0:\0\"\0\xe9\0\"\0}", object()); // RFC 2781: big-endian without a mark
    check(Format::JSON, None, b"{\0\"\0a\0\"\0:\0\"\0\xe9\0\"\0}\0", object());
    check(Format::JSON, Some("iso-8859-1"), b"{\"a\":\"\xe9\"}", object());
    check(Format::JSON, Some("iso-8859-1"), "{\"a\":\"é\"}".as_bytes(), object()); // mislabelled: JSON is in UTF-8
    check(Format::JSON, None, b"{\"a\":\"\xe9\"}", Err("it is malformed (line 1, column 7)"));
    let label = |media_type: &'static str| super::charset(media_type);
    assert_eq!(label("text/xml; version=1; Charset=\"utf-8\""), Some("utf-8"));
    assert_eq!(label("text/xml"), None);
}

#[test]
fn what_comes_once_may_be_a_list() {
    let check = |value: Value, path: &[&str], expected: Value| {
        let mut wrapped = value.clone();
        wrap(&mut wrapped, path);
        assert_eq!(wrapped, expected, "{value} {path:?}");
    };
    check(json!({"a": "1"}), &["a"], json!({"a": ["1"]}));
    check(json!({"a": ["1"]}), &["a"], json!({"a": ["1"]}));
    check(json!({}), &["a"], json!({"a": []}));
    check(json!({"a": {"b": {}}}), &["a", "b"], json!({"a": {"b": [{}]}}));
    check(json!({"a": ""}), &["a", "b"], json!({"a": {"b": []}}));
    check(json!({}), &["a", "b"], json!({}));
    check(json!({"a": [{"b": "1"}, {}, "x"]}), &["a", "b"], json!({"a": [{"b": ["1"]}, {"b": []}, "x"]}));
    check(json!({"a": null}), &["a"], json!({"a": [null]}));
    check(json!("x"), &[], json!("x"));
}
