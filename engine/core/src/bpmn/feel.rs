//! Expressions of models, in FEEL: `test.contains("a")`, `${amount}`, `a == 1 && !b`.

use std::fmt::Write;

use crate::feel::Expression;

/// Longer expressions are refused.
const CHARS_MAX: usize = 4_000;
/// Brackets within brackets are followed this deep.
const DEPTH_MAX: usize = 32;

/// What the use of a variable says of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    /// A text.
    Text,
    /// A number.
    Number,
    /// True or false.
    Boolean,
}

/// An expression in FEEL, or why it is none.
pub(super) fn translate(text: &str) -> Result<Expression, String> {
    let body = unwrapped(text.trim());
    if body.chars().count() > CHARS_MAX {
        return Err(format!("expressions of more than {CHARS_MAX} characters are not read"));
    }
    let mut writer = Writer { rest: body, out: String::new(), depth: 0 };
    let feel = match writer.all() {
        Some(()) => writer.out,
        None => body.to_owned(),
    };
    Expression::parse(feel.trim()).map_err(|error| error.message)
}

/// Whether an expression of constants can be evaluated: a duration or a moment that is none fails.
pub(super) fn is_constant(expression: &Expression) -> bool {
    let nothing = crate::value::Context::new();
    let noon = jiff::civil::date(2000, 1, 1).at(12, 0, 0, 0);
    let scope = crate::feel::Scope::new(&nothing, noon);
    expression.evaluate(&scope).is_ok_and(|it| it.warnings.is_empty() && !it.value.is_null())
}

/// The types of the variables in a condition.
pub(super) fn hints(feel: &str) -> Vec<(String, Option<Hint>)> {
    let Ok(expression) = Expression::parse(feel) else { return Vec::new() };
    let references = expression.references().into_iter();
    let whole = |path: &str| feel.trim() == path || feel.contains(&format!("not({path})"));
    let mut all: Vec<(String, Option<Hint>)> = Vec::new();
    for reference in references {
        let before = feel.get(..reference.start).unwrap_or_default().trim_end();
        let after = feel.get(reference.end..).unwrap_or_default().trim_start();
        let hint = hint(before, after).or_else(|| whole(&reference.path).then_some(Hint::Boolean));
        let name = reference.path.split('.').next().unwrap_or_default().to_owned();
        all.push((name, hint));
    }
    all
}

fn hint(before: &str, after: &str) -> Option<Hint> {
    if ["contains(", "starts with(", "ends with(", "matches("].iter().any(|it| before.ends_with(it))
    {
        return Some(Hint::Text);
    }
    let operator = |letter: char| "<>=!+-*/".contains(letter);
    let value = |text: &str| match text.chars().next() {
        Some('"') => Some(Hint::Text),
        Some(digit) if digit.is_ascii_digit() || digit == '-' => Some(Hint::Number),
        _ if text.starts_with("true") || text.starts_with("false") => Some(Hint::Boolean),
        _ => None,
    };
    if after.starts_with(operator) {
        let rest = after.trim_start_matches(operator).trim_start();
        let arithmetic = after.starts_with(['<', '>', '+', '-', '*', '/']);
        return value(rest).or_else(|| arithmetic.then_some(Hint::Number));
    }
    let left = before.trim_end_matches(operator);
    if left.len() < before.len() {
        let last = left.trim_end().chars().next_back();
        return match last {
            Some('"') => Some(Hint::Text),
            Some(digit) if digit.is_ascii_digit() => Some(Hint::Number),
            _ => None,
        };
    }
    None
}

/// `${…}`, `#{…}` and a leading `=` say only that it is an expression.
fn unwrapped(text: &str) -> &str {
    let inner = text.strip_prefix("${").or_else(|| text.strip_prefix("#{"));
    let inner = inner.and_then(|inner| inner.strip_suffix('}'));
    inner.or_else(|| text.strip_prefix('=')).unwrap_or(text).trim()
}

/// Writes FEEL while it reads what most engines take for expressions.
struct Writer<'t> {
    rest: &'t str,
    out: String,
    depth: usize,
}

impl<'t> Writer<'t> {
    fn all(&mut self) -> Option<()> {
        self.until_bracket()?;
        self.rest.is_empty().then_some(())
    }

