//! "Did you mean".

use std::cell::Cell;

use rapidfuzz::distance::osa::{Args, BatchComparator};

use crate::names::{self, folded};

/// The longest word that anything is near to, in bytes: as long can be compared at once.
const LONGEST: usize = 64;
/// How many words of about the same length are compared: a list has no more.
const MOST: usize = 2_000;

/// The candidate that was most likely meant by `word`, if any is close enough.
///
/// Case and punctuation count for nothing: `base-uri` is `baseUri`. The first of equals wins. It takes milliseconds at most,
/// which is still much for a document of thousands of mistakes: ask for reports only that are shown.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = folded(word);
    let length = wanted.chars().count();
    let allowed = (length / 3).max(1);
    let comparator = BatchComparator::new(wanted.chars());
    let is_comparable = |candidate: &&str| *candidate != word && word.len().max(candidate.len()) <= LONGEST;
    let folded = candidates.into_iter().filter(is_comparable).map(|candidate| (folded(candidate), candidate));
    // The distance is no less than the difference in length.
    let alike = folded.filter(|(plain, _)| plain.chars().count().abs_diff(length) <= allowed);
    let close = alike.take(MOST).filter_map(|(plain, candidate)| {
        let distance = comparator.distance_with_args(plain.chars(), &Args::default().score_cutoff(allowed))?;
        (distance < length).then_some((distance, candidate))
    });
    close.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// How much is still compared for one document. Every text may misspell a name, and a document holds thousands of both: what it
/// means is told with this; help for what is reported anyway needs none.
#[derive(Debug)]
pub struct Patience(Cell<usize>);

impl Default for Patience {
    /// Half a second at most. Real documents need a five-hundredth of it.
    fn default() -> Self {
        Self(Cell::new(1_000_000))
    }
}

impl Patience {
    /// The candidate that `word` is, in any spelling, or is [`nearest`] to. None when too much was compared before.
    pub fn meant<'a>(&self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        let left = self.0.get();
        let known: Vec<&str> = candidates.into_iter().take(left).collect();
        self.0.set(left - known.len());
        let found = names::position(known.iter().copied(), word).map(|at| known[at]);
        found.or_else(|| nearest(word, known))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_found_and_strangers_are_not() {
        let keys = ["namespace", "baseUri", "inputParameters", "in", "with"];
        let check = |word, expected: Option<&str>| assert_eq!(nearest(word, keys), expected, "{word}");
        check("inputParamters", Some("inputParameters"));
        check("base-uri", Some("baseUri"));
        check("baseUrl", Some("baseUri"));
        check("witj", Some("with"));
        check("description", None);
        check("x", None);
        check("", None);
        check(&"inputParameters".repeat(100), None);
    }

    #[test]
    fn long_words_and_many_of_them_take_no_time() {
        let words: Vec<String> = (0..100_000).map(|n| format!("{}{n:05}", "word".repeat(12))).collect();
        let check = |word: &str, expected: Option<&str>| {
            assert_eq!(nearest(word, words.iter().map(String::as_str)), expected, "{word}");
        };
        check(&words[1].to_uppercase(), Some(&words[1]));
        check(&format!("x{}", words[7]), Some(&words[7]));
        check(&"x".repeat(53), None);
        check(&words[7].repeat(1_000), None);
    }
}
