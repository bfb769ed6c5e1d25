//! Connections: kept, replaced, bounded in time, over TLS; and what is said when one fails.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use crate::client::options::HttpOptions;
use crate::client::upstream::Upstream;
use crate::error::{Awaited, Error, Interruption, Result};
use crate::reply::Reply;

/// What an upstream does with the requests of one connection, one after the other.
#[derive(Debug, Clone)]
enum Act {
    /// Answers, and keeps the connection.
    Answer,
    /// Sends this, and keeps it open.
    Send(String),
    /// Closes it without an answer.
    Close,
}

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

/// An upstream, and how many connections were made to it and requests arrived.
struct Bench {
    url: String,
    connections: Arc<AtomicUsize>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Bench {
    /// The first connection does what stands in the first list, and so on; those after them answer.
    async fn start(acts: Vec<Vec<Act>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (connections, requests) = (Arc::<AtomicUsize>::default(), Arc::<Mutex<Vec<String>>>::default());
        let (counted, seen) = (Arc::clone(&connections), Arc::clone(&requests));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acts = acts.get(counted.fetch_add(1, Ordering::SeqCst)).cloned().unwrap_or_default();
                tokio::spawn(play(stream, acts, Arc::clone(&seen)));
            }
        });
        Self { url, connections, requests }
    }

    fn counts(&self) -> (usize, usize) {
        (self.connections.load(Ordering::SeqCst), self.requests.lock().unwrap().len())
    }
}

async fn play(stream: impl AsyncRead + AsyncWrite + Unpin, acts: Vec<Act>, seen: Arc<Mutex<Vec<String>>>) {
    let mut stream = BufReader::new(stream);
    for act in acts.into_iter().chain(std::iter::repeat(Act::Answer)) {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if stream.read_line(&mut head).await.unwrap_or_default() == 0 {
                return;
            }
        }
        seen.lock().unwrap().push(head);
        let text = match act {
            Act::Answer => OK.to_owned(),
            Act::Send(text) => text,
            Act::Close => return,
        };
        stream.write_all(text.as_bytes()).await.unwrap_or_default();
        stream.flush().await.unwrap_or_default();
    }
}

fn upstream(url: &str, options: &HttpOptions) -> Upstream {
    Upstream::new("conns", options).base_url(url).build().unwrap()
}

async fn ask(upstream: &Upstream, method: Method) -> Result<Reply> {
    upstream.request(method, "list").path("/conns").send().await
}

async fn get(upstream: &Upstream) -> Result<Reply> {
    ask(upstream, Method::GET).await
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_request() {
    let bench = Bench::start(vec![]).await;
    let kept = upstream(&bench.url, &HttpOptions::default());
    for _ in 0..5 {
        assert_eq!(get(&kept).await.unwrap().text().unwrap(), "ok");
    }
    assert_eq!(bench.counts(), (1, 5));
    let both = futures_util::join!(get(&kept), get(&kept));
    assert!(both.0.is_ok() && both.1.is_ok());
    assert_eq!(bench.counts(), (2, 7), "one request at a time on each");
    let forgotten = upstream(&bench.url, &HttpOptions::default().max_idle_connections(0));
    for _ in 0..2 {
        get(&forgotten).await.unwrap();
    }
    assert_eq!(bench.counts(), (4, 9));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn threads_share_what_is_idle_in_their_runtime() {
    let bench = Bench::start(vec![]).await;
    let url = bench.url.clone();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let upstream = upstream(&url, &HttpOptions::default());
        for _ in 0..6 {
            let upstream = upstream.clone();
            runtime
                .block_on(async move { tokio::spawn(async move { get(&upstream).await.map(drop) }).await })
                .unwrap()
                .unwrap();
        }
        // Another runtime can't rely on tasks of the first.
        let other = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        other.block_on(get(&upstream)).unwrap();
    })
    .join()
    .unwrap();
    assert_eq!(bench.counts().1, 7);
}

/// An upstream may close what it kept, at any time.
#[tokio::test]
async fn only_what_does_no_harm_is_sent_again() {
    for (method, again) in [
        (Method::GET, true),
        (Method::HEAD, true),
        (Method::PUT, true),
        (Method::DELETE, true),
        (Method::POST, false),
        (Method::PATCH, false),
    ] {
        let bench = Bench::start(vec![vec![Act::Answer, Act::Close]]).await;
        let kept = upstream(&bench.url, &HttpOptions::default());
        get(&kept).await.unwrap();
        match ask(&kept, method.clone()).await {
            Ok(_) => assert!(again, "{method}"),
            Err(Error::Interrupted { interruption: Interruption::Unanswered, .. }) => assert!(!again, "{method}"),
            Err(other) => panic!("{method} {other:?}"),
        }
        assert_eq!(bench.counts(), (1 + usize::from(again), 2 + usize::from(again)), "{method}");
    }
    // A new connection that fails is no relic: once is enough.
    let bench = Bench::start(vec![vec![Act::Close], vec![Act::Close]]).await;
    assert!(get(&upstream(&bench.url, &HttpOptions::default())).await.is_err());
    assert_eq!(bench.counts(), (1, 1));
}

#[tokio::test]
async fn a_connection_that_was_closed_is_replaced_unseen() {
    let bench = Bench::start(vec![vec![Act::Send(
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok".to_owned(),
    )]])
    .await;
    let kept = upstream(&bench.url, &HttpOptions::default());
    get(&kept).await.unwrap();
    ask(&kept, Method::POST).await.unwrap();
    assert_eq!(bench.counts(), (2, 2));
}

