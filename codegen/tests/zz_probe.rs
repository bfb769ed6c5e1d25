#![allow(
    missing_docs,
    clippy::all,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    clippy::print_stdout
)]
use capwright_codegen::{Options, Project, Severity, Source};
use std::collections::BTreeMap;
use std::path::Path;
#[test]
fn probe() {
    let root = Path::new("/work/shared/corpus");
    let mut sources = vec![];
    for g in ["catalogue", "per-tag", "large"] {
        let mut fs: Vec<_> = std::fs::read_dir(root.join(g)).unwrap().map(|e| e.unwrap().path()).collect();
        fs.sort();
        for f in fs {
            let n = f.file_name().unwrap().to_string_lossy().into_owned();
            sources.push(Source::new(n.clone(), n, std::fs::read_to_string(&f).unwrap()));
        }
    }
    let table = std::fs::read_to_string(root.join("expected-verdicts.tsv")).unwrap();
    let want: BTreeMap<_, _> = table
        .lines()
        .filter(|l| !l.starts_with('#'))
        .map(|l| {
            let p: Vec<_> = l.split('\t').collect();
            (p[0].to_owned(), (p[1].to_owned(), p[2].to_owned()))
        })
        .collect();
    let p = Project::new(sources, Options { runtime: "../../runtime".into(), reserved: vec![] });
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let (mut ok, mut bad) = (0, 0);
    for i in p.documents() {
        let c = p.compile(i);
        let name = p.source(i).path.clone();
        let w = want.get(&name);
        let acc = c.package.is_some();
        if acc {
            ok += 1
        } else {
            bad += 1
        }
        for d in &c.diagnostics {
            let key = format!(
                "{} {} {}",
                d.severity,
                d.code,
                if d.code == "not-yet" { d.message.clone() } else { String::new() }
            );
            *reasons.entry(key).or_default() += 1;
        }
        let errs: Vec<_> = c.diagnostics.iter().filter(|d| d.severity == Severity::Error).map(|d| d.code).collect();
        let fits = match w {
            None => acc,
            Some((v, c)) => match v.as_str() {
                "accept" => acc,
                "reject" => !acc && errs.contains(&c.as_str()),
                _ => true,
            },
        };
        if !fits {
            println!("MISFIT {name}: want {w:?}, accepted {acc}, errors {errs:?}");
        }
        if std::env::var("SHOW").is_ok_and(|s| name.contains(&s)) {
            for d in &c.diagnostics {
                println!("{}\n", capwright_codegen::diagnostic::render(d, p.source(i), false));
            }
        }
    }
    println!("accepted {ok} rejected {bad}");
    let mut r: Vec<_> = reasons.into_iter().collect();
    r.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    for (k, n) in r {
        println!("{n:5} {k}");
    }
}
