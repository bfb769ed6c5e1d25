//! "Did you mean".

/// The longest word that anything is near to, in bytes: comparing takes time by its square.
const LONGEST: usize = 200;

/// The candidate that was most likely meant by `word`, if any is close enough.
///
/// Case and punctuation count for nothing: `base-uri` is `baseUri`. The first of equals wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = plain(word);
    let length = wanted.chars().count();
    let allowed = (length / 3).max(1);
    let is_comparable = |candidate: &&str| *candidate != word && word.len().max(candidate.len()) <= LONGEST;
    let close = candidates.into_iter().filter(is_comparable).filter_map(|candidate| {
        let candidate_plain = plain(candidate);
        if candidate_plain.chars().count().abs_diff(length) > allowed {
            return None; // the distance is no less
        }
        let distance = strsim::osa_distance(&wanted, &candidate_plain);
        (distance <= allowed && distance < wanted.len()).then_some((distance, candidate))
    });
    close.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

fn plain(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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
}
