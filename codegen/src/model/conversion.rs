//! What is given to calls in another form: values of another type, and inputs that go by another name.

use super::{Arguments, Call, Input, Operation, Part, Type, Use, ValueSource};

impl Call {
    /// Whether any of its arguments, made of `inputs`, is converted.
    pub fn is_converted(&self, operation: &Operation, inputs: &[Input]) -> bool {
        let mut arguments = self.arguments.each().iter();
        arguments.any(|(wanted, source)| source.is_converted(&operation.inputs[*wanted], inputs))
    }

    /// The names that the operation and callers have for what it may complain about, where they differ.
    pub fn renames<'a>(&self, operation: &'a Operation, inputs: &'a [Input]) -> Vec<(&'a str, &'a str)> {
        let name = |(wanted, source): &(usize, ValueSource)| {
            let (name, given) = (operation.complaint(*wanted)?, source.only_input(inputs)?);
            (name != given).then_some((name, given))
        };
        self.arguments.each().iter().filter_map(name).collect()
    }
}

impl Arguments {
    /// What is given apart from each other; nothing if it is the input of the function as it is.
    pub(super) fn each(&self) -> &[(usize, ValueSource)] {
        match self {
            Self::Same => &[],
            Self::Each(arguments) => arguments,
        }
    }
}

impl ValueSource {
    /// Whether it has to be converted to what the input `wanted` takes.
    pub fn is_converted(&self, wanted: &Input, inputs: &[Input]) -> bool {
        match self {
            Self::Input(index) => wanted.is_converted_from(&inputs[*index]),
            Self::Text(parts) => {
                wanted.ty != Type::String
                    || wanted.required && !parts.iter().all(|part| part.is_certain(inputs))
                    || parts.iter().any(|part| matches!(part, Part::Member(_)))
            }
            Self::Member(_) | Self::List(_) | Self::Object(_) => true,
            Self::Constant(_) | Self::Step(_) => false,
        }
    }

    /// The name of the input that it comes from, if that is the only one.
    fn only_input<'a>(&self, inputs: &'a [Input]) -> Option<&'a str> {
        let mut used: Vec<usize> = self.uses().into_iter().filter_map(Use::input).collect();
        used.dedup();
        let [index] = used.as_slice() else { return None };
        Some(&inputs[*index].name)
    }
}

impl Input {
    /// Whether the value of another input has to be converted to be one of this.
    pub fn is_converted_from(&self, given: &Self) -> bool {
        (given.ty != self.ty && self.ty != Type::Any) || (self.required && !given.required)
    }

    /// Whether `format!` writes it as a template would.
    fn is_displayed(&self) -> bool {
        self.required && matches!(self.ty, Type::String | Type::Integer | Type::Boolean)
    }
}

impl Part {
    /// The input that it is, if it is one.
    pub fn input(&self) -> Option<usize> {
        if let Self::Input(index) = self { Some(*index) } else { None }
    }

    /// Whether it can't be absent, and is written alike wherever it stands in a text.
    pub fn is_certain(&self, inputs: &[Input]) -> bool {
        match self {
            Self::Text(_) | Self::Setting(_) => true,
            Self::Input(index) => inputs[*index].is_displayed(),
            Self::Member(_) | Self::Step(_) => false,
        }
    }
}
