//! The crates of the tutorial, built, and running between a caller and the two APIs that they call.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, OnceLock};

use capwright_codegen::Package;
use capwright_tests::{Answer, Process, Upstream, send};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::common::workspace::{cargo, target, workspace};
use crate::documents::{project, shipyard, step};
use crate::microcks::Api;

/// The built crates of all steps. Both dialects make the same: the compiler's own tests see to that.
pub(crate) struct Bed {
    documents: PathBuf,
    elsewhere: PathBuf,
    packages: Vec<(usize, Package)>,
    /// The API of ships, voyages, crews and cargo.
    pub(crate) registry: Arc<Api>,
    /// The API of old vessels.
    pub(crate) legacy: Arc<Api>,
}

/// What the crates send and ask for.
#[derive(Clone)]
pub(crate) struct Secrets {
    /// The bearer token of the registry, and the version that it is asked for.
    pub(crate) registry: [String; 2],
    /// The key of the old API.
    pub(crate) dockyard: String,
    /// The bearer token of those who call tools.
    pub(crate) callers: String,
}

/// A step that runs.
pub(crate) struct Running {
    /// Where its MCP server listens.
    pub(crate) mcp: SocketAddr,
    /// Where its REST server listens, if it has one.
    pub(crate) rest: Option<SocketAddr>,
    /// Where its skill server listens, if it has one.
    pub(crate) skill: Option<SocketAddr>,
    /// What reaches the registry.
    pub(crate) registry: Upstream,
    /// What reaches the old API.
    pub(crate) legacy: Upstream,
    secrets: Secrets,
    _process: Process,
}

/// The crates, built once for all tests; none if the tutorial is not at hand.
pub(crate) fn bed() -> Option<&'static Bed> {
    static BED: OnceLock<Option<Bed>> = OnceLock::new();
    BED.get_or_init(|| shipyard().map(|folder| Bed::build(&folder))).as_ref()
}

impl Bed {
    fn build(folder: &Path) -> Self {
        let project = project(folder, "beta5");
        let crates = project.documents().filter_map(|index| {
            let number = step(&project.source(index).path)?;
            let compiled = project.compile(index);
            Some((number, compiled.package.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics))))
        });
        let mut packages: Vec<_> = crates.collect();
        packages.sort_by_key(|(number, _)| *number);
        let elsewhere = workspace("shipyard", packages.iter().map(|(_, package)| package));
        cargo(&elsewhere, "build --quiet --offline --workspace --bins");
        let api = |name: &str| Arc::new(Api::read(&folder.join("upstream").join(name)));
        Self {
            documents: folder.join("beta5"),
            elsewhere,
            packages,
            registry: api("maritime-registry-api.yaml"),
            legacy: api("legacy-dockyard-api.yaml"),
        }
    }

    /// The numbers of all steps.
    pub(crate) fn steps(&self) -> impl Iterator<Item = usize> {
        self.packages.iter().map(|(number, _)| *number)
    }

    /// The steps that have a REST server.
    pub(crate) fn steps_with_rest(&self) -> impl Iterator<Item = usize> {
        self.steps_with("rest")
    }

    /// The steps that have a server of this kind.
    pub(crate) fn steps_with(&self, server: &str) -> impl Iterator<Item = usize> {
        self.packages.iter().filter(move |(_, package)| has(package, server)).map(|(number, _)| *number)
    }

    /// A step whose secrets come from the environment: the file that its document names is not there.
    pub(crate) async fn start(&self, step: usize) -> Running {
        let secrets = Secrets::of_the_tests(step);
        let [token, version] = &secrets.registry;
        let settings = [
            ("REGISTRY_TOKEN", token.clone()),
            ("REGISTRY_VERSION", version.clone()),
            ("DOCKYARD_API_KEY", secrets.dockyard.clone()),
            ("MCP_SERVER_TOKEN", secrets.callers.clone()),
        ];
        self.start_in(&self.elsewhere, &settings, step, secrets).await
    }

    /// A step whose secrets come from the file that its document names.
    pub(crate) async fn start_beside_secrets(&self, step: usize) -> Running {
        let secrets = Secrets::read(&self.documents.join("shared/secrets.yaml"));
        self.start_in(&self.documents, &[], step, secrets).await
    }

    /// The output of a command of a step's binary.
    pub(crate) async fn say(&self, step: usize, argument: &str) -> String {
        let output = Command::new(binary(self.package(step))).arg(argument).env_clear().output().await.unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    async fn start_in(&self, folder: &Path, settings: &[(&str, String)], step: usize, secrets: Secrets) -> Running {
        let package = self.package(step);
        let registry = asking(&self.registry, secrets.of_the_registry(step)).await;
        let legacy = asking(&self.legacy, vec![("x-dock-key", Some(secrets.dockyard.clone()))]).await;
        let mut command = Command::new(binary(package));
        command.arg("serve");
        for server in ["mcp", "rest", "skill"].into_iter().filter(|server| has(package, server)) {
            command.args([&format!("--{server}"), "127.0.0.1:0"]);
        }
        command.current_dir(folder).env_clear().envs(settings.iter().map(|(name, value)| (name, value)));
        command.env("REGISTRY_BASE_URL", registry.url()).env("LEGACY_BASE_URL", legacy.url());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let process = Process::start(command);
        let mcp = process.address("mcp").await;
        let rest = if has(package, "rest") { Some(process.address("rest").await) } else { None };
        let skill = if has(package, "skill") { Some(process.address("skill").await) } else { None };
        Running { mcp, rest, skill, registry, legacy, secrets, _process: process }
    }

    fn package(&self, step: usize) -> &Package {
        &self.packages.iter().find(|(number, _)| *number == step).unwrap().1
    }
}

