//! What is reported.

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
    /// What else there is to say under this code in this file: further sentences with their places, in document order. Notes
    /// of one kind are not told apart: their message stands for all.
    pub also: Vec<(String, Vec<Place>)>,
    /// What to do about it, ready to paste where that is possible.
    pub help: Option<String>,
    /// Other places that explain the first one, each with its caption: where a candidate is defined, for instance.
    pub related: Vec<(Place, String)>,
    /// What is never drawn, whatever else stands in its line: secrets.
    pub hidden: Vec<Place>,
}

impl Diagnostic {
    /// Index of the file that it is about.
    pub fn file(&self) -> usize {
        self.places.first().map_or(0, |place| place.file)
    }

    /// Every place in that file, those of further sentences included.
    pub fn all_places(&self) -> Vec<&Place> {
        let mut all: Vec<&Place> = self.places.iter().chain(self.also.iter().flat_map(|(_, places)| places)).collect();
        all.sort();
        all
    }
}
