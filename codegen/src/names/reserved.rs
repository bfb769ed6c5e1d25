//! Names that a document can't have as they are: what generated code imports and defines itself, and what Rust and cargo keep.
//! Resolution leaves them out of its scopes; emission imports from these lists and nothing else.

/// What generated code takes from a module of the runtime, sorted.
#[derive(Debug, Clone, Copy)]
pub struct Imports {
    /// The module, `taxii::client`; empty for the crate itself.
    pub module: &'static str,
    /// What it exports.
    pub names: &'static [&'static str],
}

/// From the runtime itself.
pub const RUNTIME: Imports = Imports {
    module: "",
    names: &[
        "Answer",
        "Format",
        "Method",
        "NoInput",
        "Number",
        "Object",
        "Outcome",
        "OutputError",
        "Part",
        "Reply",
        "Result",
        "Setting",
        "Settings",
        "SignatureMethod",
        "Value",
        "member",
    ],
};

/// The same where types of TAXII are told from those of the crate by their path.
pub const RUNTIME_OF_TAXII: Imports = Imports { module: "", names: &["Number", "Object", "Value", "taxii"] };

/// What the binary is made of.
pub const CLI: Imports = Imports { module: "cli", names: &["App", "CallInputs", "CollectionInput"] };

/// Requests to upstreams, and what puts bodies together.
pub const CLIENT: Imports = Imports {
    module: "client",
    names: &["Auth", "Aws", "Form", "HttpOptions", "Json", "Multipart", "OAuth1", "OAuth2", "Template", "Upstream"],
};

/// MCP servers.
pub const MCP: Imports = Imports { module: "mcp", names: &["Mcp", "Router", "Server", "Tool"] };

/// Stand-ins.
pub const MOCK: Imports = Imports { module: "mock", names: &["Input", "Mock", "Operation"] };

/// What puts answers together.
pub const PROJECT: Imports = Imports {
    module: "project",
    names: &[
        "Collector",
        "IndexMap",
        "Node",
        "Output",
        "Path",
        "Pick",
        "after",
        "convert",
        "ending",
        "listed",
        "lookup",
        "parallel",
        "read",
        "readable",
        "renamed",
        "reshape",
        "reshape_list",
        "sent",
        "step",
        "truncate",
        "write",
    ],
};

/// REST servers.
pub const REST: Imports = Imports { module: "rest", names: &["Rest", "Route", "Router"] };

/// What servers share.
pub const SERVER: Imports =
    Imports { module: "server", names: &["Authentication", "Callers", "ServerOptions", "no_input"] };

/// Catalogues of skills.
pub const SKILL: Imports = Imports { module: "skill", names: &["Mode", "Router", "Skill", "Skills", "Tool"] };

/// What both sides of TAXII share: the types of the standard.
pub const TAXII: Imports = Imports {
    module: "taxii",
    names: &[
        "ApiRoot",
        "Collection",
        "Collections",
        "Discovery",
        "Filter",
        "Listing",
        "ManifestRecord",
        "StixObject",
        "filter",
    ],
};

/// Clients of TAXII servers.
pub const TAXII_CLIENT: Imports =
    Imports { module: "taxii::client", names: &["Options", "PageInput", "Request", "Taxii"] };

/// TAXII servers.
pub const TAXII_SERVER: Imports = Imports {
    module: "taxii::server",
    names: &[
        "Authenticate",
        "Call",
        "Caller",
        "Credentials",
        "Layout",
        "Options",
        "Page",
        "PageRequest",
        "Router",
        "Server",
    ],
};

/// What TAXII servers may keep objects in.
pub const TAXII_STORE: Imports = Imports { module: "taxii::store", names: &["ObjectStore", "StoreService"] };

/// All of them.
pub const IMPORTS: [Imports; 14] = [
    RUNTIME,
    RUNTIME_OF_TAXII,
    CLI,
    CLIENT,
    MCP,
    MOCK,
    PROJECT,
    REST,
    SERVER,
    SKILL,
    TAXII,
    TAXII_CLIENT,
    TAXII_SERVER,
    TAXII_STORE,
];

/// Modules of a crate, beside those of its servers.
pub const MODULES: [&str; 8] = ["cli", "client", "lib", "main", "mock", "runtime", "service", "types"];

/// Fields of the client, which `build` holds in variables, and functions beside the stand-ins.
pub const CLIENT_FIELDS: [&str; 2] = ["settings", "upstreams"];

/// Methods of the client, of the service trait and of its proxy, and those of the prelude that are found before a method of
/// ours with the same name.
pub const METHODS: [&str; 8] = ["builder", "client", "clone", "from_env", "into", "new", "proxy", "try_into"];

/// Fields of inputs: each has a method of its name beside these.
pub const INPUT_FIELDS: [&str; 2] = ["clone", "new"];

/// Methods that every builder has, and operators: a method of one of their names would be taken for it.
pub const SETTERS: [&str; 18] = [
    "add", "bitand", "bitor", "bitxor", "build", "clone", "default", "div", "http", "into", "mul", "options", "rem",
    "settings", "shl", "shr", "sub", "try_into",
];

/// Variables that methods of functions have, whatever their work and their output; and one that reads as a keyword.
const LOCALS: [&str; 10] =
    ["answer", "client", "collector", "input", "item", "reply", "root", "self_", "service", "value"];

/// Variables that methods of functions must do without: their own, and the functions that they call.
pub fn variables() -> Vec<&'static str> {
    let functions = PROJECT.names.iter().chain(RUNTIME.names).filter(|name| name.starts_with(char::is_lowercase));
    LOCALS.iter().chain(functions).copied().collect()
}

/// Types that a crate defines beside those of the document.
const TYPES: [&str; 4] = ["Builder", "Client", "Proxy", "Service"];

/// Types and traits of the prelude and of serde that generated code uses.
const PRELUDE: [&str; 17] = [
    "Clone",
    "Debug",
    "Default",
    "Deserialize",
    "Err",
    "Into",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Send",
    "Serialize",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "Vec",
];

/// Types that those of the document stand beside.
pub fn types() -> Vec<&'static str> {
    let imported = [RUNTIME, CLIENT, PROJECT].into_iter().flat_map(|imports| imports.names);
    let imported = imported.filter(|name| name.starts_with(char::is_uppercase));
    TYPES.iter().chain(&PRELUDE).chain(imported).copied().collect()
}

/// Types of what a description adds to the resources of TAXII.
pub const TAXII_TYPES: [&str; 4] = ["ApiRootFields", "CollectionFields", "DiscoveryFields", "ManifestRecordFields"];

/// The field that holds the properties that no description knows.
pub const TAXII_FIELDS: [&str; 1] = ["extra"];

/// The variant for the values that no description knows.
pub const TAXII_VARIANTS: [&str; 1] = ["Other"];

/// Packages that cargo and Rust take for folders or libraries of their own, and files that Windows takes for devices.
pub const PACKAGES: [&str; 14] = [
    "alloc",
    "aux",
    "build",
    "con",
    "core",
    "deps",
    "examples",
    "incremental",
    "nul",
    "prn",
    "proc-macro",
    "runtime",
    "std",
    "test",
];

/// Modules that the binary imports from the library: a crate can't be told from a module of its name.
pub const IMPORTED_MODULES: [&str; 5] = ["mcp", "mock", "rest", "skill", "taxii"];
