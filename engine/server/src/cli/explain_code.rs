//! `reglament explain RGL-014`: the page of a rule.

use reglament_core::diagnostic::did_you_mean;
use reglament_core::language::rules;

/// The page of the rule with this code; `14` and `rgl-14` stand for `RGL-014`. Otherwise a
/// sentence that says which codes there are.
pub fn explain_code(code: &str) -> Result<&'static str, String> {
    let digits = code.trim_start_matches(|c: char| !c.is_ascii_digit());
    let full = digits.parse().map_or_else(|_| code.to_owned(), |n: u16| format!("RGL-{n:03}"));
    rules::by_code(&full).map(|rule| rule.page).ok_or_else(|| {
        let near = did_you_mean(&full, rules::ALL.iter().map(|rule| rule.code));
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        let last = rules::ALL.last().map_or("RGL-001", |rule| rule.code);
        format!("there is no rule `{code}`: the codes are RGL-001 to {last}{near}")
    })
}

/// All rules, a line each: code, severity, name.
pub fn list() -> String {
    let line = |rule: &&reglament_core::diagnostic::Rule| {
        format!(
            "{}  {:<7}  {}\n",
            rule.code,
            format!("{:?}", rule.severity).to_lowercase(),
            rule.name
        )
    };
    rules::ALL.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_written() {
        for code in ["RGL-014", "rgl-014", "RGL-14", "14"] {
            assert!(explain_code(code).unwrap().starts_with("# RGL-014: unknown step"), "{code}");
        }
        assert!(explain_code("RGL-999").unwrap_err().contains("the codes are RGL-001 to"));
        assert!(explain_code("nonsense").is_err());
        assert_eq!(list().lines().count(), rules::ALL.len());
    }
}
