//! How long files and functions are, and how much functions ask for.

use syn::visit::Visit;

use crate::source::Files;

/// Lines of half the files, at most.
const MEDIAN: usize = 150;

/// How large something may be, and what to do where it is larger.
struct Limit {
    most: usize,
    of: &'static str,
    cure: &'static str,
}

/// Of a file.
const FILE: Limit = Limit { most: 300, of: "lines", cure: "split it by what it is about" };
/// Of a function, from its `fn` to its end.
const FUNCTION: Limit = Limit { most: 50, of: "lines", cure: "name its steps" };
/// Of a function, `self` included.
const ARGUMENTS: Limit = Limit { most: 5, of: "arguments", cure: "is a type missing that holds some of them?" };

/// How many of the largest are printed.
const SHOWN: usize = 10;

/// A size, and what has it.
type Size = (usize, String);

/// What is too large, a sentence each. Tests that stand in a file are no part of it.
///
/// # Errors
/// A file is not Rust.
pub(crate) fn faults(files: &Files) -> Result<Vec<String>, String> {
    let mut sizes = Sizes::default();
    for (path, text) in files {
        sizes.add(path, text)?;
    }
    let lines = sorted(&mut sizes.files);
    let median = lines.get(lines.len() / 2).map_or(0, |(lines, _)| *lines);
    println!("{} files, half of them of at most {median} lines", lines.len());
    let mut faults = Vec::new();
    if median > MEDIAN {
        faults.push(format!("half the files have more than {MEDIAN} lines: {median}"));
    }
    faults.extend(FILE.over(lines));
    faults.extend(FUNCTION.over(sorted(&mut sizes.functions)));
    faults.extend(ARGUMENTS.over(sorted(&mut sizes.arguments)));
    Ok(faults)
}

impl Limit {
    /// Prints the largest, and gives those that are too large.
    fn over(&self, sizes: &[Size]) -> Vec<String> {
        let Self { most, of, cure } = self;
        println!("\nthe most {of}, of {most}:");
        sizes.iter().take(SHOWN).for_each(|(size, name)| println!("{size:5}  {name}"));
        let large = sizes.iter().take_while(|(size, _)| size > most);
        large.map(|(size, name)| format!("{name} has {size} of {most} {of}: {cure}")).collect()
    }
}

/// The largest first.
fn sorted(sizes: &mut [Size]) -> &[Size] {
    sizes.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    sizes
}

#[derive(Debug, Default)]
struct Sizes {
    files: Vec<Size>,
    functions: Vec<Size>,
    arguments: Vec<Size>,
}

impl Sizes {
    fn add(&mut self, path: &str, text: &str) -> Result<(), String> {
        let lines = without_tests(text);
        self.files.push((lines.len(), path.to_owned()));
        let named = |(size, name): Size| (size, format!("{path}: fn {name}"));
        self.functions.extend(functions(&lines).into_iter().map(named));
        let parsed = syn::parse_file(&lines.join("\n")).map_err(|error| format!("{path} is not Rust: {error}"))?;
        let mut signatures = Signatures::default();
        signatures.visit_file(&parsed);
        self.arguments.extend(signatures.0.into_iter().map(named));
        Ok(())
    }
}

/// How many arguments functions take. Closures take what others give them.
#[derive(Debug, Default)]
struct Signatures(Vec<Size>);

impl<'ast> Visit<'ast> for Signatures {
    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        self.0.push((signature.inputs.len(), signature.ident.to_string()));
    }
}

/// A file without its tests. As rustfmt writes them: they start and end at the left edge.
fn without_tests(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    let is_test = |line: &&str| line.starts_with("#[cfg(test)]") || line.starts_with("#[cfg(all(test");
    while let Some(start) = lines.iter().position(is_test) {
        let item = lines[start..].iter().find(|line| !line.starts_with('#'));
        let is_one_line = item.is_some_and(|line| line.ends_with(';'));
        let is_last = |line: &&str| if is_one_line { line.ends_with(';') } else { *line == "}" };
        let end = lines[start..].iter().position(is_last).map_or(lines.len(), |length| start + length + 1);
        lines.drain(start..end);
    }
    lines
}

/// Functions and their lines. As rustfmt writes them: one ends where a brace closes at the depth of its first line.
fn functions(lines: &[&str]) -> Vec<Size> {
    let starts = lines.iter().enumerate().filter_map(|(at, line)| Some((at, line, name(line)?)));
    let depth = |line: &str| line.len() - line.trim_start().len();
    let sizes = starts.map(|(at, line, name)| {
        let is_last = |other: &&str| depth(other) == depth(line) && is_end(other.trim_start());
        let is_one_line = line.ends_with('}') || line.ends_with(';');
        let length = if is_one_line { Some(0) } else { lines[at..].iter().position(is_last) };
        (length.unwrap_or_default() + 1, name.to_owned())
    });
    sizes.collect()
}

/// The last line of a function; in a trait, of one without a body.
fn is_end(line: &str) -> bool {
    line == "}" || (line.starts_with(')') && line.ends_with(';'))
}

/// The name of the function that starts in a line.
fn name(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let is_start = before.split_whitespace().all(|word| word.starts_with("pub") || word == "async" || word == "const");
    let is_restricted = before.trim_start().starts_with("pub(in ");
    (is_start || is_restricted).then(|| after.split(['(', '<']).next().unwrap_or_default())
}

#[test]
fn what_is_too_large_is_found() -> Result<(), String> {
    let check = |text: &str, expected: &[&str]| {
        let faults = faults(&Files::from([("src/lib.rs".to_owned(), text.to_owned())]))?;
        assert_eq!(faults, expected, "{text}");
        Ok::<_, String>(())
    };
    let lines = |number: usize| "    x();\n".repeat(number);
    check("", &[])?;
    check(&format!("fn f() {{\n{}}}\nfn g() {{\n{}}}\n", lines(48), lines(48)), &[])?;
    check(&format!("fn f() {{\n{}}}\n", lines(49)), &["src/lib.rs: fn f has 51 of 50 lines: name its steps"])?;
    let inner = format!("impl X {{\n    pub(crate) async fn f<T>(\n        t: T,\n    ) {{\n{}    }}\n}}\n", lines(47));
    check(&inner, &["src/lib.rs: fn f has 51 of 50 lines: name its steps"])?;
    check(&format!("trait X {{\n    fn f(\n        &self,\n    );\n}}\n{}", "fn g() {}\n".repeat(60)), &[])?;
    check(&format!("#[cfg(test)]\nmod tests {{\n{}}}\n", lines(400)), &[])?;
    let long = "const X: u8 = 0;\n".repeat(301);
    let half = "half the files have more than 150 lines: 301";
    check(&long, &[half, "src/lib.rs has 301 of 300 lines: split it by what it is about"])?;
    check("impl X { fn f(&self, a: u8, b: u8, c: u8, d: u8) { let g = |a, b, c, d, e, f| 0; } }", &[])?;
    let greedy = "src/lib.rs: fn f has 6 of 5 arguments: is a type missing that holds some of them?";
    check("impl X { fn f(&self, a: u8, b: u8, c: u8, d: u8, e: u8) {} }", &[greedy])
}
