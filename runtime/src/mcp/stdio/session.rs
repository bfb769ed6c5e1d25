//! What a client and a server say to each other over two streams.

use std::collections::HashMap;
use std::io;

use bytes::Bytes;
use futures_util::FutureExt;
use rmcp::ServerHandler;
use rmcp::model::{
    ClientCapabilities, ClientJsonRpcMessage, ClientRequest, Implementation, InitializeRequestParams, JsonRpcMessage,
    JsonRpcRequest, ProtocolVersion, RequestId,
};
use rmcp::service::serve_directly;
use rmcp::transport::OneshotTransport;
use tokio::io::AsyncRead;
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};

use super::lines::Lines;
use crate::mcp::digits;
use crate::mcp::jsonrpc::{Discovery, Fault, Message, shortened};
use crate::mcp::server::Server;

/// Requests that may be in flight: while there are as many, nothing is read.
const IN_FLIGHT: usize = 1024;

/// One client, from its first message on.
pub(super) struct Session {
    server: Server,
    answers: mpsc::Sender<Bytes>,
    /// Of requests that don't name one.
    version: ProtocolVersion,
    /// Each ends with the id that it answers, if any.
    in_flight: JoinSet<Option<RequestId>>,
    /// By the ids of their requests.
    handles: HashMap<RequestId, AbortHandle>,
}

impl Session {
    pub(super) fn new(server: Server, answers: mpsc::Sender<Bytes>) -> Self {
        let version = ProtocolVersion::V_2025_03_26; // as over HTTP, where no header names one
        Self { server, answers, version, in_flight: JoinSet::new(), handles: HashMap::new() }
    }

    /// Answers what the lines hold, until they end or `stop` is ready; then waits for what is in flight.
    ///
    /// # Errors
    /// The input fails.
    pub(super) async fn serve<R: AsyncRead + Unpin>(
        mut self,
        mut lines: Lines<R>,
        stop: impl Future<Output = ()>,
    ) -> io::Result<()> {
        let mut stop = std::pin::pin!(stop.fuse());
        loop {
            tokio::select! {
                line = lines.next(), if self.in_flight.len() < IN_FLIGHT => match line? {
                    Some(line) => self.take(line),
                    None => break,
                },
                Some(ended) = self.in_flight.join_next() => self.forget(ended.ok().flatten()),
                () = &mut stop => break,
                () = self.answers.closed() => return Ok(()), // nobody reads them
            }
        }
        while self.in_flight.join_next().await.is_some() {}
        Ok(())
    }

    fn take(&mut self, line: Result<Bytes, Fault>) {
        match line.and_then(|line| Message::read(&line, Discovery::Lenient)) {
            Ok(Message::Request(request)) => match request.read() {
                Ok(request) => self.start(request),
                Err(fault) => self.refuse(fault),
            },
            Ok(Message::Cancelled(id)) => self.cancel(&id),
            Ok(Message::Other) => {}
            Err(fault) => self.refuse(fault),
        }
    }

    fn start(&mut self, request: JsonRpcRequest<ClientRequest>) {
        if let ClientRequest::InitializeRequest(hello) = &request.request
            && let Ok(welcome) = self.server.negotiate_initialize(&hello.params)
        {
            self.version = welcome.protocol_version;
        }
        let id = request.id.clone();
        let client = InitializeRequestParams::new(ClientCapabilities::default(), Implementation::default())
            .with_protocol_version(self.version.clone());
        let exchange = exchange(self.server.clone(), request, client, self.answers.clone());
        let handle = self.in_flight.spawn(exchange.map(Some));
        self.handles.insert(id, handle);
    }

    fn cancel(&mut self, id: &RequestId) {
        if let Some(handle) = self.handles.remove(id) {
            handle.abort();
        }
    }

    fn refuse(&mut self, fault: Fault) {
        let answers = self.answers.clone();
        self.in_flight.spawn(async move {
            let _ = answers.send(fault.to_bytes()).await;
            None
        });
    }

    /// A request is over. Of two with one id, the handle may be that of the other.
    fn forget(&mut self, id: Option<RequestId>) {
        let Some(id) = id else { return };
        if self.handles.get(&id).is_some_and(AbortHandle::is_finished) {
            self.handles.remove(&id);
        }
    }
}

/// Serves one request, and hands on all that there is to say of it. Dropping this cancels the request.
async fn exchange(
    server: Server,
    request: JsonRpcRequest<ClientRequest>,
    client: InitializeRequestParams,
    answers: mpsc::Sender<Bytes>,
) -> RequestId {
    let id = request.id.clone();
    let (transport, mut said) = OneshotTransport::new(ClientJsonRpcMessage::Request(request));
    let _running = serve_directly(server, transport, Some(client));
    while let Some(message) = said.recv().await {
        let is_answer = matches!(message, JsonRpcMessage::Response(_) | JsonRpcMessage::Error(_));
        let bytes = digits::unmarked(serde_json::to_vec(&message).unwrap_or_default().into());
        let bytes = if matches!(message, JsonRpcMessage::Error(_)) { shortened(bytes) } else { bytes };
        if answers.send(bytes).await.is_err() || is_answer {
            break;
        }
    }
    id
}
