//! The routes of every step that has some.

use std::net::SocketAddr;

use capwright_tests::{Answer, send};
use serde_json::{Map, Value};

use crate::bed::{Bed, Running, bed};
use crate::units::{Call, Outcome, Where, calls};

/// A route as its binary lists it.
struct Route {
    method: String,
    path: String,
    unit: String,
}

#[tokio::test]
async fn every_route_answers_what_its_document_promises() {
    let Some(bed) = bed() else { return };
    for step in bed.steps_with_rest() {
        for route in routes(bed, step).await {
            let running = bed.start(step).await;
            for call in calls(&route.unit, Where { step, is_route: true }, bed) {
                check(&running, &route, &call, &format!("step {step}, {} {}", route.method, route.path)).await;
            }
        }
    }
}

#[tokio::test]
async fn steps_with_routes_have_all_of_them() {
    let Some(bed) = bed() else { return };
    let routes_of = async |step| {
        let routes = routes(bed, step).await.into_iter();
        routes.map(|route| format!("{} {} {}", route.method, route.path, route.unit)).collect::<Vec<_>>()
    };
    let mut wanted = vec![
        "GET /ships list-ships",
        "GET /ships/{imo} get-ship",
        "GET /ships/{imo}/crew get-ship-with-crew",
        "GET /legacy/vessels list-legacy-vessels",
        "POST /voyages create-voyage",
    ];
    assert_eq!(bed.steps_with_rest().collect::<Vec<_>>(), [7, 10, 11]);
    assert_eq!(routes_of(7).await, wanted);
    assert_eq!(routes_of(10).await, wanted);
    wanted.push("GET /voyages/{voyageId}/manifest get-voyage-manifest");
    assert_eq!(routes_of(11).await, wanted);
}

async fn routes(bed: &Bed, step: usize) -> Vec<Route> {
    let route = |line: &str| {
        let words: Vec<_> = line.split_whitespace().map(str::to_owned).collect();
        let [method, path, unit] = words.try_into().unwrap();
        Route { method, path, unit }
    };
    bed.say(step, "routes").await.lines().map(route).collect()
}

async fn check(running: &Running, route: &Route, call: &Call, place: &str) {
    let answer = route.ask(running.rest.unwrap(), call).await;
    match &call.outcome {
        Outcome::Answer(wanted) => {
            // A route keeps the status of its upstream.
            let status = if route.method == "POST" { 201 } else { 200 };
            assert_eq!((answer.status, answer.text()), (status, &*wanted.to_string()), "{place} {call:?}");
            assert_eq!(answer.header("content-type"), Some("application/json"), "{place}");
        }
        Outcome::Fault(status, words) => {
            assert_eq!(answer.status, *status, "{place} {call:?} {}", answer.raw);
            assert!(answer.text().contains(words), "{place} {call:?} {}", answer.raw);
        }
    }
    let (lines, bodies) = running.upstream();
    assert!(call.outcome.allows(&lines, &call.upstream), "{place} {call:?} {lines:?}");
    assert_eq!(bodies, call.bodies, "{place} {call:?}");
}

impl Route {
    /// Sends the arguments where they belong: in the path, and what is left in the body of a POST or in the query.
    async fn ask(&self, rest: SocketAddr, call: &Call) -> Answer {
        let mut left = call.arguments.as_object().unwrap().clone();
        let mut path = self.path.clone();
        for (name, value) in &call.arguments.as_object().unwrap().clone() {
            let variable = format!("{{{name}}}");
            if path.contains(&variable) {
                path = path.replace(&variable, &value.as_str().unwrap().replace('/', "%2F"));
                left.remove(name);
            }
        }
        if self.method == "POST" {
            let body = Value::from(left).to_string();
            return send(rest, &format!("POST {path}"), &["content-type: application/json"], body.as_bytes()).await;
        }
        send(rest, &format!("GET {path}{}", query(&left)), &[], b"").await
    }
}

fn query(arguments: &Map<String, Value>) -> String {
    let pairs: Vec<_> = arguments.iter().map(|(name, value)| format!("{name}={}", value.as_str().unwrap())).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}
