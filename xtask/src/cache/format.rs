//! The file of a run: a digest of the rest, a line of JSON, and the texts of the crates, which are read as they lie there.

use std::ops::Range;

use capwright_codegen::diagnostic::{Code, Diagnostic, Edit, Finding, Severity};
use capwright_codegen::{Package, Place};
use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::spent::Spent;

/// A [`Document`].
#[derive(Serialize, Deserialize)]
struct Kept {
    index: usize,
    problems: Vec<Problem>,
    package: Option<KeptPackage>,
}

/// A [`Package`]: the files are path and length, and their texts follow each other behind the JSON.
#[derive(Serialize, Deserialize)]
struct KeptPackage {
    name: String,
    files: Vec<(String, usize)>,
}

/// A [`Diagnostic`].
#[derive(Serialize, Deserialize)]
struct Problem {
    code: String,
    severity: String,
    message: String,
    places: Vec<Spot>,
    help: Option<String>,
    edits: Vec<(Spot, String)>,
    also: Vec<KeptFinding>,
    related: Vec<(Spot, String)>,
    hidden: Vec<Spot>,
}

/// A [`Finding`].
#[derive(Serialize, Deserialize)]
struct KeptFinding {
    message: String,
    places: Vec<Spot>,
    help: Option<String>,
    edits: Vec<(Spot, String)>,
}

/// A [`Place`]: file, line, column and byte range.
type Spot = (usize, usize, usize, Range<usize>);

/// The content of the file; none if it cannot be written as JSON.
pub(super) fn encode(documents: &[Document]) -> Option<Vec<u8>> {
    let kept: Vec<Kept> = documents.iter().map(keep).collect();
    let mut rest = serde_json::to_vec(&kept).ok()?;
    rest.push(b'\n');
    for package in documents.iter().filter_map(|document| document.package.as_ref()) {
        package.files.values().for_each(|text| rest.extend_from_slice(text.as_bytes()));
    }
    let digest = blake3::hash(&rest).to_hex();
    Some([digest.as_bytes(), b"\n", &rest].concat())
}

/// The documents; none if a single byte is not as it was written.
pub(super) fn decode(content: &[u8]) -> Option<Vec<Document>> {
    let (digest, rest) = split(content)?;
    if blake3::hash(rest).to_hex().as_bytes() != digest {
        return None;
    }
    let (json, mut texts) = split(rest)?;
    let kept: Vec<Kept> = serde_json::from_slice(json).ok()?;
    let documents: Option<Vec<Document>> = kept.into_iter().map(|kept| recall(kept, &mut texts)).collect();
    documents.filter(|_| texts.is_empty())
}

fn split(content: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = content.iter().position(|byte| *byte == b'\n')?;
    Some((&content[..end], &content[end + 1..]))
}

fn keep(document: &Document) -> Kept {
    let package = document.package.as_ref().map(|package| KeptPackage {
        name: package.name.clone(),
        files: package.files.iter().map(|(path, text)| (path.clone(), text.len())).collect(),
    });
    Kept { index: document.index, problems: document.diagnostics.iter().map(problem).collect(), package }
}

fn recall(kept: Kept, texts: &mut &[u8]) -> Option<Document> {
    let diagnostics = kept.problems.into_iter().map(diagnostic).collect::<Option<_>>()?;
    let package = match kept.package {
        Some(package) => Some(unpack(package, texts)?),
        None => None,
    };
    Some(Document { index: kept.index, diagnostics, listing: None, package, spent: Spent::default() })
}

fn unpack(package: KeptPackage, texts: &mut &[u8]) -> Option<Package> {
    let mut next = |length| {
        let (text, rest) = texts.split_at_checked(length)?;
        *texts = rest;
        std::str::from_utf8(text).ok().map(str::to_owned)
    };
    let files = package.files.into_iter().map(|(path, length)| Some((path, next(length)?))).collect::<Option<_>>()?;
    Some(Package { name: package.name, files })
}

fn problem(diagnostic: &Diagnostic) -> Problem {
    let Diagnostic { code, severity, message, places, help, edits, also, related, hidden } = diagnostic;
    Problem {
        code: (*code).to_owned(),
        severity: severity.as_str().to_owned(),
        message: message.clone(),
        places: spots(places),
        help: help.clone(),
        edits: changes(edits),
        also: also.iter().map(finding).collect(),
        related: related.iter().map(|(place, caption)| (spot(place), caption.clone())).collect(),
        hidden: spots(hidden),
    }
}

