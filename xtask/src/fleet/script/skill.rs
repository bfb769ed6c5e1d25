//! Requests to a server of skills.

use capwright_codegen::model::Skills;

use super::super::asked::RouteCall;
use super::super::http::Request;
use super::super::values;

/// The catalogue, and all that can be asked of each skill. Its files may be on another machine.
pub(super) fn calls(server: &Skills) -> Vec<RouteCall> {
    let mut calls = vec![call("", "/skills".to_owned(), &[])];
    for skill in &server.skills {
        let path = format!("/skills/{}", values::encoded(&skill.name));
        calls.push(call("/{name}", path.clone(), &[]));
        calls.push(call("/{name}/contents", format!("{path}/contents"), &[404]));
        calls.push(call("/{name}/download", format!("{path}/download"), &[404]));
    }
    calls
}

fn call(route: &str, target: String, refusals: &'static [u16]) -> RouteCall {
    RouteCall { route: format!("GET /skills{route}"), request: Request::get(target), refusals }
}
