//! Values within the body of a method: inputs, constants, texts, and parts of what steps answered.

mod nested;

use proc_macro2::TokenStream;
use quote::quote;

pub(super) use super::constants::{constant, literal};
use super::paths::Paths;
use super::tokens::ident;
use crate::model::{Call, Input, Location, Member, Operation, Part, Pick, Shaped, Type, Use, ValueSource};

/// The values of one method while its body is printed, top down.
pub(super) struct Values<'a> {
    inputs: &'a [Input],
    /// How often each input is still used: the last use may move it.
    left: Vec<usize>,
    pub(super) paths: Paths,
}

impl<'a> Values<'a> {
    /// `uses` is all that will be printed with them.
    pub(super) fn new(inputs: &'a [Input], uses: &[Use<'_>], paths: Paths) -> Self {
        let mut left = vec![0; inputs.len()];
        for used in uses {
            if let Use::Input(index) = used {
                left[*index] += 1;
            }
        }
        Self { inputs, left, paths }
    }

    /// What the input `wanted` of an operation is given; `place` is what a part of an answer is called if it can't be that.
    pub(super) fn argument(&mut self, wanted: &Input, source: &ValueSource, place: &str) -> TokenStream {
        match source {
            ValueSource::Input(index) => self.given(wanted, *index),
            ValueSource::Member(path) => {
                let (name, value) = (self.called(path), self.member(path));
                quote!(convert(#name, &#value)?)
            }
            ValueSource::Constant(value) => optional(wanted, literal(value, wanted.ty)),
            ValueSource::Text(parts) if source.is_converted(wanted, self.inputs) => self.composed(wanted, parts),
            ValueSource::Text(parts) => match self.certain(parts) {
                Some(text) => optional(wanted, text),
                None => self.text(parts),
            },
            ValueSource::Step(pick) => {
                let (step, path) = (ident(&pick.step), self.paths.reference(&pick.selection));
                let is_segment = wanted.location == Location::Path && wanted.required;
                let method = ident(if is_segment { "segment" } else { "pick" });
                quote!(#step.#method(#place, #path)?)
            }
            ValueSource::List(_) | ValueSource::Object(_) => {
                let (name, value) = (&wanted.name, self.json(source));
                quote!(convert(#name, #value)?)
            }
        }
    }

    /// What a lookup compares with, by reference.
    pub(super) fn wanted(&mut self, source: &ValueSource) -> TokenStream {
        match source {
            ValueSource::Input(index) => {
                let input = &self.inputs[*index];
                if input.required && input.ty == Type::Any {
                    let input = self.borrowed(*index);
                    return quote!(&#input);
                }
                let input = self.owned(*index);
                quote!(&Value::from(#input))
            }
            ValueSource::Constant(value) => {
                let value = constant(value);
                quote!(&#value)
            }
            ValueSource::Text(parts) => {
                let text = self.text(parts);
                quote!(&Value::from(#text))
            }
            ValueSource::Step(pick) => self.part(pick),
            ValueSource::Member(_) | ValueSource::List(_) | ValueSource::Object(_) => {
                let value = self.json(source);
                quote!(&convert::<Value>("lookup", #value)?)
            }
        }
    }

    /// The names that an operation and callers have for what it may complain about, where they differ.
    pub(super) fn renamed(&self, call: &Call, operation: &Operation) -> Vec<TokenStream> {
        call.renames(operation, self.inputs).into_iter().map(|(name, given)| quote!((#name, #given))).collect()
    }

    /// An input of the function as the one that an operation wants.
    fn given(&mut self, wanted: &Input, index: usize) -> TokenStream {
        let input = &self.inputs[index];
        let is_any = wanted.ty == Type::Any && input.ty != Type::Any;
        if wanted.is_converted_from(input) {
            let (name, input) = (&input.name, self.borrowed(index));
            return quote!(convert(#name, &#input)?);
        }
        let value = self.owned(index);
        match (is_any, input.required) {
            (false, true) => optional(wanted, value),
            (false, false) => value,
            (true, true) => optional(wanted, quote!(Value::from(#value))),
            (true, false) => quote!(#value.map(Value::from)),
        }
    }

    /// A text that becomes the input that an operation wants.
    fn composed(&mut self, wanted: &Input, parts: &[Part]) -> TokenStream {
        // Callers know their own input, if there is just the one.
        let inputs = parts.iter().filter_map(|part| if let Part::Input(index) = part { Some(*index) } else { None });
        let name = match inputs.collect::<Vec<_>>().as_slice() {
            [index] => &self.inputs[*index].name,
            _ => &wanted.name,
        };
        let (name, given) = self.convertible(parts, name);
        let is_text = !matches!(parts, [Part::Input(_) | Part::Member(_)]);
        let given = match wanted.location {
            Location::Path if is_text => quote!(#given.complete()),
            _ if is_text && wanted.ty == Type::Array => quote!(#given.build()),
            _ => given,
        };
        if is_text && wanted.ty == Type::Array {
            return quote!(convert(#name, &listed(#given))?);
        }
        quote!(convert(#name, &#given)?)
    }

    /// From here on, no input is moved.
    pub(super) fn keep_all(&mut self) {
        self.left.iter_mut().for_each(|left| *left += 1);
    }

    /// Whether an output has to be converted from an input or a text.
    pub(super) fn converts(&self, value: &Shaped) -> bool {
        value.is_converted(self.inputs)
    }

    /// Whether an input is a text.
    pub(super) fn is_text(&self, index: usize) -> bool {
        self.inputs[index].ty == Type::String
    }

    /// An input to be kept, as an `Option`.
    pub(super) fn optional(&mut self, index: usize) -> TokenStream {
        let (required, value) = (self.inputs[index].required, self.owned(index));
        if required { quote!(Some(#value)) } else { value }
    }

    /// What is to be converted, and what errors call it: an input, else a text for the output `name`.
    pub(super) fn convertible(&mut self, parts: &[Part], name: &str) -> (String, TokenStream) {
        match parts {
            [Part::Input(index)] => (self.inputs[*index].name.clone(), self.borrowed(*index)),
            [Part::Member(path)] => (self.called(path), self.member(path)),
            parts => (name.to_owned(), self.template(parts)),
        }
    }

    /// A text, in which what is absent is empty; absent itself if that is all of it: an `Option<String>`.
    pub(super) fn text(&mut self, parts: &[Part]) -> TokenStream {
        match self.certain(parts) {
            Some(text) => quote!(Some(#text)),
            None => {
                let template = self.template(parts);
                quote!(#template.build())
            }
        }
    }

    /// A text none of whose parts may be absent: a `String`.
    fn certain(&mut self, parts: &[Part]) -> Option<TokenStream> {
        match parts {
            [] => return Some(quote!(String::new())),
            [Part::Text(text)] => return Some(quote!(#text.to_owned())),
            [Part::Setting(env)] => {
                let setting = setting(env);
                return Some(quote!(#setting.to_owned()));
            }
            _ => {}
        }
        if !parts.iter().all(|part| part.is_certain(self.inputs)) {
            return None;
        }
        let (mut format, mut values) = (String::new(), Vec::new());
        for part in parts {
            let value = match part {
                Part::Text(text) => {
                    format.push_str(&text.replace('{', "{{").replace('}', "}}"));
                    continue;
                }
                Part::Setting(env) => setting(env),
                Part::Input(index) => self.borrowed(*index),
                Part::Member(_) | Part::Step(_) => return None,
            };
            format.push_str("{}");
            values.push(value);
        }
        Some(quote!(format!(#format, #(#values),*)))
    }

    fn template(&mut self, parts: &[Part]) -> TokenStream {
        let parts = parts.iter().map(|part| match part {
            Part::Text(text) => quote!(.raw(#text)),
            Part::Setting(env) => {
                let setting = setting(env);
                quote!(.value(#setting))
            }
            Part::Input(index) => {
                let input = self.borrowed(*index);
                quote!(.value(&#input))
            }
            Part::Member(path) => {
                let member = self.member(path);
                quote!(.value(&#member))
            }
            Part::Step(pick) => {
                let part = self.part(pick);
                quote!(.value(#part))
            }
        });
        let parts: Vec<_> = parts.collect();
        quote!(Template::new() #(#parts)*)
    }

    /// A member of an input, if it is there, by reference.
    fn member(&mut self, member: &Member) -> TokenStream {
        let (input, keys) = (self.borrowed(member.input), &member.keys);
        quote!(member(&#input, &[#(#keys),*]))
    }

    /// What callers call a member.
    fn called(&self, Member { input, keys }: &Member) -> String {
        format!("{}.{}", self.inputs[*input].name, keys.join("."))
    }

    /// A part of what a step answered as it is, by reference.
    fn part(&mut self, pick: &Pick) -> TokenStream {
        let (step, path) = (ident(&pick.step), self.paths.reference(&pick.selection));
        if pick.selection.is_searched() { quote!(&*#step.search(#path)?) } else { quote!(&#step.at(#path)) }
    }

    /// An input to be looked at.
    fn borrowed(&mut self, index: usize) -> TokenStream {
        self.left[index] -= 1;
        let field = ident(&self.inputs[index].field);
        quote!(input.#field)
    }

    /// An input to be kept: moved where nothing else needs it.
    fn owned(&mut self, index: usize) -> TokenStream {
        let value = self.borrowed(index);
        if self.left[index] == 0 || self.inputs[index].is_copy() { value } else { quote!(#value.clone()) }
    }
}

fn setting(env: &str) -> TokenStream {
    quote!(client.settings.expose(#env))
}

fn optional(wanted: &Input, value: TokenStream) -> TokenStream {
    if wanted.required { value } else { quote!(Some(#value)) }
}