#[tokio::test]
async fn connections_that_nothing_uses_end() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let upstream = upstream(
        &format!("http://{}", listener.local_addr().unwrap()),
        &HttpOptions::default().idle_timeout(Duration::from_secs(1)),
    );
    let asking = tokio::spawn(async move {
        get(&upstream).await.unwrap();
        upstream
    });
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut head = [0; 1024];
    assert!(stream.read(&mut head).await.unwrap() > 0);
    stream.write_all(OK.as_bytes()).await.unwrap();
    let _upstream = asking.await.unwrap();
    assert_eq!(stream.read(&mut head).await.unwrap(), 0, "it ends while its upstream lives");
}

#[tokio::test]
async fn whoever_reads_an_error_knows_what_was_sent() {
    let long: &'static str =
        Box::leak(format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "a".repeat(70_000)).into_boxed_str());
    let many = &*format!("HTTP/1.1 200 OK\r\n{}\r\n", "a: b\r\n".repeat(200));
    let long_head = Interruption::Unreadable("its headers are too many or too long");
    let chunks = Interruption::Unreadable("its chunks are malformed");
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\nxyz\r\n";
    let scattered = &*format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{}", "1\r\na\r\n".repeat(70_000));
    for (text, wanted) in [
        (long, long_head),
        (many, long_head),
        ("SSH-2.0-OpenSSH_9.6\r\n", Interruption::Unreadable("it is no HTTP/1.1")),
        ("HTTP/1.1 2x0 OK\r\n\r\n", Interruption::Unreadable("it is no HTTP/1.1")),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
            Interruption::Unreadable("it is no HTTP/1.1"),
        ),
        (
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
            Interruption::Unreadable("it switches to another protocol, which nobody asked for"),
        ),
        (chunked, chunks),
        (scattered, Interruption::Unreadable("it comes in too many small chunks")),
    ] {
        let bench = Bench::start(vec![vec![Act::Send(text.to_owned())]]).await;
        let error = get(&upstream(&bench.url, &HttpOptions::default())).await.unwrap_err();
        let Error::Interrupted { interruption, .. } = &error else { panic!("{text:.60} {error:?}") };
        assert_eq!(*interruption, wanted, "{text:.60}");
        assert!(error.to_string().ends_with(": the request was sent, and may have been carried out"), "{error}");
    }
    let provisional =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    let bench = Bench::start(vec![vec![Act::Send(provisional.to_owned())]]).await;
    assert_eq!(get(&upstream(&bench.url, &HttpOptions::default())).await.unwrap().text().unwrap(), "ok");
}

#[tokio::test]
async fn each_stage_has_its_time() {
    let short = Duration::from_millis(100);
    let bench = Bench::start(vec![
        vec![Act::Send(String::new())],
        vec![Act::Send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\no".to_owned())],
    ])
    .await;
    let late = async |options: &HttpOptions| match get(&upstream(&bench.url, options)).await {
        Err(Error::Timeout { awaited, allowed, .. }) => (awaited, allowed),
        other => panic!("{other:?}"),
    };
    assert_eq!(late(&HttpOptions::default().first_byte_timeout(short)).await, (Awaited::Answer, short));
    assert_eq!(late(&HttpOptions::default().timeout(short)).await, (Awaited::Rest, short));
    // Nobody shakes hands here.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let error = get(&upstream(&url, &HttpOptions::default().connect_timeout(short))).await.unwrap_err();
    assert_eq!(error.to_string(), "conns can't be reached: no connection within 100 ms");
}

/// The PEM of a certificate for `name`, and of its key.
fn certificate(name: &str) -> (String, String) {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    (made.cert.pem(), made.signing_key.serialize_pem())
}

/// An upstream over TLS that asks its callers for the certificate `known`.
async fn secured(own: (&str, &str), known: &str) -> String {
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    let certificate = |pem: &str| CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = rustls::RootCertStore::empty();
    roots.add(certificate(known)).unwrap();
    let verifier = rustls::server::WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
    let builder = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = builder
        .with_client_cert_verifier(verifier.build().unwrap())
        .with_single_cert(vec![certificate(own.0)], PrivateKeyDer::from_pem_slice(own.1.as_bytes()).unwrap())
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    play(stream, Vec::new(), Arc::default()).await;
                }
            });
        }
    });
    url
}

#[tokio::test]
async fn both_sides_may_show_certificates() {
    let (server, client, stranger) = (certificate("localhost"), certificate("client"), certificate("stranger"));
    let url = secured((&server.0, &server.1), &client.0).await;
    let trusting = || HttpOptions::default().trust(server.0.as_bytes()).unwrap();
    let known = trusting().client_certificate(client.0.as_bytes(), client.1.as_bytes()).unwrap();
    let known = upstream(&url, &known);
    for _ in 0..2 {
        assert_eq!(get(&known).await.unwrap().text().unwrap(), "ok");
    }
    let shown = format!("{:?}", trusting().client_certificate(client.0.as_bytes(), client.1.as_bytes()).unwrap());
    assert!(shown.contains("has_client_certificate: true") && !shown.contains("KEY"), "{shown}");
    let strange = trusting().client_certificate(stranger.0.as_bytes(), stranger.1.as_bytes()).unwrap();
    for options in [strange, trusting()] {
        assert!(get(&upstream(&url, &options)).await.is_err());
    }
    let untrusted = HttpOptions::default().trust(stranger.0.as_bytes()).unwrap();
    let error = get(&upstream(&url, &untrusted)).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    let none = HttpOptions::default().trust(b"no PEM").unwrap_err();
    assert_eq!(none.to_string(), "what is to be trusted holds no certificate in PEM");
    let none = HttpOptions::default().client_certificate(client.0.as_bytes(), b"").unwrap_err();
    assert_eq!(none.to_string(), "the certificate of the client holds no private key in PEM");
}
