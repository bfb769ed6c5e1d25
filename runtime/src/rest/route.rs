//! What the document says of one route.

#[cfg(feature = "project")]
use std::sync::Arc;

use http::{HeaderValue, Method};

use super::body::{Body, BodyPart};
use super::segment::Segment;
#[cfg(feature = "project")]
use crate::error::InputError;
#[cfg(feature = "project")]
use crate::project::Select;
use crate::server::Naming;

/// A method and path, and where the inputs of the function come from.
///
/// Path variables are inputs as they stand: `{id}` for a whole segment, as in `/conns/{id}/events`, or for a part of
/// one, as in `/reports/{year}-{month}.json`.
#[derive(Debug, Clone)]
pub struct Route {
    pub(super) name: &'static str,
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) segments: Vec<Segment>,
    pub(super) query: &'static [&'static str],
    pub(super) headers: &'static [&'static str],
    pub(super) cookies: &'static [&'static str],
    pub(super) body: Option<Body>,
    pub(super) body_parts: Vec<BodyPart>,
    pub(super) required: &'static [&'static str],
    pub(super) media_type: Option<HeaderValue>,
    pub(super) naming: Naming,
}

impl Route {
    /// Answers GET and HEAD.
    pub fn get(path: &'static str) -> Self {
        Self::new(Method::GET, path)
    }

    /// Answers HEAD.
    pub fn head(path: &'static str) -> Self {
        Self::new(Method::HEAD, path)
    }

    /// Answers POST.
    pub fn post(path: &'static str) -> Self {
        Self::new(Method::POST, path)
    }

    /// Answers PUT.
    pub fn put(path: &'static str) -> Self {
        Self::new(Method::PUT, path)
    }

    /// Answers PATCH.
    pub fn patch(path: &'static str) -> Self {
        Self::new(Method::PATCH, path)
    }

    /// Answers DELETE.
    pub fn delete(path: &'static str) -> Self {
        Self::new(Method::DELETE, path)
    }

    /// The name of the REST operation, for listings.
    pub fn name(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// Query parameters that are inputs. Others are ignored.
    pub fn query(mut self, names: &'static [&'static str]) -> Self {
        self.query = names;
        self
    }

    /// Headers that are inputs.
    pub fn headers(mut self, names: &'static [&'static str]) -> Self {
        self.headers = names;
        self
    }

    /// Cookies that are inputs. Others are ignored.
    pub fn cookies(mut self, names: &'static [&'static str]) -> Self {
        self.cookies = names;
        self
    }

    /// The whole JSON body is `input`, and must be given.
    pub fn body(mut self, input: &'static str) -> Self {
        self.body = Some(Body::Whole { input, required: true });
        self
    }

    /// The whole JSON body is `input`, if there is one.
    pub fn optional_body(mut self, input: &'static str) -> Self {
        self.body = Some(Body::Whole { input, required: false });
        self
    }

    /// The JSON body, if there is one, is an object, and these of its members are inputs. Others are ignored.
    pub fn fields(mut self, names: &'static [&'static str]) -> Self {
        self.body = Some(Body::Fields(names));
        self
    }

    /// The JSON body, if there is one, is `input`; unless it is an object with a member of that name, which is it then.
    pub fn body_or_member(self, input: &'static str) -> Self {
        self.sole_body(input, "")
    }

    /// The same for an input of the type `kind` of JSON Schema; `""` is any. A member that can't be of it is none, where the
    /// whole body can.
    pub fn sole_body(mut self, input: &'static str, kind: &'static str) -> Self {
        self.body = Some(Body::WholeOrMember { input, kind });
        self
    }

    /// The part of the JSON body at `path` is `input`, if there is one. Adds to what else the body is.
    #[cfg(feature = "project")]
    pub fn body_at(mut self, input: &'static str, path: impl Select + Send + Sync + 'static) -> Self {
        let select = Arc::new(move |body: &_| {
            let part =
                path.select(body).map_err(|_| InputError::new(input, "takes too long to be found in the body"))?;
            Ok(part.map(|part| part.into_owned()))
        });
        self.body_parts.push(BodyPart { input, select });
        self
    }

    /// What callers must give, wherever it comes from, by the names that they use.
    pub fn required(mut self, names: &'static [&'static str]) -> Self {
        self.required = names;
        self
    }

    /// What it answers with content is of this media type, whatever the function says.
    pub fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = HeaderValue::from_str(media_type).ok(); // what no header can carry, no caller could read
        self
    }

    /// What callers give as `caller` is `input` to the function; renamed again, it is the other input as well. Problems
    /// name it as callers do.
    pub fn rename(mut self, caller: &'static str, input: &'static str) -> Self {
        self.naming.rename(caller, input);
        self
    }

    /// What callers give as `caller` must be what the JSON Schema that `json` writes says: `type`, `enum`, `minimum`,
    /// `maximum`, `minLength`, `maxLength`, `format` and `items`.
    ///
    /// # Panics
    /// If `json` is no JSON object.
    pub fn check(mut self, caller: &'static str, json: &str) -> Self {
        self.naming.declared.check(caller, json);
        self
    }

    /// `input` always has the value that `json` writes.
    ///
    /// # Panics
    /// If `json` is not JSON.
    pub fn constant(mut self, input: &'static str, json: &str) -> Self {
        self.naming.declared.constant(input, json);
        self
    }

    /// `input` has the value that `json` writes when the caller gives none; `null` is none.
    ///
    /// # Panics
    /// If `json` is not JSON.
    pub fn default(mut self, input: &'static str, json: &str) -> Self {
        self.naming.declared.default_to(input, json);
        self
    }

    pub(super) fn takes_body(&self) -> bool {
        self.body.is_some() || !self.body_parts.is_empty()
    }

    fn new(method: Method, path: &'static str) -> Self {
        let segments = Segment::parse_path(path);
        Self {
            name: "",
            method,
            path,
            segments,
            query: &[],
            headers: &[],
            cookies: &[],
            body: None,
            body_parts: Vec::new(),
            required: &[],
            media_type: None,
            naming: Naming::default(),
        }
    }
}
