//! Requests to a TAXII server.

use std::collections::BTreeMap;

use capwright_codegen::model::taxii::{Endpoint, Taxii, TaxiiOperation};

use super::super::asked::{Berth, Credential, RouteCall, SECRET, Script, Wanted};
use super::super::http::Request;
use super::super::values;

/// The settings of every TAXII server, and who its callers say they are.
const USERNAME: (&str, &str) = ("TAXII_USERNAME", "fleet");
const PASSWORD: &str = "TAXII_PASSWORD";

const MEDIA_TYPE: &str = "application/taxii+json;version=2.1";

/// A request for each operation.
pub(super) fn script(taxii: &Taxii) -> Script {
    let calls = taxii.operations.iter().map(|endpoint| call(taxii, endpoint)).collect();
    let credential = Credential::Basic(USERNAME.1.to_owned(), SECRET.to_owned());
    let settings = [(USERNAME.0, USERNAME.1), (PASSWORD, SECRET)];
    Script {
        settings: BTreeMap::from(settings.map(|(env, value)| (env.to_owned(), value.to_owned()))),
        servers: vec![Berth { name: "taxii".to_owned(), credential, wanted: Wanted::Routes(calls) }],
        calls: Vec::new(),
    }
}

fn call(taxii: &Taxii, endpoint: &Endpoint) -> RouteCall {
    let path = format!("{}{}", taxii.base_path, taxii.path(endpoint.operation));
    let target = path.replace("{collection}", &values::encoded(collection(taxii).unwrap_or("none")));
    let target = format!("{}/", target.trim_end_matches('/'));
    let headers = vec![("accept".to_owned(), MEDIA_TYPE.to_owned())];
    let request = Request { headers, ..Request::get(target) };
    RouteCall { route: format!("GET {path}"), request, refusals: refusals(taxii, endpoint.operation) }
}

/// What is right where the stand-in can't know better: it serves the examples of the description, and nothing else.
fn refusals(taxii: &Taxii, operation: TaxiiOperation) -> &'static [u16] {
    let has_example = taxii.examples.iter().any(|example| example.get("operation") == Some(&operation.as_str().into()));
    match operation {
        TaxiiOperation::Discovery | TaxiiOperation::ApiRoot if has_example => &[],
        TaxiiOperation::Discovery | TaxiiOperation::ApiRoot => &[404, 502], // a property may be required that the standard has not
        TaxiiOperation::Collections => &[],
        _ if collection(taxii).is_some() => &[],
        _ => &[404],
    }
}

/// A collection that the examples of the description hold.
fn collection(taxii: &Taxii) -> Option<&str> {
    let responses = taxii.examples.iter().filter_map(|example| example.get("response"));
    let mut listed =
        responses.filter_map(|response| response.get("collections")?.as_array()?.first()?.get("id")?.as_str());
    listed.next()
}
