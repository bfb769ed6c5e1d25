//! Steps: what they feed each other, and what becomes of inputs.

use super::*;

#[test]
fn inputs_are_cloned_until_their_last_use() {
    let inputs = vec![input("imo", Type::String, true), input("depth", Type::Integer, false)];
    let ship = |name: &str| step(name, call(GET_SHIP, vec![(0, ValueSource::Input(0)), (1, ValueSource::Input(1))]));
    let lookup = Lookup {
        name: "find".to_owned(),
        ident: "find".to_owned(),
        index: "second".to_owned(),
        field: "id".to_owned(),
        wanted: ValueSource::Input(0),
        keep: vec!["name".to_owned()],
    };
    let stages = vec![at_once(vec![ship("first"), ship("second")]), Stage::Lookup(lookup)];
    insta::assert_snapshot!(body(inputs, steps(stages, "find")), @r#"
    let client = service.proxy().client();
    let first_input = GetShipInput {
        imo_number: input.imo.clone(),
        depth: input.depth,
    };
    let second_input = GetShipInput {
        imo_number: input.imo.clone(),
        depth: input.depth,
    };
    let calls = [
        sent("first", client.get_ship(&first_input)),
        step("second", client.get_ship(&second_input)),
    ];
    let [_, second] = parallel(calls).await?;
    let find = lookup(second.as_ref(), "id", &Value::from(input.imo), &["name"]);
    let collector = Collector::new();
    let answer: Value = find.node(&collector).outermost().pick("answer", &[])?;
    Ok(collector.answer(answer))
    "#);
}

#[test]
fn steps_feed_steps() {
    let inputs = vec![input("imo", Type::String, true)];
    let reshaped = CallStep {
        outputs: vec![
            ("id".to_owned(), Selection::Keys(vec!["data".to_owned(), "id".to_owned()])),
            ("all".to_owned(), Selection::whole()),
            (
                "tags".to_owned(),
                path("", "$.tags[*]", vec![Segment::Name("tags".to_owned()), Segment::Every], "TAGS").selection,
            ),
        ],
        ..step("get-ship", call(GET_SHIP, vec![(0, ValueSource::Input(0))]))
    };
    let given = vec![
        (0, ValueSource::Text(vec![text("ship "), Part::Step(part("get_ship", &["id"]))])),
        (1, ValueSource::Step(part("get_ship", &["draft", "metres"]))),
        (
            5,
            ValueSource::Step(path(
                "list_crew",
                "$[*].id",
                vec![Segment::Every, Segment::Name("id".to_owned())],
                "ARRAY",
            )),
        ),
        (6, ValueSource::Step(part("list_crew", &[]))),
    ];
    let stages = vec![
        at_once(vec![
            reshaped,
            step("list-crew", call(LIST_CREW, Vec::new())),
            step("note", call(LIST_CREW, Vec::new())),
        ]),
        at_once(vec![step("audit", call(LIST_CREW, Vec::new()))]),
        at_once(vec![step("search", call(SEARCH, given))]),
    ];
    insta::assert_snapshot!(body(inputs, steps(stages, "search")), @r#"
    static TAGS: Path = {
        use capwright_runtime::project::path::*;
        Path::all("$.tags[*]", &[Name("tags"), Every])
    };
    static ARRAY: Path = {
        use capwright_runtime::project::path::*;
        Path::all("$[*].id", &[Every, Name("id")])
    };
    let client = service.proxy().client();
    let get_ship_input = GetShipInput {
        imo_number: input.imo,
        depth: None,
    };
    let calls = [
        step("get-ship", client.get_ship(&get_ship_input)),
        step("list-crew", client.list_crew()),
        sent("note", client.list_crew()),
    ];
    let [get_ship, list_crew, _] = parallel(calls).await?;
    let get_ship = get_ship
        .map(|answer| reshape(
            &answer,
            &[("id", &["data", "id"]), ("all", &[] as &[&str; 0]), ("tags", &TAGS)],
        ))
        .transpose()?;
    sent("audit", client.list_crew()).await?;
    let search_input = SearchInput {
        string: Template::new().raw("ship ").value(&get_ship.at(&["id"])).build(),
        integer: get_ship.pick("step search: integer", &["draft", "metres"])?,
        array: list_crew.pick("step search: array", &ARRAY)?,
        any: list_crew.pick("step search: any", &[])?,
        ..Default::default()
    };
    let reply = client.search(&search_input).await?;
    Ok(reply)
    "#);
}

#[test]
fn operations_that_are_methods_are_called_by_the_service() {
    let inputs = vec![input("imo", Type::String, true)];
    let ship = |name: &str| step(name, call(GET_SHIP, vec![(0, ValueSource::Input(0))]));
    let crew = |name: &str| step(name, call(LIST_CREW, Vec::new()));
    let stages = |names: [&str; 2]| steps(vec![at_once(vec![ship(names[0])]), at_once(vec![crew(names[1])])], names[1]);
    insta::assert_snapshot!(body_with(&[GET_SHIP], inputs.clone(), stages(["ship", "crew"])), @r#"
    let client = service.proxy().client();
    let ship_input = GetShipInput {
        imo_number: input.imo,
        depth: None,
    };
    sent("ship", service.get_ship(ship_input)).await?;
    let reply = client.list_crew().await?;
    Ok(reply)
    "#);
    let same = Call { target: Target { upstream: 0, operation: GET_SHIP }, arguments: Arguments::Same };
    insta::assert_snapshot!(body_with(&[GET_SHIP], inputs, Work::Call(same)), @"service.get_ship(input).await");
}
