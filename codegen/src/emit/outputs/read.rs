//! Expressions that read the values of an answer.

use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use quote::quote;

use crate::emit::constants::{fixed_number, known_numbers};
use crate::emit::paths::Paths;
use crate::emit::tokens::ident;
use crate::emit::values::{self, Values};
use crate::json::Value;
use crate::model::{Origin, OutputField, Part, Selection, Shape, Shaped, Struct, Type};

/// What reads the values of one answer.
pub(super) struct Reader<'a> {
    /// The inputs of the function, of which a type that reads itself takes none; and the paths.
    pub(super) values: Values<'a>,
}

/// An expression: a value, or the result of reading one.
pub(super) enum Read {
    Value(TokenStream),
    Result(TokenStream),
}

impl Read {
    /// As a value: what fails returns.
    pub(super) fn tried(self) -> TokenStream {
        match self {
            Self::Value(value) => value,
            Self::Result(result) => quote!(#result?),
        }
    }

    /// As a result.
    pub(super) fn result(self) -> TokenStream {
        match self {
            Self::Value(value) => quote!(Ok(#value)),
            Self::Result(result) => result,
        }
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(values: Values<'a>) -> Self {
        Self { values }
    }

    /// `impl Output` of a struct that takes nothing but the value it is read from.
    pub(super) fn implementation(record: &Struct) -> TokenStream {
        let mut reader = Self::new(Values::new(&[], &[], Paths::default()));
        let name = ident(&record.name);
        let read = reader.structure(record, Some(&ident("root")), &quote!(Self), "");
        let statics = reader.values.paths.statics();
        let check = check(record, &ident("root"), "");
        let root = if mentions(&read, "root") { ident("root") } else { ident("_") };
        let numbers = known_numbers(&read);
        quote! {
            #numbers
            impl Output for #name {
                fn read(#root: &Node<'_>) -> Result<Self, OutputError> {
                    #statics
                    #check
                    Ok(#read)
                }
            }
        }
    }

    /// All of an answer, which must fit.
    pub(super) fn whole(&mut self, value: &Shaped, root: Option<&Ident>) -> Read {
        let name = value.outermost();
        match (&value.origin, root) {
            (Origin::At(selection), Some(root)) => self.part(&quote!(#root.outermost()), selection, &value.shape, name),
            (Origin::Step(pick), _) => {
                let step = step(&pick.step);
                self.part(&quote!(#step.outermost()), &pick.selection, &value.shape, name)
            }
            (Origin::Text { parts }, root) if self.values.converts(value) => {
                let (_, given) = self.convertible(parts, &value.shape, name);
                let root = root.cloned().unwrap_or_else(|| ident("collector"));
                Read::Result(quote!(#root.outermost().convert(#name, &#given)))
            }
            _ => self.read(value, root, name),
        }
    }

    /// A part of an answer; `root` is what holds it, and `name` what errors call it.
    fn read(&mut self, value: &Shaped, root: Option<&Ident>, name: &str) -> Read {
        match (&value.origin, &value.shape, root) {
            (Origin::At(selection), shape, Some(root)) => self.part(&quote!(#root), selection, shape, name),
            (Origin::Step(pick), shape, _) => self.part(&step(&pick.step), &pick.selection, shape, name),
            (Origin::Constant(constant), shape, _) => Read::Value(literal(constant, shape)),
            (Origin::Text { parts }, _, root) if self.values.converts(value) => {
                let (_, given) = self.convertible(parts, &value.shape, name);
                let root = root.cloned().unwrap_or_else(|| ident("collector"));
                Read::Result(quote!(#root.convert(#name, &#given)))
            }
            (Origin::Text { parts }, shape, _) => {
                let text = self.text(parts, shape);
                Read::Value(cut(text, shape))
            }
            (Origin::Parts, Shape::Struct(record), Some(root))
                if record.is_self_contained() && value.reads_answer() =>
            {
                Read::Result(quote!(#root.pick(#name, &[])))
            }
            (_, Shape::Struct(record), root) => {
                let ty = ident(&record.name);
                let check = root.and_then(|root| check(record, root, name));
                let value = self.structure(record, root, &quote!(#ty), name);
                Read::Value(if check.is_some() { quote!({ #check #value }) } else { value })
            }
            (_, Shape::List(item), root) => {
                let item = self.read(item, root, name).tried();
                Read::Value(quote!(Vec::from([#item])))
            }
            // Nothing holds it: resolution gives no such value.
            (_, Shape::Plain(_) | Shape::Truncated(_) | Shape::Map(_), _) => Read::Value(quote!(Default::default())),
        }
    }

    /// A struct field by field; errors say `within` before the names of fields.
    fn structure(&mut self, record: &Struct, root: Option<&Ident>, ty: &TokenStream, within: &str) -> TokenStream {
        let fields: Vec<TokenStream> = record
            .fields
            .iter()
            .map(|field| {
                let joint = if within.is_empty() { "" } else { "." };
                let path = format!("{within}{joint}{}", field.name);
                let (name, value) = (ident(&field.field), self.field(field, root, &path));
                if value.to_string() == field.field { quote!(#name) } else { quote!(#name: #value) }
            })
            .collect();
        quote!(#ty { #(#fields),* })
    }

    /// A field, which errors call `name`: where that is told from one that is `null`, nothing if it is not there.
    fn field(&mut self, field: &OutputField, root: Option<&Ident>, name: &str) -> TokenStream {
        let (holder, selection) = match (&field.value.origin, root) {
            (Origin::At(selection), Some(root)) if field.is_found() => (root.clone(), selection),
            (Origin::Step(pick), _) if field.is_found() => (ident(&pick.step), &pick.selection),
            _ => return self.read(&field.value, root, name).tried(),
        };
        if field.value.shape.reads_itself() {
            let path = self.values.paths.reference(selection);
            let is_of_step = matches!(field.value.origin, Origin::Step(_));
            let holder = if is_of_step { quote!(#holder.node(&collector)) } else { quote!(#holder) };
            return quote!(#holder.find(#name, #path)?);
        }
        let (read, path) = (self.read(&field.value, root, name).tried(), Paths::again(selection));
        if selection.is_searched() {
            return quote!(#holder.finds(#path)?.then_some(#read));
        }
        quote!(#holder.has(#path).then_some(#read))
    }

    /// A part of the node `root`.
    fn part(&mut self, root: &TokenStream, selection: &Selection, shape: &Shape, name: &str) -> Read {
        let path = self.values.paths.reference(selection);
        if shape.reads_itself() {
            return Read::Result(quote!(#root.pick(#name, #path)));
        }
        match shape {
            Shape::List(item) => {
                let item = self.closure(item);
                Read::Result(quote!(#root.list(#name, #path, #item)))
            }
            Shape::Map(value) => {
                let value = self.closure(value);
                Read::Result(quote!(#root.members(#name, #path, #value)))
            }
            Shape::Struct(record) => {
                let (item, ty) = (ident("item"), ident(&record.name));
                let value = self.structure(record, Some(&item), &quote!(#ty), "");
                let check = check(record, &item, "");
                let value = if check.is_some() { quote!({ #check Ok(#value) }) } else { quote!(Ok(#value)) };
                let item = if mentions(&value, "item") { item } else { ident("_") };
                Read::Result(quote!(#root.object(#name, #path, |#item| #value)))
            }
            Shape::Truncated(_) => Read::Value(cut(quote!(#root.pick(#name, #path)?), shape)),
            Shape::Plain(_) => Read::Result(quote!(#root.pick(#name, #path))),
        }
    }

    /// What reads the items of a list, or the values of a map.
    fn closure(&mut self, item: &Shaped) -> TokenStream {
        // It runs for each item: inputs stay where they are.
        self.values.keep_all();
        let read = self.read(item, Some(&ident("item")), "").result();
        if mentions(&read, "item") { quote!(|item| #read) } else { quote!(|_| #read) }
    }

    /// A text put together, or the one value that it is, as the type of the output without conversion.
    fn text(&mut self, parts: &[Part], shape: &Shape) -> TokenStream {
        match parts {
            [Part::Input(index)] if !is_text(shape) || self.values.is_text(*index) => self.values.optional(*index),
            parts => self.values.text(parts),
        }
    }

    /// What is to be converted, and what errors call it: a text for a list is one, or the one item of it.
    fn convertible(&mut self, parts: &[Part], shape: &Shape, name: &str) -> (String, TokenStream) {
        let (name, given) = self.values.convertible(parts, name);
        let is_list =
            matches!(shape, Shape::Plain(Type::Array)) && !matches!(parts, [Part::Input(_) | Part::Member(_)]);
        (name, if is_list { quote!(listed(#given.build())) } else { given })
    }
}

/// What is read of the answer of a step.
fn step(step: &str) -> TokenStream {
    let step = ident(step);
    quote!(#step.node(&collector))
}

/// A text, cut where the shape says so.
fn cut(text: TokenStream, shape: &Shape) -> TokenStream {
    match shape {
        Shape::Truncated(length) => {
            let length = Literal::usize_unsuffixed(*length);
            quote!(truncate(#text, #length))
        }
        _ => text,
    }
}

/// The statement that refuses what is no object, of which no field could be read.
fn check(record: &Struct, root: &Ident, name: &str) -> Option<TokenStream> {
    record.is_of_members().then(|| quote!(#root.record(#name)?;))
}

fn is_text(shape: &Shape) -> bool {
    matches!(shape, Shape::Plain(Type::String) | Shape::Truncated(_))
}

/// Whether an identifier stands in the tokens.
pub(super) fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(&group.stream(), name),
        TokenTree::Ident(found) => found == name,
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// What the document fixes.
fn literal(value: &Value, shape: &Shape) -> TokenStream {
    match (shape, value) {
        (Shape::Plain(Type::Any), value) => values::constant(value),
        (_, Value::Null) => quote!(None),
        (Shape::Plain(Type::Number), Value::Number(number)) => fixed_number(number),
        (Shape::Plain(ty), value) => values::literal(value, *ty),
        (_, value) => values::literal(value, Type::String),
    }
}
