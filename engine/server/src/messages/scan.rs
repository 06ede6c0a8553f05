//! A bounded look at templates before the template engine reads them: the engine recurses over blocks
//! and parts without a limit, and an overflow of the stack ends the process.
//!
//! What may stand between `{{` and `}}` is kept simple on purpose, so that this scan and the engine
//! never disagree about where a tag ends.

use std::collections::{BTreeMap, BTreeSet};

use reglament_core::text::Lang;

use super::{FOLDER, Problem};
use crate::assets::Assets;

/// A larger template is refused.
const TEMPLATE_BYTES_MAX: usize = 64 * 1024;
/// Deeper blocks are refused; each branch of an `else if` counts as one more.
const BLOCK_DEPTH_MAX: usize = 32;
/// Loops within loops within loops take too long over long lists.
const LOOP_DEPTH_MAX: usize = 2;
/// Deeper parentheses within one tag are refused.
const PARENTHESES_MAX: usize = 4;
/// The line on which the text of a message begins: after the subject and the blank line.
pub(super) const BODY_LINE: usize = 3;

/// A template file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    /// Its path below `templates/`.
    pub(super) path: String,
    /// Its folder: the message, or the part (then it begins with `_`).
    pub(super) name: String,
    /// Its language.
    pub(super) lang: Lang,
    /// Its text.
    pub(super) text: String,
}

impl Source {
    /// Whether other templates include it.
    pub(super) fn is_part(&self) -> bool {
        self.name.starts_with('_')
    }

    /// The templates of the subject and of the text.
    pub(super) fn parts(&self) -> Result<(&str, &str), Problem> {
        let (first, rest) = self.text.split_once('\n').unwrap_or((&self.text, ""));
        let subject = first.trim_end().strip_prefix("Subject: ");
        let body = rest.strip_prefix('\n').or_else(|| rest.strip_prefix("\r\n"));
        subject.zip(body).ok_or_else(|| {
            self.problem(1, "begin with a line `Subject: …`, a blank line, and then the text")
        })
    }

    fn problem(&self, line: usize, message: impl Into<String>) -> Problem {
        Problem { file: self.path.clone(), line, message: message.into() }
    }
}

/// All files of messages, each in its place.
pub(super) fn sources(templates: &Assets) -> Result<Vec<Source>, Vec<Problem>> {
    let mut sources = Vec::new();
    let mut problems = Vec::new();
    for path in templates.paths().filter(|path| path.starts_with(FOLDER)) {
        let problem = |message: String| Problem { file: path.to_owned(), line: 1, message };
        let Some((name, lang)) = place(path) else {
            problems.push(problem("put it as messages/<message>/{ru,kk,en}.hbs".to_owned()));
            continue;
        };
        match templates.text(path) {
            Ok(text) => sources.push(Source {
                path: path.to_owned(),
                name: name.to_owned(),
                lang,
                text: text.unwrap_or_default(),
            }),
            Err(error) => problems.push(problem(error.reason)),
        }
    }
    if problems.is_empty() { Ok(sources) } else { Err(problems) }
}

fn place(path: &str) -> Option<(&str, Lang)> {
    let (name, file) = path.strip_prefix(FOLDER)?.split_once('/')?;
    let plain = name.strip_prefix('_').unwrap_or(name);
    let lang = file.strip_suffix(".hbs")?.parse().ok()?;
    is_name(plain).then_some((name, lang))
}

fn is_name(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.bytes().all(allowed)
}

/// Everything that may not be, in all templates.
pub(super) fn scan(sources: &[Source]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut parts = BTreeMap::new();
    for source in sources {
        let mut scan = Scan { source, problems: &mut problems, blocks: Vec::new() };
        let included = scan.text();
        if source.is_part() {
            parts.insert((source.lang, source.name.trim_start_matches('_')), included.clone());
        }
        problems.extend(source.parts().err().filter(|_| !source.is_part()));
        problems.extend(unknown_parts(source, &included, sources));
    }
    for source in sources.iter().filter(|source| source.is_part()) {
        let name = source.name.trim_start_matches('_');
        if includes_itself(&parts, source.lang, name) {
            problems.push(source.problem(1, "this part includes itself, over others or directly"));
        }
    }
    problems
}

/// The parts that a template includes, with their lines.
type Included = Vec<(String, usize)>;

fn unknown_parts<'a>(
    source: &'a Source,
    included: &'a Included,
    sources: &'a [Source],
) -> impl Iterator<Item = Problem> + 'a {
    let known = |name: &str| {
        let same = |it: &Source| it.lang == source.lang && it.name.strip_prefix('_') == Some(name);
        sources.iter().any(same)
    };
    included.iter().filter(move |(name, _)| !known(name)).map(|(name, line)| {
        let path = format!("messages/_{name}/{}.hbs", source.lang);
        source.problem(*line, format!("there is no part `{name}`; write {path}"))
    })
}

