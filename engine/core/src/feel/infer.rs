//! Infers the type of an expression and reports what cannot be meant.

mod calls;
mod names;
mod operators;

use super::ast::{Clause, Entry, Kind, Node, Source, Test};
use super::expression::Expression;
use super::types::{Type, TypeProblem, TypeScope};
use super::unary::UnaryTests;

impl Expression {
    /// The type of this expression over names of these types, or all that is wrong with it.
    pub fn infer(&self, scope: &TypeScope) -> Result<Type, Vec<TypeProblem>> {
        let mut checker = Checker::new(scope, self.text());
        let ty = checker.infer(&self.root);
        if checker.problems.is_empty() { Ok(ty) } else { Err(checker.problems) }
    }

    /// All that is wrong with this expression where a value of this type is needed, such as a
    /// boolean after `when:`.
    pub fn check(&self, scope: &TypeScope, needed: &Type) -> Vec<TypeProblem> {
        let mut checker = Checker::new(scope, self.text());
        let ty = checker.infer(&self.root);
        if checker.problems.is_empty() {
            checker.expect(&self.root, &ty, needed);
        }
        checker.problems
    }
}

impl UnaryTests {
    /// All that is wrong with this cell as a test of an input of this type. Of values that stand in
    /// a YAML list the offsets are 0: the place is the list's.
    pub fn check(&self, input: &Type, scope: &TypeScope) -> Vec<TypeProblem> {
        let text = self.text();
        let mut checker = Checker::new(scope, &text);
        if let Some(cell) = self.cell() {
            checker.tests(input, &cell.tests);
        }
        for value in self.values().unwrap_or_default() {
            let node = Node::new(Kind::Literal(value.clone()), 0, 0);
            checker.test_value(input, &Type::of(value), &node);
        }
        checker.problems
    }
}

/// A name within an expression.
enum Local<'a> {
    Name(&'a str, Type),
    /// An entry of the element of a filter.
    Entry(String, Type),
    /// The element's entries are not known: any name may be one.
    Open,
}

struct Checker<'a> {
    scope: &'a TypeScope,
    text: &'a str,
    locals: Vec<Local<'a>>,
    /// The type of `?`.
    input: Option<Type>,
    problems: Vec<TypeProblem>,
}

impl<'a> Checker<'a> {
    fn new(scope: &'a TypeScope, text: &'a str) -> Self {
        Self { scope, text, locals: Vec::new(), input: None, problems: Vec::new() }
    }

    fn infer(&mut self, node: &'a Node) -> Type {
        match &node.kind {
            Kind::Literal(value) => Type::of(value),
            Kind::Name(name) => self.name(node, name),
            Kind::Input => self.input(node),
            Kind::List(items) => {
                let types = items.iter().map(|item| self.infer(item)).collect::<Vec<_>>();
                types.into_iter().reduce(Type::join).unwrap_or(Type::Any).list()
            }
            Kind::Context(entries) => self.context(entries),
            Kind::Range(range) => self.range(node, &range.ends),
            Kind::Negate(operand) => self.negate(operand),
            Kind::Arithmetic(first, rest) => self.arithmetic(first, rest),
            Kind::Compare(comparison, sides) => self.compare(node, *comparison, sides),
            Kind::Between(nodes) => self.between(nodes),
            Kind::In(value, tests) => {
                let ty = self.infer(value);
                self.tests(&ty, tests);
                Type::Boolean
            }
            Kind::And(parts) | Kind::Or(parts) => {
                for part in parts {
                    self.condition(part);
                }
                Type::Boolean
            }
            Kind::If(nodes) => {
                self.condition(&nodes[0]);
                self.infer(&nodes[1]).join(self.infer(&nodes[2]))
            }
            Kind::For(clauses, body) => self.for_loop(clauses, body),
            Kind::Quantified(_, clauses, condition) => {
                self.within_clauses(clauses, |checker| checker.condition(condition));
                Type::Boolean
            }
            Kind::Filter(nodes) => self.filter(nodes),
            Kind::Path(base, member) => self.path(node, base, member),
            Kind::Call(call) => self.call(node, call),
            Kind::InstanceOf(value, _) => {
                self.infer(value);
                Type::Boolean
            }
            Kind::Function(function) => {
                let names = function.parameters.iter().map(|name| Local::Name(name, Type::Any));
                let names = names.collect();
                let result = self.within(names, |checker| checker.infer(&function.body));
                Type::Function(function.parameters.len(), Box::new(result))
            }
        }
    }

