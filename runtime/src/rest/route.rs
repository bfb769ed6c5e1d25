//! What the document says of one route.

use super::segment::Segment;
use crate::Method;
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
    pub(super) body: Option<Body>,
    pub(super) naming: Naming,
}

/// What the JSON body is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body {
    /// An input.
    Whole { input: &'static str, required: bool },
    /// An object whose members are inputs.
    Fields(&'static [&'static str]),
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

    /// What callers give as `caller` is `input` to the function. Problems name it as callers do.
    pub fn rename(mut self, caller: &'static str, input: &'static str) -> Self {
        self.naming.rename(caller, input);
        self
    }

    /// `input` always has the value that `json` writes.
    ///
    /// # Panics
    /// If `json` is not JSON.
    pub fn constant(mut self, input: &'static str, json: &str) -> Self {
        self.naming.constant(input, json);
        self
    }

    fn new(method: Method, path: &'static str) -> Self {
        let segments = Segment::parse_path(path);
        Self { name: "", method, path, segments, query: &[], headers: &[], body: None, naming: Naming::default() }
    }
}