fn includes_itself(parts: &BTreeMap<(Lang, &str), Included>, lang: Lang, start: &str) -> bool {
    let mut open = vec![start];
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        for (next, _) in parts.get(&(lang, name)).into_iter().flatten() {
            if next == start {
                return true;
            }
            if seen.insert(next) {
                open.push(next);
            }
        }
    }
    false
}

/// An open block: its helper, and how deep it and its `else if` branches nest.
struct Block<'a> {
    helper: &'a str,
    depth: usize,
}

struct Scan<'a, 'p> {
    source: &'a Source,
    problems: &'p mut Vec<Problem>,
    blocks: Vec<Block<'a>>,
}

impl<'a> Scan<'a, '_> {
    /// Goes over the tags of a template and gives the parts that it includes.
    fn text(&mut self) -> Included {
        let text = self.source.text.as_str();
        let mut included = Vec::new();
        if text.len() > TEMPLATE_BYTES_MAX {
            self.refuse(0, "the template is larger than 64 KiB; shorten it");
            return included;
        }
        let mut at = 0;
        while let Some(start) = text[at..].find("{{").map(|found| at + found) {
            if text[..start].ends_with('\\') {
                self.refuse(start, "a backslash before `{{` is not allowed");
            }
            let Some(end) = self.end_of_tag(start) else { return included };
            let tag = text[start..end].trim_start_matches("{{").trim_end_matches("}}");
            if !tag.starts_with('!') {
                included.extend(self.tag(start, tag.trim_matches('~').trim()));
            }
            at = end;
        }
        included
    }

    /// Where the tag that begins here ends; none when that is not plain, and then the scan stops.
    fn end_of_tag(&mut self, start: usize) -> Option<usize> {
        let rest = &self.source.text[start + 2..];
        let closing = if rest.starts_with("!--") && rest.contains("--}}") { "--}}" } else { "}}" };
        let Some(length) = rest.find(closing) else {
            self.refuse(start, "this `{{` is never closed with `}}`");
            return None;
        };
        let inner = &rest[..length];
        let end = start + 2 + length + closing.len();
        if !inner.starts_with('!') && inner.contains(['{', '}', '[']) {
            self.refuse(
                start,
                "between `{{` and `}}` no brace or bracket may stand: write `{{name}}`",
            );
            return None;
        }
        if self.source.text[end..].starts_with('}') {
            self.refuse(start, "write two closing braces, not three");
            return None;
        }
        Some(end)
    }

    fn tag(&mut self, start: usize, tag: &'a str) -> Option<(String, usize)> {
        if parentheses(tag) > PARENTHESES_MAX {
            self.refuse(start, "the parentheses nest too deep");
        }
        let rest = tag.get(1..).unwrap_or_default().trim();
        match tag.chars().next() {
            Some('#') if rest.starts_with(['>', '*']) => {
                self.refuse(start, "blocks of parts and decorators are not allowed");
            }
            Some('#') => self.open(start, first_word(rest)),
            Some('/') => {
                self.blocks.pop();
            }
            Some('>') if is_name(rest) => return Some((rest.to_owned(), self.line(start))),
            Some('>') => {
                self.refuse(start, "name a part in small letters, digits and `-`, nothing else");
            }
            Some('&') => self.refuse(start, "write `{{name}}`, without `&`"),
            Some('*') => self.refuse(start, "decorators are not allowed"),
            Some('^') => self.refuse(start, "write `{{else}}` or `{{#unless …}}`, not `^`"),
            _ if first_word(tag) == "else" => self.other_branch(start),
            _ => {}
        }
        None
    }

    fn open(&mut self, start: usize, helper: &'a str) {
        self.blocks.push(Block { helper, depth: 1 });
        self.check_depth(start);
        let loops = self.blocks.iter().filter(|block| block.helper == "each").count();
        if loops > LOOP_DEPTH_MAX {
            self.refuse(start, "at most two loops may nest");
        }
    }

    fn other_branch(&mut self, start: usize) {
        let Some(block) = self.blocks.last_mut() else { return };
        block.depth += 1;
        if block.helper == "each" {
            // The engine would take a misspelt list for an empty one.
            self.refuse(start, "put `{{#if list}}` around a loop instead of `{{else}}` into it");
        }
        self.check_depth(start);
    }

    fn check_depth(&mut self, start: usize) {
        let depth: usize = self.blocks.iter().map(|block| block.depth).sum();
        if depth == BLOCK_DEPTH_MAX + 1 {
            self.refuse(start, "the blocks nest deeper than 32");
        }
    }

    fn refuse(&mut self, at: usize, message: &str) {
        self.problems.push(self.source.problem(self.line(at), message));
    }

    fn line(&self, at: usize) -> usize {
        self.source.text[..at].matches('\n').count() + 1
    }
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// How deep the parentheses of a tag nest.
fn parentheses(tag: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in tag.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}
