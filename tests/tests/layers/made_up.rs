//! What little crates that never were say of the reader and of the drawings.

use crate::arrows::Arrows;
use crate::drawing::Drawing;
use crate::source::Files;

/// Paths below `src`, and texts.
type Tree<'a> = &'a [(&'a str, &'a str)];

fn files(tree: Tree<'_>) -> Files {
    tree.iter().map(|(path, text)| (format!("src/{path}"), (*text).to_owned())).collect()
}

#[track_caller]
fn check_arrows(tree: Tree<'_>, expected: &[&str]) -> Result<(), String> {
    let arrows = Arrows::of(&files(tree), "src", "house")?;
    let found = arrows.paths.keys().map(|(from, to)| format!("{from} {to}").replace("src/", ""));
    assert_eq!(found.collect::<Vec<_>>(), expected, "{tree:?}");
    Ok(())
}

#[test]
fn arrows_go_to_the_file_that_owns_the_item() -> Result<(), String> {
    let lib = ("lib.rs", "mod a; mod b;");
    let b = ("b.rs", "pub struct T; pub enum E { V } pub fn f() {} pub mod inner { pub fn g() {} }");
    let one = |a| check_arrows(&[lib, ("a.rs", a), b], &["a.rs b.rs"]);
    let none = |a| check_arrows(&[lib, ("a.rs", a), b], &[]);
    // Imports and paths, however they are spelled.
    one("use crate::b::f;")?;
    one("use super::b::{self, T};")?;
    one("use crate::b as other; fn x() { other::f() }")?;
    one("fn x() { use super::b; b::inner::g() }")?;
    one("fn x(t: crate::b::T) {}")?;
    one("fn x() { matches!(1, crate::b::E::V) }")?;
    one("fn x() -> Vec<Option<super::b::T>> { vec![] }")?;
    one("use crate::b::*; fn x() { f() }")?;
    one("use crate::b::E::*;")?;
    one("use house::b::f;")?;
    one("mod here { fn x() { super::super::b::f() } }")?;
    // Nothing of another file, or nothing that is compiled into it.
    none("use crate::b;")?;
    none("use crate::b::*; fn x(t: u8) { t.f() }")?;
    none("use std::fmt; fn x() { ::std::mem::drop(fmt::Error) }")?;
    none("fn b() {} fn x() { self::b() }")?;
    none("fn x() { quote! { crate::b::f() } }")?;
    none("#[cfg(test)] mod tests { use crate::b::f; }")?;
    none("#[cfg(test)] mod tests;")?;
    none("#[cfg(all(test, unix))] use crate::b::f;")?;
    none("impl X { #[cfg(test)] fn x() { crate::b::f() } }")
}

#[test]
fn facades_are_looked_through() -> Result<(), String> {
    let lib = ("lib.rs", "mod a; mod b; pub use b::Name; pub use std::fmt::Write;");
    let a = ("a.rs", "use crate::b::{f, Name}; use crate::Write;");
    let facade = ("b/mod.rs", "mod c; mod d; pub(crate) use c::f; pub(crate) use self::d::Inner as Name;");
    let (c, d) = (("b/c.rs", "pub fn f() {}"), ("b/d.rs", "pub struct Inner;"));
    let through = ["a.rs b/c.rs", "a.rs b/d.rs", "b/mod.rs b/c.rs", "b/mod.rs b/d.rs", "lib.rs b/d.rs"];
    check_arrows(&[lib, a, facade, c, d], &through)?;
    // A façade of everything, in the other way of laying files.
    let tree = [("lib.rs", "mod a; mod b;"), ("a.rs", "use crate::b::f;"), ("b.rs", "mod c; pub use c::*;"), c];
    check_arrows(&tree, &["a.rs b/c.rs"])?;
    // What the parent defines itself is the parent's.
    let parent = ("b/mod.rs", "mod c; pub fn f() {}");
    check_arrows(&[("lib.rs", "mod b;"), parent, ("b/c.rs", "use super::f;")], &["b/c.rs b/mod.rs"])
}

