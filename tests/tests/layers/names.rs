//! Whose item a path names: façades are looked through to the file that defines it.

use crate::source::{Name, Source};

/// The longest way through façades that is followed; only names that mean each other are longer.
const DEPTH: usize = 32;

/// What a path leads to: a module, an item of a file, or both under one name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) module: Option<usize>,
    pub(crate) file: Option<usize>,
    /// Whether another crate's item may be meant.
    pub(crate) is_outside: bool,
}

impl Target {
    fn or(self, other: Self) -> Self {
        let is_outside = self.is_outside || other.is_outside;
        Self { module: self.module.or(other.module), file: self.file.or(other.file), is_outside }
    }

    pub(crate) fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

impl Source {
    /// What a path leads to, read in a module; nothing if it leads out of the crate.
    pub(crate) fn resolve(&self, module: usize, path: &[String]) -> Target {
        self.walk(module, path, DEPTH)
    }

    /// What a name means in a module that imports it by a glob.
    pub(crate) fn resolve_by_glob(&self, module: usize, name: &str) -> Target {
        if self.modules[module].names.contains_key(name) {
            return Target::default();
        }
        self.look_up(module, name, DEPTH)
    }

    fn walk(&self, module: usize, path: &[String], depth: usize) -> Target {
        let Some(depth) = depth.checked_sub(1) else { return Target::default() };
        let (mut target, mut rest) = self.start(module, path, depth);
        while let (Some((name, tail)), Some(module)) = (rest.split_first(), target.module) {
            let mut next = self.look_up(module, name, depth);
            if next.is_nothing() && self.modules[module].is_expanded {
                next.file = Some(self.modules[module].file);
            }
            if next.is_nothing() {
                target.module = None; // of the type that has the module's name, if there is one
                break;
            }
            (target, rest) = (next, tail);
        }
        if rest.is_empty() { target } else { Target { module: None, ..target } }
    }

    /// What the first segments mean that no module defines.
    fn start<'a>(&self, mut module: usize, path: &'a [String], depth: usize) -> (Target, &'a [String]) {
        let Some((first, mut rest)) = path.split_first() else { return (Target::default(), path) };
        let parent = |module: usize| self.modules[module].parent.unwrap_or(module);
        match first.as_str() {
            "crate" => module = self.root(module),
            "self" => {}
            "super" => module = parent(module),
            name if name == self.name => module = 0,
            name => return (self.look_up(module, name, depth), rest),
        }
        while let Some(("super", tail)) = rest.split_first().map(|(name, tail)| (name.as_str(), tail)) {
            (module, rest) = (parent(module), tail);
        }
        (Target { module: Some(module), ..Target::default() }, rest)
    }

    fn look_up(&self, module: usize, name: &str, depth: usize) -> Target {
        let here = &self.modules[module];
        let meanings = here.names.get(name).into_iter().flatten().map(|meaning| match meaning {
            Name::Item => Target { file: Some(here.file), ..Target::default() },
            Name::Module(module) => Target { module: Some(*module), ..Target::default() },
            Name::Import(path) => {
                let target = self.walk(module, path, depth);
                Target { is_outside: target.is_nothing() || target.is_outside, ..target }
            }
        });
        let target = meanings.fold(Target::default(), Target::or);
        let Some(depth) = depth.checked_sub(1).filter(|_| target.is_nothing()) else { return target };
        let globs = here.globs.iter().filter_map(|path| self.walk(module, path, depth).module);
        globs.map(|module| self.look_up(module, name, depth)).fold(Target::default(), Target::or)
    }

    fn root(&self, mut module: usize) -> usize {
        while let Some(parent) = self.modules[module].parent {
            module = parent;
        }
        module
    }
}
