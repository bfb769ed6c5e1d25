//! Calls of routes without a request: inputs by the names that callers use, wherever a request would carry them.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::Method;

use super::Rest;
use super::body::Body;
use super::dispatch::Endpoint;
use super::json::take;
use super::route::Route;
use crate::error::{InputError, Result};
use crate::reply::Reply;
use crate::values::{Raw, Values};

/// The name of a whole JSON body.
const BODY: &str = "body";

impl<S> Rest<S> {
    /// What `route` (`GET /conns/{id}`) answers, given values by the names that callers use, or the JSON body as `body`.
    ///
    /// # Errors
    /// [`Error::Input`](crate::Error::Input) names what is missing or not taken; there may be no such route. The answer is
    /// as the function gives it.
    pub(crate) fn answer(&self, route: &str, given: &Values) -> Result<BoxFuture<'static, Result<Reply>>> {
        let is_meant = |endpoint: &&Arc<Endpoint>| name(&endpoint.route.method, endpoint.route.path) == route;
        let endpoint = self.endpoints.iter().find(is_meant).ok_or_else(|| InputError::new(route, "is no route"))?;
        let (values, endpoint) = (gather(&endpoint.route, given)?, Arc::clone(endpoint));
        let answer = async move {
            let Endpoint { route, function, .. } = endpoint.as_ref();
            function(values).await.map_err(|error| route.naming.blame(error))
        };
        Ok(answer.boxed())
    }
}

fn name(method: &Method, path: &str) -> String {
    format!("{method} {path}")
}

fn gather(route: &Route, given: &Values) -> Result<Values, InputError> {
    let names = names(route);
    let mut values = Values::new();
    for (name, raw) in given.iter() {
        match raw {
            _ if names.contains(&name) => route.naming.add(&mut values, name, raw.clone()),
            Raw::Json(body) if name == BODY && route.takes_body() => take(route, body.clone(), &mut values)?,
            _ => return Err(InputError::new(name, format!("is not taken; {}", known(&names, route)))),
        }
    }
    if let Some(missing) = route.required.iter().find(|name| !route.naming.is_given(&values, name)) {
        return Err(InputError::new(*missing, "is required"));
    }
    route.naming.checked(&values)?;
    route.naming.declared.complete(&mut values);
    Ok(values)
}

/// All names that requests have for inputs.
fn names(route: &Route) -> Vec<&'static str> {
    let lists = [route.query, route.headers, route.cookies].into_iter().flatten().copied();
    let body: &[&str] = match &route.body {
        Some(Body::Fields(names)) => names,
        Some(Body::Whole { input, .. } | Body::WholeOrMember { input, .. }) => std::slice::from_ref(input),
        None => &[],
    };
    let mut names: Vec<&str> = Vec::new();
    let variables = route.segments.iter().flat_map(|segment| segment.variables());
    for name in variables.chain(lists).chain(body.iter().copied()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn known(names: &[&str], route: &Route) -> String {
    let mut names = names.to_vec();
    if route.takes_body() && !names.contains(&BODY) {
        names.push(BODY);
    }
    if names.is_empty() {
        "the route takes no inputs".to_owned()
    } else {
        format!("the route takes {}", names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use crate::value::{Value, json};

    use super::*;

    fn check(route: &Route, given: Value, expected: &[(&str, Value)]) {
        let given = Values::from(given.as_object().cloned().unwrap_or_default());
        let found = gather(route, &given).map_err(|error| error.to_string());
        let mut wanted = Values::new();
        expected.iter().for_each(|(name, value)| wanted.json(*name, value.clone()));
        assert_eq!(found, Ok(wanted));
    }

    #[test]
    fn values_come_by_their_names_or_in_the_body() {
        let route = Route::post("/orders/{id}").query(&["limit"]).headers(&["X-Key"]).fields(&["title"]);
        let route = route.rename("X-Key", "key").constant("kind", "\"a\"");
        let all = json!({"id": "7", "limit": 2, "X-Key": "k", "title": "t"});
        let constant = ("kind", json!("a"));
        check(
            &route,
            all,
            &[("id", json!("7")), ("limit", json!(2)), ("key", json!("k")), ("title", json!("t")), constant.clone()],
        );
        check(
            &route,
            json!({"id": "7", "body": {"title": "t", "x": 1}}),
            &[("id", json!("7")), ("title", json!("t")), constant],
        );
        check(&Route::put("/x").body("order"), json!({"order": {"a": 1}}), &[("order", json!({"a": 1}))]);
        check(&Route::put("/x").body("order"), json!({"body": {"a": 1}}), &[("order", json!({"a": 1}))]);
    }

    #[test]
    fn mistakes_name_what_is_taken() {
        let refused = |route: Route, given: Value| {
            let given = Values::from(given.as_object().cloned().unwrap_or_default());
            gather(&route, &given).map_or_else(|error| error.to_string(), |_| String::new())
        };
        let route = || Route::post("/orders/{id}").fields(&["title"]).required(&["title"]);
        assert_eq!(refused(route(), json!({"ttle": 1})), "ttle is not taken; the route takes id, title, body");
        assert_eq!(refused(route(), json!({"id": 1})), "title is required");
        assert_eq!(refused(Route::get("/x"), json!({"body": 1})), "body is not taken; the route takes no inputs");
    }
}