    /// Everything up to the end, or to a bracket that closes.
    fn until_bracket(&mut self) -> Option<()> {
        self.depth += 1;
        while let Some(letter) = self.rest.chars().next().filter(|letter| *letter != ')') {
            if self.depth > DEPTH_MAX {
                return None;
            }
            match letter {
                '&' | '|' if self.rest.starts_with("&&") || self.rest.starts_with("||") => {
                    self.out.push_str(if letter == '&' { " and " } else { " or " });
                    self.take(2);
                }
                '=' if self.rest.starts_with("==") => {
                    self.out.push('=');
                    self.take(2);
                }
                '!' if !self.rest.starts_with("!=") => {
                    self.take(1);
                    self.out.push_str("not(");
                    self.unit()?;
                    self.out.push(')');
                }
                '!' => {
                    self.out.push_str("!=");
                    self.take(2);
                }
                _ => self.unit()?,
            }
        }
        self.depth -= 1;
        Some(())
    }

    /// A bracket, a text, a name with its calls, or one sign.
    fn unit(&mut self) -> Option<()> {
        let letter = self.rest.chars().next()?;
        match letter {
            '(' => self.brackets(),
            '"' | '\'' => self.quoted(letter),
            letter if letter.is_alphabetic() || letter == '_' => self.name(),
            digit if digit.is_ascii_digit() => {
                let number = self.run(|letter| letter.is_ascii_digit());
                self.out.push_str(number);
                Some(())
            }
            sign => {
                self.out.push(sign);
                self.take(sign.len_utf8());
                Some(())
            }
        }
    }

    fn brackets(&mut self) -> Option<()> {
        self.take(1);
        self.out.push('(');
        self.until_bracket()?;
        self.rest = self.rest.strip_prefix(')')?;
        self.out.push(')');
        Some(())
    }

    fn quoted(&mut self, quote: char) -> Option<()> {
        self.take(1);
        let end = self.rest.find(quote)?;
        let inner = self.rest.get(..end)?;
        if inner.contains('"') || inner.contains('\\') {
            return None;
        }
        self.out.push('"');
        self.out.push_str(inner);
        self.out.push('"');
        self.take(end + 1);
        Some(())
    }

    /// `a.b`, `f(…)`, `a.contains(…)`.
    fn name(&mut self) -> Option<()> {
        let name = self.run(|letter| letter.is_alphanumeric() || letter == '_' || letter == '.');
        let Some((of, method)) = name.rsplit_once('.').filter(|_| self.rest.starts_with('('))
        else {
            self.out.push_str(name);
            return Some(());
        };
        let function = match method {
            "contains" => "contains",
            "startsWith" => "starts with",
            "endsWith" => "ends with",
            "equals" => {
                let _ = write!(self.out, "({of} = ");
                self.brackets()?;
                self.out.push(')');
                return Some(());
            }
            "isEmpty" => {
                self.rest = self.rest.strip_prefix("()")?;
                let _ = write!(self.out, "({of} = \"\")");
                return Some(());
            }
            _ => return None,
        };
        self.take(1);
        let _ = write!(self.out, "{function}({of}, ");
        self.until_bracket()?;
        self.rest = self.rest.strip_prefix(')')?;
        self.out.push(')');
        Some(())
    }

    fn run(&mut self, of: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|letter| !of(letter)).unwrap_or(self.rest.len());
        let (run, rest) = self.rest.split_at(end);
        self.rest = rest;
        run
    }

    fn take(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_engines_write_is_feel_afterwards() {
        for (theirs, feel) in [
            ("test.contains(\"a\")", "contains(test, \"a\")"),
            ("!test.contains('a')", "not(contains(test, \"a\"))"),
            ("${integerVariable}", "integerVariable"),
            ("${a == 1 && !b || c != 'x'}", "a = 1  and  not(b)  or  c != \"x\""),
            ("integerVariable<2", "integerVariable<2"),
            ("=amount > 10", "amount > 10"),
            ("not(contains(test, \"a\"))", "not(contains(test, \"a\"))"),
            ("name.equals(\"x\")", "(name = (\"x\"))"),
        ] {
            assert_eq!(translate(theirs).map(|it| it.text().to_owned()), Ok(feel.to_owned()));
        }
        for wrong in ["", "a.b(", "bpmn:getDataObject('x')/y", "((((", "a && ", "\"open"] {
            assert!(translate(wrong).is_err(), "{wrong}");
        }
        assert!(translate(&"(".repeat(3_000)).is_err());
        assert!(translate(&"!".repeat(3_000)).is_err());
    }

    #[test]
    fn the_use_of_a_variable_says_what_it_is() {
        let of = |text| hints(text);
        assert_eq!(of("contains(test, \"a\")"), [("test".to_owned(), Some(Hint::Text))]);
        assert_eq!(of("n<2"), [("n".to_owned(), Some(Hint::Number))]);
        assert_eq!(of("approved"), [("approved".to_owned(), Some(Hint::Boolean))]);
        assert_eq!(of("3 > n"), [("n".to_owned(), Some(Hint::Number))]);
    }
}