    /// Infers what is below with more names.
    fn within<T>(&mut self, names: Vec<Local<'a>>, below: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.locals.len();
        self.locals.extend(names);
        let result = below(self);
        self.locals.truncate(outer);
        result
    }

    fn context(&mut self, entries: &'a [Entry]) -> Type {
        let outer = self.locals.len();
        let mut types = std::collections::BTreeMap::new();
        for entry in entries {
            if let Kind::Function(function) = &entry.value.kind {
                let itself = Type::Function(function.parameters.len(), Box::new(Type::Any));
                self.locals.push(Local::Name(&entry.key, itself));
            }
            let ty = self.infer(&entry.value);
            self.locals.push(Local::Name(&entry.key, ty.clone()));
            types.insert(entry.key.clone(), ty);
        }
        self.locals.truncate(outer);
        Type::Context(types)
    }

    fn for_loop(&mut self, clauses: &'a [Clause], body: &'a Node) -> Type {
        let partial = vec![Local::Name("partial", Type::Any.list())];
        self.within(partial, |checker| {
            checker.within_clauses(clauses, |checker| checker.infer(body)).list()
        })
    }

    fn within_clauses<T>(
        &mut self,
        clauses: &'a [Clause],
        below: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let outer = self.locals.len();
        for clause in clauses {
            let ty = match &clause.source {
                Source::List(list) => self.element_of(list),
                Source::Steps(low, high) => self.range(low, [low, high]).into_element(),
            };
            self.locals.push(Local::Name(&clause.name, ty));
        }
        let result = below(self);
        self.locals.truncate(outer);
        result
    }

    /// What a loop over this node binds.
    fn element_of(&mut self, node: &'a Node) -> Type {
        match self.infer(node) {
            ty @ (Type::List(_) | Type::Range(_) | Type::Any) => ty.into_element(),
            other => {
                let message = format!("{} is {other}, not a list", self.quote(node));
                self.report(node, message, None);
                Type::Any
            }
        }
    }

    /// The tests of a cell or after `in`.
    fn tests(&mut self, input: &Type, tests: &'a [Test]) {
        let outer = self.input.replace(input.clone());
        for test in tests {
            let ty = self.infer(&test.node);
            match test.comparison {
                Some(comparison) => self.comparable(comparison, (input, None), (&ty, &test.node)),
                None if test.conditional && ty == Type::Boolean => {}
                None => self.test_value(input, &ty, &test.node),
            }
        }
        self.input = outer;
    }

    fn test_value(&mut self, input: &Type, ty: &Type, node: &Node) {
        let tested = match (input, ty) {
            (Type::List(_), Type::List(_)) => ty,
            (_, Type::List(of) | Type::Range(of)) => of,
            _ => ty,
        };
        // A list of choices passes if one of them does.
        let input = match (input, tested) {
            (Type::List(of), other) if !matches!(other, Type::List(_)) => of,
            _ => input,
        };
        if input.compares_with(tested) {
            return self.words_of_choice(input, node);
        }
        let message = format!("the input is {input}, but {} is {tested}", self.quote(node));
        self.report(node, message, None);
    }

    fn condition(&mut self, node: &'a Node) {
        let ty = self.infer(node);
        self.expect(node, &ty, &Type::Boolean);
    }

    fn expect(&mut self, node: &Node, ty: &Type, needed: &Type) {
        if ty.fits(needed) {
            return self.words_of_choice(needed, node);
        }
        let message = format!("{} is {ty}, but {needed} is needed", self.quote(node));
        let help = match (needed, ty) {
            (Type::Boolean, Type::Number) => Some("compare it, such as `… > 0`"),
            (Type::Boolean, Type::Text | Type::Choice(_)) => {
                Some("compare it, such as `… = \"word\"`")
            }
            (Type::Boolean, Type::List(_)) => Some("count it, such as `count(…) > 0`"),
            _ => None,
        };
        self.report(node, message, help.map(str::to_owned));
    }

    fn report(&mut self, node: &Node, message: String, help: Option<String>) {
        let problem = TypeProblem { start: node.start, end: node.end, message, help };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn quote(&self, node: &Node) -> String {
        match (self.text.get(node.start..node.end), &node.kind) {
            (Some(words), _) if !words.is_empty() => format!("`{words}`"),
            (_, Kind::Literal(value)) => format!("`{value}`"),
            _ => "this".to_owned(),
        }
    }
}