fn has(package: &Package, server: &str) -> bool {
    package.files.contains_key(&format!("src/{server}.rs"))
}

fn binary(package: &Package) -> PathBuf {
    target().join("debug").join(format!("{}{}", package.name, std::env::consts::EXE_SUFFIX))
}

/// An upstream that answers as `api` does those who send exactly these headers: none for one that must not be there.
async fn asking(api: &Arc<Api>, headers: Vec<(&'static str, Option<String>)>) -> Upstream {
    let api = Arc::clone(api);
    Upstream::with(move |seen| {
        let wrong = headers.iter().find(|(name, wanted)| seen.header(name) != wanted.as_deref());
        match wrong {
            Some((name, _)) => capwright_tests::Script::http("401 Unauthorized", "", format!("{name} is wrong")),
            None => api.answer(seen),
        }
    })
    .await
}

impl Secrets {
    fn of_the_tests(step: usize) -> Self {
        let text = |what: &str| format!("{what}-of-the-tests-{step}");
        Self { registry: [text("token"), text("version")], dockyard: text("key"), callers: text("callers") }
    }

    fn read(file: &Path) -> Self {
        let values: Value = serde_yaml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let text = |key: &str| values[key].as_str().unwrap().to_owned();
        Self {
            registry: [text("registry-bearer-token"), text("registry-api-version")],
            dockyard: text("dockyard-api-key"),
            callers: text("mcp-server-token"),
        }
    }

    /// What the registry is sent: nothing before step 3. The last step writes names without braces. A token is no text of
    /// a document, so it is a setting all the same, which has that name; the version is the text.
    fn of_the_registry(&self, step: usize) -> Vec<(&'static str, Option<String>)> {
        let [token, version] = self.registry.clone();
        let [token, version] = match step {
            1 | 2 => [None, None],
            11 => [Some(token), Some("REGISTRY_VERSION".to_owned())],
            _ => [Some(token), Some(version)],
        };
        vec![("authorization", token.map(|token| format!("Bearer {token}"))), ("registry-version", version)]
    }
}

impl Running {
    /// Sends a message to the MCP server, as a caller who has the token; its result.
    pub(crate) async fn ask(&self, method: &str, params: Value) -> Value {
        let answer = self.ask_as(Some(&self.secrets.callers), method, params).await;
        assert_eq!(answer.status, 200, "{}", answer.raw);
        answer.json()["result"].take()
    }

    /// Sends a message to the MCP server with this token, or with none.
    pub(crate) async fn ask_as(&self, token: Option<&str>, method: &str, params: Value) -> Answer {
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string();
        let token = token.map(|token| format!("authorization: Bearer {token}"));
        let headers: Vec<_> = ["content-type: application/json"].into_iter().chain(token.as_deref()).collect();
        send(self.mcp, "POST /mcp", &headers, message.as_bytes()).await
    }

    /// What has reached either upstream since the last time: the first lines, sorted, since parallel calls arrive in any
    /// order, and the bodies that are not empty.
    pub(crate) fn upstream(&self) -> (Vec<String>, Vec<Value>) {
        let seen = [self.registry.take(), self.legacy.take()].concat();
        let bodies = seen.iter().filter(|request| !request.body.is_empty()).map(|request| request.json()).collect();
        let mut lines: Vec<_> = seen.into_iter().map(|request| request.line).collect();
        lines.sort();
        (lines, bodies)
    }
}
