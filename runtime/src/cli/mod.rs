//! The binary of a generated crate: `serve`, `call`, `tools`, `routes`.
//!
//! Exit status: 0 all well, 1 failure, 2 wrong usage. Standard output holds results only: addresses, replies, tables;
//! or, with `serve --stdio`, JSON-RPC and nothing else.

mod arguments;
mod call;
mod callers;
mod listing;
mod log;
mod serve;
mod server;
#[cfg(feature = "skill")]
mod skill;
mod stop;
#[cfg(feature = "taxii-server")]
mod taxii;

use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;
use std::rc::Rc;
use std::{env, io};

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use self::arguments::Order;
pub use self::server::{Launch, Row, Server, Stdio};
#[cfg(feature = "taxii-server")]
pub use self::taxii::CollectionInput;
use crate::client::HttpOptions;
use crate::mock::Mock;
use crate::{Error, InputError, IntoReply, Reply, Result, Setting, Settings, Values};

/// The binary of a crate, before it runs. `C` is the client of the crate.
pub struct App<C = ()> {
    name: &'static str,
    version: &'static str,
    settings: &'static [Setting],
    connect: Box<dyn Fn(Settings, HttpOptions) -> Result<C>>,
    stand_ins: Vec<Mock>,
    servers: Vec<Server<C>>,
    operations: Vec<Operation<C>>,
}

/// An operation that `call` can call.
struct Operation<C> {
    name: &'static str,
    prepare: Prepare<C>,
}

/// Reads the inputs of a call.
type Prepare<C> = Box<dyn Fn(&Values) -> Result<Call<C>, InputError>>;

/// A call whose inputs are read.
type Call<C> = Box<dyn FnOnce(C) -> LocalBoxFuture<'static, Result<Reply>>>;

/// Why a command stops.
enum Failure {
    /// What was asked makes no sense: exit status 2.
    Usage(String),
    /// What was asked did not work: exit status 1.
    Failed(String),
}

impl App<()> {
    /// The binary `name`, which knows `settings`.
    pub fn new(name: &'static str, version: &'static str, settings: &'static [Setting]) -> Self {
        Self {
            name,
            version,
            settings,
            connect: Box::new(|_, _| Ok(())),
            stand_ins: Vec::new(),
            servers: Vec::new(),
            operations: Vec::new(),
        }
    }

    /// How the client is built. Comes first: servers and operations use it.
    pub fn client<C>(self, connect: impl Fn(Settings, HttpOptions) -> Result<C> + 'static) -> App<C> {
        App {
            name: self.name,
            version: self.version,
            settings: self.settings,
            connect: Box::new(connect),
            stand_ins: self.stand_ins,
            servers: Vec::new(),
            operations: Vec::new(),
        }
    }
}

impl<C: Clone + 'static> App<C> {
    /// The stand-ins that `--mock` starts.
    pub fn mock(mut self, stand_ins: impl FnOnce() -> Vec<Mock>) -> Self {
        self.stand_ins = stand_ins();
        self
    }

    /// A server that `serve` starts. A second one of the same name gets a number.
    pub fn server(mut self, mut server: Server<C>) -> Self {
        let namesakes = self.servers.iter().filter(|known| known.kind == server.kind).count();
        if namesakes > 0 {
            server.name = format!("{}-{}", server.kind, namesakes + 1);
        }
        self.servers.push(server);
        self
    }

    /// An operation that `call` calls.
    pub fn operation<I: DeserializeOwned + 'static, R: IntoReply>(
        mut self,
        name: &'static str,
        call: impl AsyncFn(&C, &I) -> Result<R> + 'static,
    ) -> Self {
        let call = Rc::new(call);
        let prepare = move |values: &Values| -> Result<Call<C>, InputError> {
            let (call, inputs) = (Rc::clone(&call), values.read()?);
            Ok(Box::new(move |client| async move { call(&client, &inputs).await?.into_reply() }.boxed_local()))
        };
        self.operations.push(Operation { name, prepare: Box::new(prepare) });
        self
    }

    /// Does what the command line asks for.
    pub fn run(self) -> ExitCode {
        log::start();
        let order = match arguments::read(&self, env::args_os()) {
            Ok(order) => order,
            Err(error) => {
                let _ = error.print(); // a closed stream has no reader to tell
                return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
            }
        };
        match self.obey(order) {
            Ok(()) => ExitCode::SUCCESS,
            Err(Failure::Failed(message)) => {
                tell(format_args!("error: {message}"));
                ExitCode::FAILURE
            }
            Err(Failure::Usage(message)) => {
                tell(format_args!("error: {message}\n\nFor more information, try '--help'."));
                ExitCode::from(2)
            }
        }
    }

    fn obey(&self, order: Order) -> Result<(), Failure> {
        match order {
            Order::Tools => self.print_tools(),
            Order::Routes => self.print_routes(),
            Order::Call(call) => block_on(self.call(call)),
            Order::Serve(serve) => block_on(self.serve(serve)),
        }
    }
}

impl<C> App<C> {
    fn serves_stdio(&self) -> bool {
        self.servers.iter().any(|server| server.stdio.is_some())
    }
}

/// Runs `future` to its end. What still blocks then, such as a read of standard input, doesn't hold up the exit.
fn block_on(future: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(future);
    runtime.shutdown_background();
    result
}

/// Writes a line for people to standard error.
fn tell(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}"); // a closed stream has no reader to tell
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<InputError> for Failure {
    fn from(error: InputError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<Error> for Failure {
    /// The error with its causes, except where these may quote what was received.
    fn from(error: Error) -> Self {
        match error {
            Error::Input(error) => error.into(),
            Error::Transport { .. } => Self::Failed(with_causes(&error)),
            other => Self::Failed(other.to_string()),
        }
    }
}

fn with_causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    causes.fold(error.to_string(), |message, cause| format!("{message}: {cause}"))
}
