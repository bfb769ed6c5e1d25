//! What inputs of operations are given.

use serde_json::json;

use super::*;

#[test]
fn inputs_of_the_same_type_are_handed_on() {
    let inputs = vec![input("imo", Type::String, true), input("levels", Type::Integer, false)];
    let arguments = vec![(0, ValueSource::Input(0)), (1, ValueSource::Input(1))];
    insta::assert_snapshot!(body(inputs, Work::Call(call(GET_SHIP, arguments))), @r#"
    let client = service.proxy().client();
    let request = GetShipInput {
        imo_number: input.imo,
        depth: input.levels,
    };
    client.get_ship(&request).await
    "#);
}

#[test]
fn inputs_of_other_types_are_converted() {
    let inputs = vec![
        input("imo", Type::Integer, true),
        input("levels", Type::Integer, true),
        input("free", Type::Any, true),
        input("words", Type::String, false),
        input("list", Type::Array, false),
    ];
    let arguments = vec![(0, ValueSource::Input(0)), (1, ValueSource::Input(1))];
    let given = vec![
        (0, ValueSource::Input(1)),
        (1, ValueSource::Input(2)),
        (2, ValueSource::Input(1)),
        (4, ValueSource::Input(2)),
        (5, ValueSource::Input(4)),
        (6, ValueSource::Input(3)),
    ];
    let stages = vec![at_once(vec![step("one", call(GET_SHIP, arguments)), step("two", call(SEARCH, given))])];
    insta::assert_snapshot!(body(inputs, steps(stages, "two")), @r#"
    let client = service.proxy().client();
    let one_input = GetShipInput {
        imo_number: convert("imo", &input.imo)?,
        depth: Some(input.levels),
    };
    let two_input = SearchInput {
        string: convert("levels", &input.levels)?,
        integer: convert("free", &input.free)?,
        number: convert("levels", &input.levels)?,
        object: convert("free", &input.free)?,
        array: input.list,
        any: input.words.map(Value::from),
        ..Default::default()
    };
    let calls = [
        sent("one", client.get_ship(&one_input)),
        step("two", client.search(&two_input)),
    ];
    let [_, two] = parallel(calls).await?;
    let collector = Collector::new();
    let answer: Value = two.node(&collector).outermost().pick("answer", &[])?;
    Ok(collector.answer(answer))
    "#);
}

#[test]
fn a_required_input_is_given_or_refused() {
    let inputs = vec![input("imo", Type::String, false)];
    insta::assert_snapshot!(body(inputs, Work::Call(call(GET_SHIP, vec![(0, ValueSource::Input(0))]))), @r#"
    let client = service.proxy().client();
    let request = GetShipInput {
        imo_number: convert("imo", &input.imo)?,
        depth: None,
    };
    client.get_ship(&request).await
    "#);
}

#[test]
fn constants_have_the_type_that_is_wanted() {
    let constants = [
        json!("a \"b\""),
        json!(-5_000_000_000_i64),
        json!(5),
        json!(true),
        json!({"a": {"b": null}, "c": 18_446_744_073_709_551_615_u64}),
        json!(["x", 1.5, []]),
        json!({}),
    ];
    let arguments =
        constants.into_iter().enumerate().map(|(index, value)| (index, ValueSource::Constant(value.into())));
    insta::assert_snapshot!(body(Vec::new(), Work::Call(call(SEARCH, arguments.collect()))), @r#"
    let client = service.proxy().client();
    let request = SearchInput {
        string: Some("a \"b\"".to_owned()),
        integer: Some(-5000000000),
        number: Some(Number::from(5)),
        boolean: Some(true),
        object: Some(
            Object::from_iter([
                (
                    "a".to_owned(),
                    Value::from(Object::from_iter([("b".to_owned(), Value::Null)])),
                ),
                ("c".to_owned(), Value::from(18446744073709551615u64)),
            ]),
        ),
        array: Some(vec![Value::from("x"), Value::from(1.5), Value::Array(Vec::new())]),
        any: Some(Value::from(Object::new())),
    };
    client.search(&request).await
    "#);
}

#[test]
fn texts_are_put_together() {
    let certain = vec![text("IMO-{"), Part::Input(0), text("}/"), Part::Setting("REGION".to_owned())];
    let uncertain = vec![text("ship "), Part::Input(1)];
    let inputs = vec![input("imo", Type::String, true), input("name", Type::String, false)];
    let setting = vec![Part::Setting("REGION".to_owned())];
    let rows = [
        (GET_SHIP, 0, &certain),
        (GET_SHIP, 0, &uncertain),
        (GET_SHIP, 0, &setting),
        (SEARCH, 0, &certain),
        (SEARCH, 0, &uncertain),
        (SEARCH, 1, &certain),
    ];
    let bodies = rows.map(|(operation, input, parts)| {
        body(inputs.clone(), Work::Call(call(operation, vec![(input, ValueSource::Text(parts.clone()))])))
    });
    insta::assert_snapshot!(bodies.join("\n"), @r#"
    let client = service.proxy().client();
    let request = GetShipInput {
        imo_number: format!(
            "IMO-{{{}}}/{}", input.imo, client.settings.expose("REGION")
        ),
        depth: None,
    };
    client.get_ship(&request).await

    let client = service.proxy().client();
    let request = GetShipInput {
        imo_number: convert("name", &Template::new().raw("ship ").value(&input.name))?,
        depth: None,
    };
    client.get_ship(&request).await

    let client = service.proxy().client();
    let request = GetShipInput {
        imo_number: client.settings.expose("REGION").to_owned(),
        depth: None,
    };
    client.get_ship(&request).await

    let client = service.proxy().client();
    let request = SearchInput {
        string: Some(
            format!("IMO-{{{}}}/{}", input.imo, client.settings.expose("REGION")),
        ),
        ..Default::default()
    };
    client.search(&request).await

    let client = service.proxy().client();
    let request = SearchInput {
        string: Template::new().raw("ship ").value(&input.name).build(),
        ..Default::default()
    };
    client.search(&request).await

    let client = service.proxy().client();
    let request = SearchInput {
        integer: convert(
            "imo",
            &Template::new()
                .raw("IMO-{")
                .value(&input.imo)
                .raw("}/")
                .value(client.settings.expose("REGION")),
        )?,
        ..Default::default()
    };
    client.search(&request).await
    "#);
}

#[test]
fn what_is_left_out_is_the_default() {
    let one = vec![(0, ValueSource::Constant("x".into()))];
    let calls = [call(LIST_CREW, Vec::new()), call(SEARCH, Vec::new()), call(SEARCH, one)];
    let bodies = calls.map(|call| body(Vec::new(), Work::Call(call)));
    insta::assert_snapshot!(bodies.join("\n"), @r#"
    let client = service.proxy().client();
    client.list_crew().await

    let client = service.proxy().client();
    let request = SearchInput::default();
    client.search(&request).await

    let client = service.proxy().client();
    let request = SearchInput {
        string: Some("x".to_owned()),
        ..Default::default()
    };
    client.search(&request).await
    "#);
}
