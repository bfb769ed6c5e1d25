//! What is reported.

use super::edit::Edit;
use super::severity::Severity;
use crate::source::Place;

/// All problems of one kind in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The name of its [`Code`](super::Code).
    pub code: &'static str,
    /// The severity of its [`Code`](super::Code), or an error: see [`Code::fatal`](super::Code::fatal).
    pub severity: Severity,
    /// One sentence about the first place.
    pub message: String,
    /// Every place that the message is true of, in document order; never empty, and all in one file, which may be another than
    /// the document. The first is shown.
    pub places: Vec<Place>,
    /// What to do about it, ready to paste where that is possible.
    pub help: Option<String>,
    /// What the help says, as changes of the text at these places, where a program can make them; all in one go.
    pub edits: Vec<Edit>,
    /// What else there is to say under this code in this file: further sentences with their places, in document order. Notes
    /// of one kind are not told apart: their message stands for all.
    pub also: Vec<Finding>,
    /// Other places that explain the first one, each with its caption: where a candidate is defined, for instance.
    pub related: Vec<(Place, String)>,
    /// What is never drawn, whatever else stands in its line: secrets.
    pub hidden: Vec<Place>,
}

/// A further sentence of a [`Diagnostic`], and what is to be done about it. The first ones have a help of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finding {
    /// The sentence.
    pub message: String,
    /// Every place that it is true of, in document order; never empty.
    pub places: Vec<Place>,
    /// What to do about it.
    pub help: Option<String>,
    /// What the help says, as changes of the text at these places.
    pub edits: Vec<Edit>,
}

impl Diagnostic {
    /// Index of the file that it is about.
    pub fn file(&self) -> usize {
        self.places.first().map_or(0, |place| place.file)
    }

    /// Every place in that file, those of further sentences included.
    pub fn all_places(&self) -> Vec<&Place> {
        let also = self.also.iter().flat_map(|finding| &finding.places);
        let mut all: Vec<&Place> = self.places.iter().chain(also).collect();
        all.sort();
        all
    }

    /// All changes that its helps ask for.
    pub fn all_edits(&self) -> Vec<&Edit> {
        self.edits.iter().chain(self.also.iter().flat_map(|finding| &finding.edits)).collect()
    }
}