#[test]
fn names_may_mean_several_things() -> Result<(), String> {
    let lib = ("lib.rs", "mod a; mod b; fn b() {}");
    check_arrows(
        &[lib, ("a.rs", "use crate::b; fn x() { b::f() }"), ("b.rs", "pub fn f() {}")],
        &["a.rs b.rs", "a.rs lib.rs"],
    )?;
    let made = [("lib.rs", "mod a; mod b;"), ("a.rs", "use crate::b::Made;"), ("b.rs", "make! { Made }")];
    check_arrows(&made, &["a.rs b.rs"])?;
    check_arrows(&[("lib.rs", "pub fn run() {}"), ("main.rs", "fn main() { house::run() }")], &["main.rs lib.rs"])
}

#[test]
fn what_is_not_understood_is_said() {
    let check = |tree: Tree<'_>, expected: &str| {
        assert_eq!(Arrows::of(&files(tree), "src", "house").err().as_deref(), Some(expected));
    };
    check(&[("lib.rs", "use crate::a::f;")], "src/lib.rs uses crate::a::f, which is not found");
    check(&[("lib.rs", "mod a;")], "src/a/mod.rs is missing");
    check(&[("lib.rs", "mod")], "src/lib.rs is not Rust: unexpected end of input, expected identifier");
    check(&[("a.rs", "")], "src holds no lib.rs and no main.rs");
}

#[track_caller]
fn check_faults(layers: &str, expected: &[&str]) -> Result<(), String> {
    let tree = [
        ("lib.rs", "mod low; mod high;"),
        ("low.rs", "use crate::high::one::f; pub fn g() {}"),
        ("high/mod.rs", "pub mod one; pub mod two;"),
        ("high/one.rs", "use super::two::h; pub fn f() {}"),
        ("high/two.rs", "pub fn h() { crate::low::g() }"),
    ];
    let text = format!("Words.\n```layers src\n{layers}\n```\nlib.rs\n");
    let drawings = Drawing::all(&text);
    assert_eq!(drawings.len(), 1);
    let arrows = Arrows::of(&files(&tree), "src", "house")?;
    assert_eq!(drawings[0].faults(&arrows), expected, "{layers}");
    Ok(())
}

#[test]
fn arrows_up_and_circles_are_faults() -> Result<(), String> {
    let but = "but low.rs uses high/one.rs # known";
    let circle = "3 files use each other in a circle: src/high/one.rs, src/high/two.rs, src/low.rs";
    let cure = "move what both need below, or hand it in as an argument";
    check_faults(&format!("lib # the root\nhigh\n\nlow\n{but}"), &[])?;
    check_faults(&format!("lib\nhigh/mod.rs\nhigh/one\nhigh/\nlow.rs\n{but}"), &[])?;
    let up = format!("src/low.rs uses high::one::f (src/high/one.rs), but high stands above low: {cure}");
    check_faults("lib\nhigh\nlow", &[&up, circle])?;
    let aside = format!("src/high/one.rs uses two::h (src/high/two.rs), but high/two stands beside high/one: {cure}");
    check_faults(&format!("lib\nhigh/mod.rs\nhigh/one high/two\nlow\n{but}"), &[&aside])
}

#[test]
fn drawings_fit_their_files() -> Result<(), String> {
    let but = "but low.rs uses high/one.rs";
    let homeless = "src/low.rs stands in no layer of src: name it in ARCHITECTURE.md";
    check_faults(&format!("lib\nhigh\n{but}"), &[homeless])?;
    check_faults(&format!("lib\nhigh\nlow\nnone\n{but}"), &["none names no file of src"])?;
    check_faults(&format!("lib\nhigh\nlow\nlow.rs\n{but}"), &["low names no file of src"])?;
    let idle = "src/lib.rs uses nothing of src/low.rs any more: strike it from ARCHITECTURE.md";
    check_faults(&format!("lib\nhigh\nlow\n{but}\nbut lib.rs uses low.rs"), &[idle])
}
