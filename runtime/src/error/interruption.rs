//! Calls that get no whole answer, in words: whether a request was sent decides what its caller may do next.

use std::time::Duration;

/// What follows wherever a request was sent and its fate isn't known. A caller that asks again may do it twice.
const SENT: &str = "the request was sent, and may have been carried out";

/// How an answer failed to arrive after its request had been sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Interruption {
    /// The connection ended before an answer began.
    Unanswered,
    /// The connection ended within the answer.
    CutOff,
    /// What arrived can't be read, because of this: a clause about `it`.
    Unreadable(&'static str),
}

/// What was awaited when the time allowed for it had passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Awaited {
    /// A connection: nothing was sent.
    Connection,
    /// The first of an answer.
    Answer,
    /// The rest of an answer.
    Rest,
}

impl Interruption {
    /// What callers of `upstream` are told.
    pub(super) fn of(self, upstream: &str) -> String {
        match self {
            Self::Unanswered => format!("{upstream} closed the connection before it answered: {SENT}"),
            Self::CutOff => format!("the answer of {upstream} was cut off: {SENT}"),
            Self::Unreadable(why) => format!("the answer of {upstream} can't be read, since {why}: {SENT}"),
        }
    }
}

impl Awaited {
    /// What callers of `upstream` are told.
    pub(super) fn of(self, upstream: &str, allowed: Duration) -> String {
        let allowed = if allowed.subsec_millis() == 0 {
            format!("{} s", allowed.as_secs())
        } else {
            format!("{} ms", allowed.as_millis())
        };
        match self {
            Self::Connection => format!("{upstream} can't be reached: no connection within {allowed}"),
            Self::Answer => format!("{upstream} did not begin to answer within {allowed}: {SENT}"),
            Self::Rest => format!("the answer of {upstream} did not end within {allowed}: {SENT}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reads_it_knows_whether_something_was_sent() {
        let check = |text: String, wanted: &str| assert_eq!(text, wanted);
        let sent = |text: &str| format!("{text}: the request was sent, and may have been carried out");
        let unreadable = Interruption::Unreadable("it is no HTTP/1.1");
        check(Interruption::Unanswered.of("conns"), &sent("conns closed the connection before it answered"));
        check(Interruption::CutOff.of("conns"), &sent("the answer of conns was cut off"));
        check(unreadable.of("conns"), &sent("the answer of conns can't be read, since it is no HTTP/1.1"));
        let seconds = Duration::from_secs(30);
        check(
            Awaited::Connection.of("conns", Duration::from_millis(1500)),
            "conns can't be reached: no connection within 1500 ms",
        );
        check(Awaited::Answer.of("conns", seconds), &sent("conns did not begin to answer within 30 s"));
        check(Awaited::Rest.of("conns", seconds), &sent("the answer of conns did not end within 30 s"));
    }
}
