//! `docs/first-capability.md`, line by line, as somebody who reads it would go: in a workspace of its own, with the versions and
//! the target folder of the repository.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use common::{Desk, bare_cargo};

const PAGE: &str = include_str!("../../docs/first-capability.md");
const DOCUMENT: &str = "specs/shop/orders.yaml";

/// Somebody who follows the page.
struct Reader {
    desk: Desk,
    server: Option<Server>,
}

/// What `serve` has started, until it is dropped.
struct Server {
    child: Child,
    /// Of its REST server.
    address: String,
    /// Kept open, as it goes on printing.
    _printed: BufReader<ChildStdout>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_first_capability_works_as_printed() {
    let target = repository().join("target");
    let desk = Desk::in_folder(tempfile::tempdir_in(target).unwrap(), &[]);
    desk.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"generated/*\"]\n");
    std::fs::copy(repository().join("Cargo.lock"), desk.path("Cargo.lock")).unwrap();
    let mut reader = Reader { desk, server: None };
    for (language, text) in blocks() {
        match language {
            "yaml" => reader.desk.append(DOCUMENT, &format!("{text}\n")),
            "rust" => reader.desk.write("shop-desk/src/main.rs", text),
            "sh" => reader.follow(text),
            other => panic!("nobody knows what to do with {other}"),
        }
    }
}

/// The fenced blocks, in order.
fn blocks() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGE.split("\n```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap())
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

impl Reader {
    /// Runs the lines of a block. One that begins with a prompt is followed by what it prints.
    fn follow(&mut self, text: &str) {
        let mut lines = text.lines().filter(|line| !line.is_empty());
        while let Some(line) = lines.next() {
            match line.strip_prefix("$ ") {
                Some(command) => assert_eq!(self.output(command), lines.next().unwrap(), "{line}"),
                None => self.run(line),
            }
        }
    }

    fn run(&mut self, line: &str) {
        let words = shlex::split(line).unwrap();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["cargo", "xtask", "gen"] => {
                let ran = self.desk.generate_in("generated", "");
                assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
            }
            ["cargo", arguments @ .., "serve", "--mock"] => {
                self.server = None;
                self.server = Some(self.serve(arguments));
            }
            ["cargo", arguments @ ..] => drop(ended(&mut self.cargo(arguments))),
            [program, arguments @ ..] => drop(ended(self.here(Command::new(program)).args(arguments))),
            [] => unreachable!("empty lines are left out"),
        }
    }

    /// What a command prints.
    fn output(&self, line: &str) -> String {
        let words = shlex::split(line).unwrap();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["curl", url] => self.ask("GET", url),
            ["curl", "-X", method, url] => self.ask(method, url),
            ["cargo", arguments @ ..] => ended(&mut self.cargo(arguments)),
            other => panic!("nobody knows how to run {other:?}"),
        }
    }

    fn ask(&self, method: &str, url: &str) -> String {
        let path = url.strip_prefix("localhost:8080").unwrap();
        let address = &self.server.as_ref().unwrap().address;
        let request = ureq::http::Request::builder().method(method).uri(format!("{address}{path}")).body(()).unwrap();
        let agent = ureq::Agent::new_with_config(ureq::Agent::config_builder().http_status_as_error(false).build());
        agent.run(request).unwrap().into_body().read_to_string().unwrap()
    }

    /// Starts a server at ports of the system's choice.
    fn serve(&self, arguments: &[&str]) -> Server {
        let ports = ["serve", "--mock", "--rest", "localhost:0", "--mcp", "localhost:0"];
        let mut child = self.cargo(&[arguments, &ports].concat()).stdout(Stdio::piped()).spawn().unwrap();
        let mut printed = BufReader::new(child.stdout.take().unwrap());
        let mut lines = printed.by_ref().lines().map(Result::unwrap);
        let address = lines.find_map(|line| line.strip_prefix("rest ").map(str::to_owned)).unwrap();
        Server { child, address, _printed: printed }
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let target = Path::new(env!("CARGO_BIN_EXE_capwright")).ancestors().nth(2).unwrap();
        let mut cargo = self.here(bare_cargo());
        cargo.args(arguments).env("CARGO_TARGET_DIR", target).env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only");
        cargo
    }

    fn here(&self, mut command: Command) -> Command {
        command.current_dir(self.desk.path(""));
        command
    }
}

/// Runs a command to its good end, and gives what it printed.
fn ended(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}
