//! What each tool and route of the tutorial promises, by its name: a tool and a route of one name do the same.

use serde_json::{Map, Value, json};

use crate::bed::Bed;
use crate::microcks::{Api, filled};

/// A call, and what becomes of it.
#[derive(Debug)]
pub(crate) struct Call {
    /// By input.
    pub(crate) arguments: Value,
    /// What the caller gets.
    pub(crate) outcome: Outcome,
    /// The first lines of what reaches the upstreams, sorted; of calls that fail, the one that is to blame.
    pub(crate) upstream: Vec<String>,
    /// The bodies that reach the upstreams.
    pub(crate) bodies: Vec<Value>,
}

/// What a caller gets.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// This, whatever the protocol.
    Answer(Value),
    /// A status, and words that a problem or the error of a tool contains.
    Fault(u16, &'static str),
}

impl Outcome {
    /// Whether this may have reached the upstreams, where `wanted` does if all is well. Calls beside one that fails are
    /// dropped, wherever they are.
    pub(crate) fn allows(&self, seen: &[String], wanted: &[String]) -> bool {
        match self {
            Self::Answer(_) => seen == wanted,
            Self::Fault(..) => wanted.iter().all(|line| seen.contains(line)),
        }
    }
}

/// What is particular about where a call is made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Where {
    /// The step of the tutorial.
    pub(crate) step: usize,
    /// Whether it is a route, not a tool.
    pub(crate) is_route: bool,
}

/// A value at a pointer, by its new name.
type Renamed = (&'static str, &'static str);

const SUMMARY: [Renamed; 5] = [
    ("imo", "/imo_number"),
    ("name", "/vessel_name"),
    ("type", "/vessel_type"),
    ("flag", "/flag_code"),
    ("status", "/operational_status"),
];
const SPECS: [Renamed; 3] =
    [("yearBuilt", "/year_built"), ("tonnage", "/gross_tonnage"), ("length", "/dimensions/length_overall")];
const VESSEL: [Renamed; 5] = [
    ("vesselCode", "/vesselCode"),
    ("name", "/vesselName"),
    ("type", "/category"),
    ("flag", "/flagState"),
    ("status", "/operationalStatus"),
];
const MEMBER: [Renamed; 2] = [("fullName", "/fullName"), ("role", "/role")];
const ITEM: [Renamed; 4] =
    [("type", "/type"), ("description", "/description"), ("weight", "/weight"), ("hazardous", "/hazardous")];

/// All calls of a unit. What goes wrong comes last: it may leave a call behind that is still on its way.
pub(crate) fn calls(unit: &str, place: Where, bed: &Bed) -> Vec<Call> {
    match unit {
        "get-ship" if place.step == 1 => made_up_ships(&bed.registry),
        "get-ship" => ships(&bed.registry, place.step > 3),
        "list-ships" => filtered(&bed.registry, "list-ships", "/ships", |ships| each(ships, &SUMMARY)),
        "list-legacy-vessels" if place.step == 7 && place.is_route => vec![no_list()],
        "list-legacy-vessels" => {
            filtered(&bed.legacy, "list-vessels", "/vessels", |vessels| each(&vessels["vessel"], &VESSEL))
        }
        "create-voyage" => voyages(&bed.registry),
        "get-ship-with-crew" => crews(&bed.registry),
        "get-voyage-manifest" => manifests(&bed.registry, place.is_route),
        _ => panic!("nobody knows what {unit} promises"),
    }
}

impl Call {
    fn new(arguments: Value, upstream: &[String], answer: Value) -> Self {
        Self { arguments, outcome: Outcome::Answer(answer), upstream: upstream.to_vec(), bodies: Vec::new() }
    }

    fn fault(arguments: Value, upstream: &[&str], status: u16, words: &'static str) -> Self {
        let upstream = upstream.iter().map(|line| (*line).to_owned()).collect();
        Self { arguments, outcome: Outcome::Fault(status, words), upstream, bodies: Vec::new() }
    }
}

/// The mock of the first step: constants, which are those of a ship in the registry, and what it is asked for.
fn made_up_ships(registry: &Api) -> Vec<Call> {
    let mut ship = picked(registry.answers("get-ship")[0].1, &SUMMARY);
    ship.insert("imo".to_owned(), "IMO-1".into());
    vec![Call::new(json!({"imo_number": "IMO-1"}), &[], ship.into())]
}

fn ships(registry: &Api, has_specs: bool) -> Vec<Call> {
    let known = registry.answers("get-ship").into_iter().map(|(_, ship)| {
        let mut answer = picked(ship, &SUMMARY);
        if has_specs {
            answer.insert("specs".to_owned(), picked(ship, &SPECS).into());
        }
        let imo = text(ship, "/imo_number");
        Call::new(json!({"imo": imo}), &[format!("GET /ships/{imo}")], answer.into())
    });
    let unknown = Call::fault(json!({"imo": "a/b"}), &["GET /ships/a%2Fb"], 404, "not_found");
    known.chain([unknown]).collect()
}

/// Lists that may be filtered by status: all, and what each example is the answer to.
fn filtered(api: &Api, operation: &str, path: &str, shape: impl Fn(&Value) -> Value) -> Vec<Call> {
    let all = Call::new(json!({}), &[format!("GET {path}")], shape(api.answer_to_all(operation)));
    let filters = api.answers(operation).into_iter().filter_map(|(name, answer)| {
        let status = name.strip_prefix("?status=")?;
        Some(Call::new(json!({"status": status}), &[format!("GET {path}{name}")], shape(answer)))
    });
    [all].into_iter().chain(filters).collect()
}

