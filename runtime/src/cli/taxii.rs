//! `serve` for a crate that is a TAXII server.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::app::App;
use super::callers::random;
use super::launch::Launch;
use super::server::{Server, Variable};
use super::tell::tell;
use crate::error::{InputError, Result};
use crate::setting::Setting;
use crate::settings::Settings;
use crate::taxii::server::{self, BasicAuth, Layout, Options};
use crate::taxii::store::{MemoryStore, StoreService};

/// Whom a server lets in.
const CALLERS: &[Setting] = &[
    Setting::required(USERNAME).purpose("the user name that callers of the server give"),
    Setting::secret(PASSWORD).purpose("the password that callers of the server give"),
];
const USERNAME: &str = "TAXII_USERNAME";
const PASSWORD: &str = "TAXII_PASSWORD";
const DATA: &str = "data";

/// What server and client read.
const ENVIRONMENT: &[Variable] = &[
    (USERNAME, "the user name that callers of the server give [to serve]"),
    (PASSWORD, "the password that callers of the server give [to serve, secret]"),
    ("TAXII_PUBLIC_URL", "the URL that callers know the server by, such as https://taxii.example.com"),
    ("TAXII_PAGE_LIMIT", "most objects of a page of the server; 1000 unless given"),
    ("TAXII_ALLOW_HTTP", "whether the client sends credentials in the clear, beyond loopback; false unless given"),
    ("TAXII_TRAILING_SLASH", "whether the client's paths end in a slash; as the description says unless given"),
];

/// The input of an operation on one collection, for [`App::operation`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollectionInput {
    /// Identifier or alias of the collection.
    pub collection: String,
}

/// What the binary serves from: a file, or the examples of the description.
type Service = StoreService<MemoryStore, BasicAuth>;

impl<C: Clone + 'static> App<C> {
    /// A TAXII server that listens on `address` unless told otherwise. It serves the file that `--data` names or, with
    /// `--mock`, `examples`: see [`MemoryStore::from_json`] and [`MemoryStore::from_examples`].
    pub fn taxii<S, E>(
        self,
        address: &'static str,
        layout: Layout,
        examples: &'static str,
        server: impl Fn(Service) -> server::Server<S, E> + 'static,
    ) -> Self
    where
        S: Send + Sync + 'static,
        E: Serialize + Send + 'static,
    {
        let server = Rc::new(server);
        let listed = Rc::clone(&server);
        let nothing = || StoreService::new(MemoryStore::default(), BasicAuth::new("", ""));
        let row = |(method, path, name): (&str, String, &str)| vec![method.to_owned(), path, name.to_owned()];
        let router = move |launch: &Launch<'_, C>| {
            let store = store(launch, layout, examples)?;
            let service = StoreService::new(store, callers(launch.is_mock())?);
            let mut options = Options::from_env()?;
            options.server = options.server.with_metrics(launch.metrics.clone());
            Ok(server(service).into_router(&options))
        };
        let server = Server::new("taxii", address, router)
            .authenticated()
            .path(layout.discovery())
            .environment(ENVIRONMENT)
            .flag(DATA, "FILE", "The objects to serve: JSON, in the form of medallion's data files")
            .routes(move |_| Ok(listed(nothing()).routes().map(row).collect()));
        self.server(server)
    }
}

fn store<C>(launch: &Launch<'_, C>, layout: Layout, examples: &str) -> Result<MemoryStore> {
    let store = match (launch.flag(DATA), launch.is_mock()) {
        (Some(file), false) => MemoryStore::load(file)?,
        (None, true) => MemoryStore::from_examples(layout.root(), examples)?,
        (Some(_), true) => return Err(InputError::new("serve", "takes --data or --mock, not both").into()),
        (None, false) => {
            let reason = "needs objects: give --data FILE, or --mock to serve the examples of the description";
            return Err(InputError::new("serve", reason).into());
        }
    };
    for (root, objects) in store.roots() {
        tell(format_args!("API root {}: {objects} objects", layout.root_path(root)));
    }
    Ok(store)
}

/// Credentials come from the environment; `--mock` makes up what is missing, and says what.
fn callers(mock: bool) -> Result<BasicAuth> {
    let mut settings = Settings::from_env(CALLERS);
    if mock {
        for (env, value) in [(USERNAME, "mock".to_owned()), (PASSWORD, random(PASSWORD)?)] {
            if !settings.has(env) {
                tell(format_args!("{env}={value}"));
                settings.set(env, value);
            }
        }
    }
    let settings = settings.check(CALLERS)?;
    Ok(BasicAuth::new(settings.get(USERNAME), settings.get(PASSWORD)))
}
