//! The binary of a crate, put together: what it knows, what it serves, what it calls.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use super::chosen::Chosen;
use super::inputs::CallInputs;
use super::launch::{Connect, Launch};
use super::server::Server;
use crate::answer::IntoReply;
use crate::client::HttpOptions;
use crate::error::{InputError, Result};
use crate::metrics::Metrics;
use crate::mock::Mock;
use crate::reply::Reply;
use crate::server::Handler;
use crate::setting::Setting;
use crate::settings::Settings;
use crate::values::Values;

/// The binary of a crate, before it runs. `C` is the client of the crate.
pub struct App<C = ()> {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    pub(super) settings: &'static [Setting],
    connect: Connect<C>,
    pub(super) stand_ins: Vec<Mock>,
    pub(super) servers: Vec<Server<C>>,
    pub(super) operations: Vec<Operation<C>>,
}

/// An operation that `call` can call.
pub(super) struct Operation<C> {
    pub(super) name: &'static str,
    pub(super) inputs: CallInputs,
    pub(super) prepare: Prepare<C>,
}

/// Reads the inputs of a call.
pub(super) type Prepare<C> = Box<dyn Fn(&Values) -> Result<Call<C>, InputError>>;

/// A call whose inputs are read.
pub(super) type Call<C> = Box<dyn FnOnce(C) -> LocalBoxFuture<'static, Result<Reply>>>;

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

    /// What the document says of the inputs of the operation before it, beside their types.
    pub fn inputs(mut self, inputs: CallInputs) -> Self {
        if let Some(operation) = self.operations.last_mut() {
            operation.inputs = inputs;
        }
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
        self.operations.push(Operation { name, inputs: CallInputs::new(), prepare: Box::new(prepare) });
        self
    }

    /// The same for an operation that is a function of the service which `service` makes of the client: what stands before the
    /// function there stands before `call` too.
    pub fn function<S, I>(
        mut self,
        name: &'static str,
        service: impl Fn(C) -> S + Copy + 'static,
        function: impl for<'s> Handler<'s, S, I> + 'static,
    ) -> Self
    where
        S: Send + Sync + 'static,
        I: DeserializeOwned + 'static,
    {
        let function = Rc::new(function);
        let prepare = move |values: &Values| -> Result<Call<C>, InputError> {
            let (function, input) = (Rc::clone(&function), values.read()?);
            Ok(Box::new(move |client| async move { function.call(&service(client), input).await }.boxed_local()))
        };
        self.operations.push(Operation { name, inputs: CallInputs::new(), prepare: Box::new(prepare) });
        self
    }
}

impl<C> App<C> {
    /// What servers are built from, with these settings and flags.
    pub(super) fn launch(
        &self,
        settings: Settings,
        flags: BTreeMap<&'static str, String>,
        mock: bool,
    ) -> Launch<'_, C> {
        Launch {
            connect: &self.connect,
            known: self.settings,
            settings,
            flags,
            mock,
            docs: false,
            chosen: Some(Chosen::default()),
            metrics: Metrics::default(),
            client: OnceCell::new(),
        }
    }

    /// Whether a server of it can say what it is.
    pub(super) fn is_documented(&self) -> bool {
        self.servers.iter().any(|server| server.documented)
    }

    pub(super) fn serves_stdio(&self) -> bool {
        self.servers.iter().any(|server| server.stdio.is_some())
    }
}
