//! What functions with declared outputs answer.

use http::StatusCode;
use serde::Serialize;

use crate::error::Result;
use crate::misfits::Misfits;
use crate::reply::Reply;

/// An answer with the declared outputs `T`, which callers get as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<T> {
    /// The status that a REST caller gets; that of the upstream, if the answer is one's.
    pub status: StatusCode,
    /// The outputs; `None` if there is no content, since the upstream sent none.
    pub body: Option<T>,
    /// What of them is `null` since it didn't fit. Callers over REST and MCP are told, and so is the log.
    pub misfits: Misfits,
}

impl<T> Answer<T> {
    /// An answer without content.
    pub fn empty(status: StatusCode) -> Self {
        Self { status, body: None, misfits: Misfits::default() }
    }
}

/// 200 with these outputs.
impl<T> From<T> for Answer<T> {
    fn from(body: T) -> Self {
        Self { status: StatusCode::OK, body: Some(body), misfits: Misfits::default() }
    }
}

/// What a function of a service may answer: [`Reply`], or [`Answer`] where outputs are declared.
pub trait IntoReply {
    /// The answer as bytes.
    ///
    /// # Errors
    /// [`Error::Decode`](crate::Error::Decode) if it has no JSON form, such as a map whose keys aren't strings.
    fn into_reply(self) -> Result<Reply>;

    /// Whether it may be what an upstream answered, passed on as it arrived.
    const IS_PASSED_ON: bool = false;
}

impl IntoReply for Reply {
    fn into_reply(self) -> Result<Reply> {
        Ok(self)
    }

    const IS_PASSED_ON: bool = true;
}

impl<T: Serialize> IntoReply for Answer<T> {
    fn into_reply(self) -> Result<Reply> {
        if !self.misfits.is_empty() {
            tracing::warn!("null in an answer, since what is there is not of the type declared: {}", self.misfits);
        }
        match self.body {
            Some(body) => Ok(Reply::from_json(&body)?.with_status(self.status).with_misfits(self.misfits)),
            None => Ok(Reply::empty(self.status)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn answers_become_replies() {
        let check = |answer: Answer<Vec<&str>>, status: u16, media_type: Option<&str>, body: &str| {
            let reply = answer.into_reply().unwrap();
            assert_eq!((reply.status().as_u16(), reply.content_type()), (status, media_type));
            assert_eq!(reply.text().unwrap(), body);
        };
        check(vec!["a"].into(), 200, Some("application/json"), r#"["a"]"#);
        check(Answer { status: StatusCode::CREATED, ..vec![].into() }, 201, Some("application/json"), "[]");
        check(Answer::empty(StatusCode::OK), 200, None, "");
        check(Answer::empty(StatusCode::ACCEPTED), 202, None, "");
    }
}
