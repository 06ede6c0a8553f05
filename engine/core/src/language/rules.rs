//! The rules of the checker, by their stable codes: one line and one page each.
//!
//! A page says what the rule catches, why it matters, and shows an example with its repair;
//! `reglament explain RGL-014` prints it. A code is never given to another rule.

use crate::diagnostic::{Rule, Severity};

macro_rules! rules {
    ($($name:ident = $code:literal, $severity:ident, $title:literal;)+) => {
        $(
            #[doc = concat!("`", $code, "`: ", $title, ".")]
            pub static $name: Rule = Rule {
                code: $code,
                name: $title,
                severity: Severity::$severity,
                page: include_str!(concat!("rules/", $code, ".md")),
            };
        )+

        /// All rules, in the order of their codes.
        pub static ALL: &[&Rule] = &[$(&$name),+];
    };
}

rules! {
    SYNTAX = "RGL-001", Error, "not YAML";
    FILE_TOO_LARGE = "RGL-002", Error, "file too large";
    TOO_DEEP = "RGL-003", Error, "nested too deep";
    ANCHOR = "RGL-004", Error, "YAML feature outside the language";
    DUPLICATE_KEY = "RGL-005", Error, "key stands twice";
    ONE_DOCUMENT = "RGL-006", Error, "not one document";
    QUOTE_IT = "RGL-007", Error, "value that readers of YAML disagree on";
    WRONG_TYPE = "RGL-008", Error, "wrong type";
    UNKNOWN_KEY = "RGL-009", Error, "unknown key";
    MISSING_KEY = "RGL-010", Error, "missing key";
    UNKNOWN_WORD = "RGL-011", Error, "unknown word";
    BAD_TERM = "RGL-012", Error, "not a term";
    BAD_NAME = "RGL-013", Error, "not a name";
    UNKNOWN_STEP = "RGL-014", Error, "unknown step";
    UNKNOWN_UNIT = "RGL-015", Error, "unknown unit";
    UNKNOWN_FIELD = "RGL-016", Error, "unknown field";
    UNKNOWN_STATUS = "RGL-017", Error, "unknown status";
    UNKNOWN_CITATION = "RGL-018", Error, "unknown citation";
    UNKNOWN_DECISION = "RGL-019", Error, "unknown decision";
    MISSING_FILE = "RGL-020", Error, "missing file";
    UNKNOWN_CATEGORIES = "RGL-021", Error, "unknown list of categories";
    UNKNOWN_CALENDAR = "RGL-022", Error, "unknown calendar";
    UNKNOWN_GROUP = "RGL-023", Error, "unknown group";
    BAD_EXPRESSION = "RGL-024", Error, "not an expression";
    EXPRESSION_TYPE = "RGL-025", Error, "expression that cannot work";
    BAD_TABLE = "RGL-026", Error, "decision table at odds with itself";
    BAD_SHARED_FILE = "RGL-027", Error, "shared file that cannot be read";
    NOT_RUN_YET = "RGL-028", Error, "parsed, not run yet";
    OUT_OF_RANGE = "RGL-029", Error, "value out of range";
    MISSING_TRANSLATION = "RGL-030", Warning, "missing translation";
    UNREACHABLE = "RGL-031", Error, "unreachable step";
    NO_END = "RGL-032", Error, "step without a way to an end";
    NO_WAY_ON = "RGL-033", Error, "step without a way on";
    NO_OTHERWISE = "RGL-034", Warning, "gateway without otherwise";
    BAD_FLOWS = "RGL-035", Error, "flows that contradict each other";
    IMPOSSIBLE_JOIN = "RGL-036", Error, "join that can wait for ever";
    BUSY_LOOP = "RGL-037", Error, "loop that never waits";
    TERM_TOO_LONG = "RGL-038", Warning, "step term longer than the deadline";
    NO_GROUNDS = "RGL-039", Error, "ground demanded, none listed";
    MIXED_ALPHABETS = "RGL-040", Error, "mixed alphabets in a name";
    FOUR_EYES_ALONE = "RGL-041", Error, "four eyes with oneself";
    DUPLICATE_ACTION = "RGL-042", Error, "action number given twice";
    UNKNOWN_OUTCOME = "RGL-043", Error, "unknown outcome";
    EXTENDS_NOTHING = "RGL-044", Error, "extension without a limit";
    DUPLICATE_PROCESS = "RGL-045", Error, "process declared twice";
    UNKNOWN_TYPE = "RGL-046", Error, "unknown type";
    TABLE_GAP = "RGL-047", Warning, "case without a rule";
    NO_APPLICANT = "RGL-048", Error, "message to an unknown applicant";
    NAME_TWICE = "RGL-049", Error, "name that means two things";
    NO_DOCUMENTS = "RGL-050", Error, "documents checked, none listed";
    NEVER_MADE = "RGL-051", Error, "attached, never made";
    BAD_PART = "RGL-052", Error, "part that cannot be used";
    STANDS_TWICE = "RGL-053", Error, "thing that stands in two files";
    UNUSED_PART = "RGL-054", Warning, "part that no map uses";
    NEVER_GOES_OFF = "RGL-055", Error, "event that never goes off";
    UNKNOWN_LIST = "RGL-056", Error, "unknown list";
    LEAVES_ITS_SCOPE = "RGL-057", Error, "flow that leaves its subprocess";
    NO_LIST = "RGL-058", Error, "nothing to run for each";
    BAD_UNDO = "RGL-059", Error, "undoing that does not fit";
    UNKNOWN_PROCESS = "RGL-060", Error, "unknown process";
    CALLS_ITSELF = "RGL-061", Error, "map that calls itself";
    LADDER_ORDER = "RGL-062", Error, "rungs out of order";
    UNSYNCHRONISED = "RGL-063", Warning, "flows that meet and are not joined";
    EARLY_RESULT = "RGL-064", Warning, "result while work goes on";
    TOO_LARGE = "RGL-065", Warning, "too large to decide";
    STALE_TRANSLATION = "RGL-066", Warning, "translation out of step";
    TWO_SPELLINGS = "RGL-067", Warning, "unit spelt in two ways";
    SHARED_OR_SUMMED = "RGL-068", Warning, "term shared or summed";
    ONE_PERSON = "RGL-069", Warning, "four eyes of one person";
    READ_EARLY = "RGL-070", Warning, "read before it is written";
    NO_CITATION = "RGL-071", Warning, "rule without a source";
    NOT_A_MODEL = "RGL-072", Error, "not a BPMN model";
    NOT_UNDERSTOOD = "RGL-073", Error, "element without a meaning in a map";
    LEFT_OUT = "RGL-074", Warning, "left out of the map";
}

/// The rule with this code.
pub fn by_code(code: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_every_page_has_its_parts() {
        for (n, rule) in ALL.iter().enumerate() {
            assert_eq!(rule.code, format!("RGL-{:03}", n + 1));
            assert_eq!(by_code(rule.code), Some(*rule));
            let head = format!("# {}: {}\n", rule.code, rule.name);
            assert!(rule.page.starts_with(&head), "{} begins with {head}", rule.code);
            for part in ["## What", "## Why", "## Example", "## Repair"] {
                assert!(rule.page.contains(part), "{} has no part {part}", rule.code);
            }
        }
    }
}