fn diagnostic(problem: Problem) -> Option<Diagnostic> {
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    Some(Diagnostic {
        code: Code::ALL.iter().find(|code| code.name == problem.code)?.name,
        severity: severities.into_iter().find(|severity| severity.as_str() == problem.severity)?,
        message: problem.message,
        places: places(problem.places),
        help: problem.help,
        edits: edits(problem.edits),
        also: problem.also.into_iter().map(recalled).collect(),
        related: problem.related.into_iter().map(|(spot, caption)| (place(spot), caption)).collect(),
        hidden: places(problem.hidden),
    })
}

fn finding(finding: &Finding) -> KeptFinding {
    let Finding { message, places, help, edits } = finding;
    KeptFinding { message: message.clone(), places: spots(places), help: help.clone(), edits: changes(edits) }
}

fn recalled(finding: KeptFinding) -> Finding {
    let KeptFinding { message, places, help, edits } = finding;
    Finding { message, places: self::places(places), help, edits: self::edits(edits) }
}

fn changes(edits: &[Edit]) -> Vec<(Spot, String)> {
    edits.iter().map(|edit| (spot(&edit.place), edit.replacement.clone())).collect()
}

fn edits(changes: Vec<(Spot, String)>) -> Vec<Edit> {
    changes.into_iter().map(|(spot, replacement)| Edit { place: place(spot), replacement }).collect()
}

fn spots(places: &[Place]) -> Vec<Spot> {
    places.iter().map(spot).collect()
}

fn places(spots: Vec<Spot>) -> Vec<Place> {
    spots.into_iter().map(place).collect()
}

fn spot(place: &Place) -> Spot {
    (place.file, place.line, place.column, place.span.clone())
}

fn place((file, line, column, span): Spot) -> Place {
    Place { file, line, column, span }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn documents() -> Vec<Document> {
        let place = |line| Place { file: 0, line, column: 2, span: 10 * line..10 * line + 3 };
        let diagnostic = Diagnostic {
            code: Code::UNKNOWN_KEY.name,
            severity: Severity::Error, // denied
            message: "`x` is no key\nof \"this\"".to_owned(),
            places: vec![place(1), place(2)],
            help: Some("é".to_owned()),
            edits: vec![Edit { place: place(1), replacement: "x-y".to_owned() }],
            also: vec![Finding {
                message: "`y` neither".to_owned(),
                places: vec![place(3)],
                help: None,
                edits: vec![Edit { place: place(3), replacement: String::new() }],
            }],
            related: vec![(place(4), "here".to_owned())],
            hidden: vec![place(5)],
        };
        let files = [("Cargo.toml", "# é\n"), ("src/lib.rs", ""), ("src/main.rs", "fn main() {}\n")];
        let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        let package = Package { name: "a".to_owned(), files };
        let document = |index, diagnostics, package| Document {
            index,
            diagnostics,
            listing: None,
            package,
            spent: Spent::default(),
        };
        vec![document(0, vec![diagnostic.clone()], Some(package.clone())), document(2, vec![diagnostic], None)]
    }

    #[test]
    fn documents_come_back_as_they_were() {
        let expected = documents();
        let recalled = decode(&encode(&expected).unwrap()).unwrap();
        assert_eq!(recalled.len(), expected.len());
        for (recalled, expected) in recalled.iter().zip(&expected) {
            assert_eq!(
                (recalled.index, &recalled.diagnostics, &recalled.package),
                (expected.index, &expected.diagnostics, &expected.package)
            );
        }
    }

    #[test]
    fn a_damaged_file_is_none() {
        let content = encode(&documents()).unwrap();
        for end in 0..content.len() {
            assert!(decode(&content[..end]).is_none(), "cut at {end}");
        }
        for at in 0..content.len() {
            let mut damaged = content.clone();
            damaged[at] ^= 1;
            assert!(decode(&damaged).is_none(), "byte {at}");
        }
        assert!(decode(&[content.as_slice(), b"more"].concat()).is_none());
    }
}
