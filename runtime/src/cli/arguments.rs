//! The command line as `App` understands it.

use std::collections::BTreeMap;
use std::ffi::OsString;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::app::App;
use super::callable::Callable;
use super::chosen::{Chosen, choosing};
use super::environment;

/// The option that prints configurations of clients.
const CONFIG: &str = "print-mcp-config";

/// What the command line asks for.
#[derive(Debug, PartialEq)]
pub(super) enum Order {
    Serve(Serve),
    Call(Call),
    Tools(Chosen),
    Routes,
}

/// `serve`.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Serve {
    /// Addresses asked for, by name of the server.
    pub(super) addresses: BTreeMap<String, String>,
    pub(super) flags: BTreeMap<&'static str, String>,
    /// Where operators ask.
    pub(super) control: Option<String>,
    pub(super) stdio: bool,
    pub(super) docs: bool,
    pub(super) mock: bool,
    pub(super) chosen: Chosen,
    /// Instead: print how clients are configured.
    pub(super) print_mcp_config: bool,
}

/// `call`.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Call {
    /// What is called: an operation, a flow, a tool or a route.
    pub(super) name: String,
    /// `--NAME VALUE` or `--NAME=VALUE`, as written.
    pub(super) inputs: Vec<String>,
    pub(super) mock: bool,
}

/// Reads `arguments`, the first of which is the name of the program.
pub(super) fn read<C: Clone + 'static>(
    app: &App<C>,
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Order, clap::Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // Servers are built to know what they offer: only who calls, or asks for help, waits for that.
    let is_call = arguments.get(1).is_some_and(|first| first == "call" || first == "help");
    let callables = if is_call { app.callables().unwrap_or_default() } else { Vec::new() };
    let matches = command(app, &callables).try_get_matches_from(arguments)?;
    Ok(match matches.subcommand() {
        Some(("serve", matches)) => Order::Serve(read_serve(app, matches)),
        Some(("call", matches)) => Order::Call(read_call(matches)),
        Some(("tools", matches)) => Order::Tools(Chosen::read(matches)),
        _ => Order::Routes,
    })
}

fn command<C>(app: &App<C>, callables: &[Callable]) -> Command {
    let mut command =
        Command::new(app.name).version(app.version).subcommand_required(true).arg_required_else_help(true);
    if !app.servers.is_empty() {
        command = command.subcommand(serve(app));
    }
    if !app.operations.is_empty() || app.servers.iter().any(|server| server.call.is_some()) {
        command = command.subcommand(call(app, callables));
    }
    if app.servers.iter().any(|server| server.tools.is_some()) {
        command = command.subcommand(choosing(Command::new("tools").about("List the tools that are served")));
    }
    if app.servers.iter().any(|server| server.routes.is_some()) {
        command = command.subcommand(Command::new("routes").about("List the routes that are served"));
    }
    command.after_help(settings(app))
}

fn serve<C>(app: &App<C>) -> Command {
    let variables = format!("Environment variables:{}", environment::lines(&app.variables()));
    let mut command = Command::new("serve").about("Serve until told to stop").after_help(variables).arg(mock());
    for server in &app.servers {
        let help = format!("Where to listen, {} unless given; port 0 takes a free one", server.address);
        command = command.arg(Arg::new(server.name.clone()).long(server.name.clone()).value_name("ADDR").help(help));
        let flags = server.flags.iter();
        command =
            command.args(flags.map(|flag| Arg::new(flag.name).long(flag.name).value_name(flag.value).help(flag.help)));
    }
    let help = "Where operators ask how it does, such as 9100: /livez, /readyz, /status and /metrics";
    command = command.arg(Arg::new("control").long("control").value_name("ADDR").help(help));
    if app.serves_stdio() {
        let help = "Serve standard input and output; no port is opened unless its address is given";
        command = command.arg(Arg::new("stdio").long("stdio").action(ArgAction::SetTrue).help(help));
    }
    if app.is_documented() {
        let help = "Serve what the API is, for its callers: /openapi.json, and a page to read and to try under /docs";
        command = command.arg(Arg::new("docs").long("docs").action(ArgAction::SetTrue).help(help));
    }
    if app.servers.iter().any(|server| server.tools.is_some()) {
        let help = "Print what to paste into the configuration of MCP clients, and serve nothing";
        command = choosing(command).arg(Arg::new(CONFIG).long(CONFIG).action(ArgAction::SetTrue).help(help));
    }
    command
}

