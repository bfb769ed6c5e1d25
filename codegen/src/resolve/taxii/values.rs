//! What single values of examples must be beyond their type, as the runtime reads them: `tests/tests/taxii_examples.rs` gives the
//! same examples to both.

use jiff::Timestamp;

use crate::model::taxii::Filter;
use crate::read::data::Data;

/// A text of a description, also one that is said to be a text.
pub(crate) fn words(value: &Data) -> Option<&str> {
    match value {
        Data::Text(text) | Data::Said(text) => Some(text),
        _ => None,
    }
}

/// A scalar as it stands in a URL.
pub(crate) fn text(value: &Data) -> String {
    match value {
        Data::Text(text) | Data::Said(text) => text.clone(),
        other => other.to_json().to_string(),
    }
}

/// What is wrong with the value of a property of the standard that has its type, as the end of a sentence, and what to write.
pub(crate) fn fault_of_property(key: &str, value: &Data) -> Option<(&'static str, &'static str)> {
    match (key, value) {
        ("date_added", _) if words(value).is_some_and(|text| !is_timestamp(text)) => {
            Some(("must be a timestamp", "2021-12-13T20:37:44.000000Z"))
        }
        ("max_content_length", Data::Number(number)) if number.as_u64().is_none() => {
            Some(("must not be negative", "10485760"))
        }
        (_, Data::List(items)) if items.iter().any(|item| words(item).is_none()) => {
            Some(("must be a list of texts", "[text]"))
        }
        _ => None,
    }
}

/// What is wrong with an input of a request (TAXII 2.1 §3.4, §3.5), as the end of a sentence, and what to write.
pub(crate) fn fault_of_filter(filter: Filter, text: &str) -> Option<(&'static str, &'static str)> {
    let items: Vec<&str> = text.split(',').collect();
    match filter {
        Filter::Next => None,
        Filter::AddedAfter => (!is_timestamp(text)).then_some(("must be a timestamp", "2021-12-13T20:37:44.000000Z")),
        Filter::Limit => {
            let digits = text.chars().all(|c| c.is_ascii_digit()) && text.chars().any(|c| c != '0');
            (!digits).then_some(("must be an integer above 0", "10"))
        }
        _ if items.iter().any(|item| item.is_empty()) => Some(("must be a text without empty items", "one,two")),
        Filter::MatchVersion => {
            let is_known = |item: &&str| matches!(*item, "last" | "first") || is_timestamp(item);
            let is_twice = items.iter().enumerate().any(|(at, item)| items[..at].contains(item));
            let is_sound = items.as_slice() == ["all"] || items.iter().all(is_known) && !is_twice;
            (!is_sound).then_some(("must be `all`, or of `last`, `first` and timestamps, each once", "last"))
        }
        Filter::MatchId | Filter::MatchType | Filter::MatchSpecVersion => None,
    }
}

/// Whether a text is an instant as the runtime reads it: RFC 3339, spaces around it allowed.
fn is_timestamp(text: &str) -> bool {
    text.trim().parse::<Timestamp>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_of_requests_are_what_the_server_reads() {
        let check = |filter: Filter, text: &str, is_sound: bool| {
            assert_eq!(fault_of_filter(filter, text).is_none(), is_sound, "{} {text:?}", filter.as_str());
        };
        let instant = "2021-12-13T20:37:44Z";
        check(Filter::AddedAfter, instant, true);
        check(Filter::AddedAfter, "2021-12-13", false);
        for (text, is_sound) in
            [("10", true), ("99999999999", true), ("0", false), ("-1", false), ("", false), ("1.5", false)]
        {
            check(Filter::Limit, text, is_sound);
        }
        check(Filter::Next, "", true);
        check(Filter::MatchType, "indicator,malware", true);
        check(Filter::MatchType, "indicator,", false);
        for (text, is_sound) in [
            ("all", true),
            ("last,first", true),
            (instant, true),
            ("all,last", false),
            ("last,last", false),
            ("2", false),
        ] {
            check(Filter::MatchVersion, text, is_sound);
        }
    }
}