/// The route of step 7 looks for the list one level too high.
fn no_list() -> Call {
    Call::fault(json!({}), &["GET /vessels"], 502, "must be a list, but legacy gave an object")
}

fn voyages(registry: &Api) -> Vec<Call> {
    let created = registry.answer_to_all("create-voyage");
    let call = |sent: &Value| {
        let created = filled(created, sent);
        let mut answer = picked(&created, &[("voyageId", "/voyageId"), ("shipImo", "/shipImo")]);
        let route = picked(&created, &[("from", "/departurePort"), ("to", "/arrivalPort")]);
        let dates = picked(&created, &[("departure", "/departureDate"), ("arrival", "/arrivalDate")]);
        answer.extend([("route".to_owned(), route.into()), ("dates".to_owned(), dates.into())]);
        answer.append(&mut picked(
            &created,
            &[("crewIds", "/crewIds"), ("cargoIds", "/cargoIds"), ("status", "/status")],
        ));
        let call = Call::new(sent.clone(), &["POST /voyages".to_owned()], answer.into());
        // What is absent outside of quotes is null in a raw body.
        let mut body = sent.clone();
        body.as_object_mut().unwrap().entry("cargoIds").or_insert(Value::Null);
        Call { bodies: vec![body], ..call }
    };
    let whole = &registry.requests("create-voyage")[0];
    let mut without_cargo = whole.clone();
    without_cargo.as_object_mut().unwrap().remove("cargoIds").unwrap();
    let mut quoted = whole.clone();
    quoted["departurePort"] = "Ham\"burg\\\n".into();
    [whole, &without_cargo, &quoted].map(call).into()
}

fn crews(registry: &Api) -> Vec<Call> {
    let known = registry.answers("get-ship").into_iter().map(|(_, ship)| {
        let mut answer = picked(ship, &[&SUMMARY[..], &SPECS].concat());
        let crew = found(registry.answer_to_all("list-crew"), "crewId", &ship["assignedCrew"], &MEMBER);
        answer.insert("crew".to_owned(), crew);
        let imo = text(ship, "/imo_number");
        Call::new(json!({"imo": imo}), &["GET /crew".to_owned(), format!("GET /ships/{imo}")], answer.into())
    });
    let unknown = Call::fault(json!({"imo": "none"}), &["GET /ships/none"], 404, "step get-ship");
    known.chain([unknown]).collect()
}

/// The tool nests what the route has side by side.
fn manifests(registry: &Api, is_flat: bool) -> Vec<Call> {
    let calls = registry.answers("get-voyage").into_iter().map(|(_, voyage)| {
        let ships = registry.answer_to_all("list-ships").as_array().unwrap();
        let ship = ships.iter().find(|ship| ship["imo_number"] == voyage["shipImo"]).unwrap();
        let mut answer = picked(voyage, &[("voyageId", "/voyageId"), ("status", "/status")]);
        if is_flat {
            let route = [("departurePort", "/departurePort"), ("arrivalPort", "/arrivalPort")];
            let ship_parts = [("shipName", "/vessel_name"), ("shipType", "/vessel_type"), ("shipFlag", "/flag_code")];
            answer.extend(picked(voyage, &route).into_iter().chain(picked(ship, &ship_parts)));
        } else {
            let route = picked(voyage, &[("from", "/departurePort"), ("to", "/arrivalPort")]);
            let ship = picked(ship, &[("name", "/vessel_name"), ("type", "/vessel_type"), ("flag", "/flag_code")]);
            answer.extend([("route".to_owned(), route.into()), ("ship".to_owned(), ship.into())]);
        }
        let crew = found(registry.answer_to_all("list-crew"), "crewId", &voyage["crewIds"], &MEMBER);
        let cargo = found(registry.answer_to_all("list-cargo"), "cargoId", &voyage["cargoIds"], &ITEM);
        answer.extend([("crew".to_owned(), crew), ("cargo".to_owned(), cargo)]);
        let id = text(voyage, "/voyageId");
        let lines = ["/cargo", "/crew", "/ships", &format!("/voyages/{id}")].map(|path| format!("GET {path}"));
        Call::new(json!({"voyageId": id}), &lines, answer.into())
    });
    calls.chain([Call::fault(json!({"voyageId": "none"}), &["GET /voyages/none"], 404, "step get-voyage")]).collect()
}

/// The items of `list` that have the `wanted` values in `field`, in that order.
fn found(list: &Value, field: &str, wanted: &Value, shape: &[Renamed]) -> Value {
    let items = list.as_array().unwrap();
    let find = |wanted: &Value| items.iter().find(|item| item[field] == *wanted).unwrap();
    wanted.as_array().unwrap().iter().map(|wanted| Value::from(picked(find(wanted), shape))).collect()
}

fn each(list: &Value, shape: &[Renamed]) -> Value {
    list.as_array().unwrap().iter().map(|item| Value::from(picked(item, shape))).collect()
}

/// The parts of a value, all of which are there.
fn picked(value: &Value, shape: &[Renamed]) -> Map<String, Value> {
    let part = |pointer: &str| value.pointer(pointer).unwrap_or_else(|| panic!("no {pointer} in {value}")).clone();
    shape.iter().map(|(name, pointer)| ((*name).to_owned(), part(pointer))).collect()
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap()
}