fn call<C>(app: &App<C>, callables: &[Callable]) -> Command {
    let value = |callable: &Callable| PossibleValue::new(callable.shown.clone()).alias(callable.full_name.clone());
    let help = "Its name. Where several have that: operation:NAME, flow:NAME, tool:NAME, or route:'GET /PATH'; of two \
                operations, API.NAME or the name of the client's method";
    let name = Arg::new("name").value_name("NAME").required(true).help(help);
    // Where a setting is wrong there are none to choose from: the call says which it is.
    let names = PossibleValuesParser::new(callables.iter().map(value));
    let inputs = "Its inputs; a repeated one is a list, and --body takes JSON";
    // Without stand-ins there is nothing to call but the real thing.
    let mock = mock().hide(app.stand_ins.is_empty());
    Command::new("call")
        .about("Call an operation, a flow, a tool or a route, and print the reply")
        .arg(mock)
        .arg(if callables.is_empty() { name } else { name.value_parser(names) })
        .arg(
            Arg::new("inputs")
                .value_name("--NAME VALUE")
                .num_args(0..)
                .trailing_var_arg(true)
                .allow_hyphen_values(true)
                .help(inputs),
        )
}

fn mock() -> Arg {
    Arg::new("mock").long("mock").action(ArgAction::SetTrue).help("Need nothing else: stand-ins start in this process")
}

fn settings<C>(app: &App<C>) -> String {
    let lines = app.settings.iter().map(|setting| {
        let need = match app.servers_asking_for(setting).as_slice() {
            [] if setting.required => String::new(),
            [] => " [optional]".to_owned(),
            servers => format!(" [to serve {}]", servers.join(", ")),
        };
        format!("\n  {setting}{need}")
    });
    let lines: String = lines.collect();
    let settings = if lines.is_empty() { lines } else { format!("Settings:{lines}\n\n") };
    format!("{settings}Other environment variables:{}", environment::lines(&app.variables()))
}

fn read_serve<C>(app: &App<C>, matches: &ArgMatches) -> Serve {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let names = app.servers.iter().map(|server| &server.name);
    let flags = app.servers.iter().flat_map(|server| &server.flags);
    Serve {
        addresses: names.filter_map(|name| Some((name.clone(), text(name)?))).collect(),
        flags: flags.filter_map(|flag| Some((flag.name, text(flag.name)?))).collect(),
        control: text("control"),
        stdio: app.serves_stdio() && matches.get_flag("stdio"),
        docs: app.is_documented() && matches.get_flag("docs"),
        mock: matches.get_flag("mock"),
        chosen: Chosen::read(matches),
        print_mcp_config: matches.try_get_one(CONFIG).ok().flatten().copied().unwrap_or_default(),
    }
}

