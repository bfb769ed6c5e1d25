//! Proxies between a binary and its upstream, as the usual variables name them.

use capwright_tests::{Refusing, Script, Upstream, run};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::{API_KEY, BASE_URL, CONNS, KEY, TANIUM};

/// What `call` prints, on standard output and standard error, of an upstream at `url`.
async fn call(url: &str, proxies: &[(&str, &str)]) -> (String, String) {
    let settings = [&[(BASE_URL, url), (API_KEY, KEY)], proxies].concat();
    let called = run(TANIUM, &["call", "getconnection", "--connectionId", "c1"], &settings).await;
    (called.stdout, called.stderr)
}

#[tokio::test]
async fn a_proxy_forwards_what_is_not_secret() {
    let proxy = Upstream::start(Script::json("{}")).await;
    for variable in ["HTTP_PROXY", "ALL_PROXY"] {
        let with_user = format!("http://me:s3cret@{}", proxy.address);
        let (stdout, stderr) = call("http://api.test", &[(variable, &with_user)]).await;
        assert_eq!(stdout, "{}", "{stderr}");
        let [seen] = &proxy.take()[..] else { panic!("one request") };
        assert_eq!(seen.line, format!("GET http://api.test{CONNS}/c1"));
        assert_eq!((seen.header("host"), seen.header("session")), (Some("api.test"), Some(KEY)));
        assert_eq!(seen.header("proxy-authorization"), Some("Basic bWU6czNjcmV0"));
    }
}

#[tokio::test]
async fn a_proxy_is_asked_to_connect_where_there_are_secrets() {
    let proxy = Upstream::start(Script::http("407 Proxy Authentication Required", "", "")).await;
    let (stdout, stderr) = call("https://api.test", &[("HTTPS_PROXY", &proxy.url())]).await;
    assert!(stdout.is_empty() && stderr.contains("can't be reached: tunnel error: proxy authorization"), "{stderr}");
    let [seen] = &proxy.take()[..] else { panic!("one request") };
    assert_eq!((seen.line.as_str(), seen.header("session")), ("CONNECT api.test:443", None));

    // Where it lets through, TLS follows.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = format!("http://{}", listener.local_addr().unwrap());
    let calling = tokio::spawn(async move { call("https://api.test:8443", &[("HTTPS_PROXY", &place)]).await });
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        assert!(stream.read_buf(&mut head).await.unwrap() > 0);
    }
    assert!(head.starts_with(b"CONNECT api.test:8443 HTTP/1.1\r\n"), "{head:?}");
    stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").await.unwrap();
    let mut start = [0; 2];
    stream.read_exact(&mut start).await.unwrap();
    assert_eq!(start, [0x16, 0x03], "the first bytes of a TLS handshake");
    drop(stream);
    assert!(calling.await.unwrap().1.contains("can't be reached"));
}

/// RFC 1928: the proxy gets the name of the upstream.
#[tokio::test]
async fn a_proxy_may_speak_socks() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = format!("socks5h://{}", listener.local_addr().unwrap());
    let calling = tokio::spawn(async move { call("http://api.test", &[("ALL_PROXY", &place)]).await });
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut greeting = [0; 3];
    stream.read_exact(&mut greeting).await.unwrap();
    assert_eq!(greeting, [5, 1, 0]);
    stream.write_all(&[5, 0]).await.unwrap();
    let mut asked = [0; 15];
    stream.read_exact(&mut asked).await.unwrap();
    assert_eq!(asked[..], [&[5, 1, 0, 3, 8][..], b"api.test", &80_u16.to_be_bytes()].concat());
    stream.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 80]).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        assert!(stream.read_buf(&mut head).await.unwrap() > 0);
    }
    assert!(head.starts_with(format!("GET {CONNS}/c1 HTTP/1.1\r\n").as_bytes()), "{head:?}");
    stream.write_all(&Script::json("{}").bytes()).await.unwrap();
    assert_eq!(calling.await.unwrap(), ("{}".to_owned(), String::new()));
}

#[tokio::test]
async fn nothing_goes_past_a_proxy_that_can_not_be_read() {
    let wanted =
        "must be the address of a proxy that speaks http, https, socks5 or socks5h, such as http://proxy.test:3128";
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "all_proxy"] {
        let (stdout, stderr) = call("http://api.test", &[(name, "http//me:s3cret@proxy:3128")]).await;
        assert_eq!((stdout.as_str(), stderr), ("", format!("error: {name} {wanted}\n")));
    }
    let settings = [(BASE_URL, "http://api.test"), (API_KEY, KEY), ("HTTP_PROXY", "::")];
    let served = run(TANIUM, &["serve", "--rest", "127.0.0.1:0"], &settings).await;
    assert_eq!(served.stderr, format!("error: HTTP_PROXY {wanted}\n"));
}

#[tokio::test]
async fn no_proxy_leads_to_this_machine() {
    let (upstream, nobody) = (Upstream::start(Script::json("{}")).await, Refusing::start());
    let proxies = [("ALL_PROXY", format!("http://{}", nobody.address))];
    let (stdout, stderr) = call(&upstream.url(), &[(proxies[0].0, &proxies[0].1)]).await;
    assert_eq!(stdout, "{}", "{stderr}");
}