fn read_call(matches: &ArgMatches) -> Call {
    let mut inputs: Vec<String> = matches.get_many("inputs").into_iter().flatten().cloned().collect();
    let given = inputs.len();
    inputs.retain(|input| input != "--mock"); // after the name, clap leaves all to the inputs
    Call {
        name: matches.get_one::<String>("name").cloned().unwrap_or_default(),
        mock: matches.get_flag("mock") || inputs.len() < given,
        inputs,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use http::StatusCode;

    use super::*;
    use crate::cli::server::Server;
    use crate::reply::Reply;
    use crate::setting::Setting;
    use crate::values::NoInput;

    const SETTINGS: &[Setting] = &[Setting::secret("KEY").purpose("header session"), Setting::optional("BASE_URL")];

    fn app() -> App {
        let server = |kind, address| Server::new(kind, address, |_| Ok(axum::Router::new()));
        App::new("conns", "1.0.0", SETTINGS)
            .server(server("rest", "localhost:8080").flag("data", "FILE", "What to serve"))
            .server(server("rest", "localhost:8081"))
            .server(
                server("mcp", "localhost:9090")
                    .tools(|_| Ok(Vec::new()))
                    .stdio(|_| Ok(Box::new(|_| Box::pin(async { Ok(()) })))),
            )
            .operation("list", async |(): &(), _: &NoInput| Ok(Reply::empty(StatusCode::OK)))
            .operation("crm.get", async |(): &(), _: &NoInput| Ok(Reply::empty(StatusCode::OK)))
            .operation("shop.get", async |(): &(), _: &NoInput| Ok(Reply::empty(StatusCode::OK)))
    }

    fn read(line: &str) -> Result<Order, clap::Error> {
        super::read(&app(), ["conns"].into_iter().chain(line.split_whitespace()).map(OsString::from))
    }

    #[test]
    fn orders() {
        let check = |line: &str, wanted: Order| assert_eq!(read(line).unwrap(), wanted, "{line}");
        check("tools", Order::Tools(Chosen::default()));
        check("serve", Order::Serve(Serve::default()));
        check(
            "serve --rest localhost:0 --rest-2 [::1]:0 --data file --stdio --mock",
            Order::Serve(Serve {
                addresses: [("rest", "localhost:0"), ("rest-2", "[::1]:0")]
                    .map(|(name, address)| (name.to_owned(), address.to_owned()))
                    .into(),
                flags: [("data", "file".to_owned())].into(),
                stdio: true,
                docs: false,
                mock: true,
                ..Serve::default()
            }),
        );
        let chosen = |patterns: &[&str], read_only| Chosen {
            patterns: patterns.iter().map(|pattern| (*pattern).to_owned()).collect(),
            read_only,
        };
        check("tools --tools a*,b --tools c", Order::Tools(chosen(&["a*", "b", "c"], false)));
        let chosen = chosen(&["a"], true);
        check("serve --read-only --tools a", Order::Serve(Serve { chosen, ..Serve::default() }));
        let control = Some("9100".to_owned());
        check("serve --control 9100", Order::Serve(Serve { control, ..Serve::default() }));
        check("serve --print-mcp-config", Order::Serve(Serve { print_mcp_config: true, ..Serve::default() }));
        let call = |operation: &str, inputs: &[&str], mock| {
            let inputs = inputs.iter().map(|input| (*input).to_owned()).collect();
            Order::Call(Call { name: operation.to_owned(), inputs, mock })
        };
        check("call list", call("list", &[], false));
        check("call shop.get", call("shop.get", &[], false));
        check("call --mock list --limit 2", call("list", &["--limit", "2"], true));
        check("call list --limit 2 --mock --id=a", call("list", &["--limit", "2", "--id=a"], true));
    }

    #[test]
    fn mistakes_name_the_candidates() {
        let check = |line: &str, named: &str| {
            let error = read(line).unwrap_err();
            assert_eq!(error.exit_code(), 2);
            assert!(error.to_string().contains(named), "{error}");
        };
        check("", "Usage");
        check("call", "<NAME>");
        check("call lst", "[possible values: list, crm.get, shop.get]");
        check("call get", "[possible values: list, crm.get, shop.get]");
        check("serve --rst localhost:0", "--rest");
        check("routes", "unrecognized subcommand 'routes'"); // nothing lists any
    }

    #[test]
    fn help_tells_what_to_write() {
        let check = |line: &str, told: &str| {
            let help = read(line).unwrap_err();
            assert_eq!(help.exit_code(), 0);
            assert!(help.to_string().contains(told), "{help}");
        };
        check("--help", "  KEY (header session)\n  BASE_URL [optional]");
        check("call --help", "Where several have that: operation:NAME, flow:NAME");
        check("call --help", "of two operations, API.NAME");
        check("call --help", "[possible values: list, crm.get, shop.get]");
    }
}
