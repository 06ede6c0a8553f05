//! What every page is checked for: axe-core with all rules of WCAG 2.2 A and AA, and what axe cannot see.

use serde_json::{Value, json};

use super::chromium::Chromium;

/// axe-core as npm installed it; none when this suite runs without.
pub fn source() -> Option<String> {
    let Ok(packages) = std::env::var("REGLAMENT_TEST_NODE_MODULES") else {
        let required = std::env::var("REGLAMENT_TEST_REQUIRE_NODE").is_ok();
        assert!(!required, "REGLAMENT_TEST_NODE_MODULES is not set; run tests/bin/with-node");
        println!("skipped: no axe-core; run it by tests/bin/with-node");
        return None;
    };
    Some(std::fs::read_to_string(format!("{packages}/axe-core/axe.min.js")).unwrap())
}

/// `target-size` is the one rule of WCAG 2.2 that axe has, and it is off by default.
const RUN: &str = "
    const [only, done] = [arguments[0], arguments[arguments.length - 1]];
    const rules = only ? { runOnly: { type: 'rule', values: only } }
        : { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
    const options = { resultTypes: ['violations'], ...rules };
    if (!only) options.rules = { 'target-size': { enabled: true } };
    axe.run(document, options).then((found) => done(found.violations.map((one) =>
        one.id + ': ' + one.help + '\\n' + one.nodes.slice(0, 5).map((node) =>
            '    ' + node.target.join(' ') + '\\n      ' + node.html.slice(0, 160) + '\\n      '
            + (node.failureSummary ?? '').replaceAll('\\n', '\\n      ')).join('\\n'))),
        (error) => done([String(error)]));";

/// WCAG 2.4.11: what has focus is seen: nothing that sticks lies over its middle.
/// WCAG 1.4.12: with the spacing that a reader may ask for, no text is cut off.
const OWN: &str = "
    const faults = [];
    const name = (one) => one.tagName + (one.id ? '#' + one.id : '') + '.' + one.className + ' '
        + (one.textContent ?? '').trim().slice(0, 40);
    const css = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex=\"0\"]';
    for (const one of document.querySelectorAll(css)) {
        if (!one.checkVisibility() || one.tabIndex < 0 || one.closest('dialog:not([open])')) continue;
        one.focus();
        if (document.activeElement !== one) continue;
        const box = one.getClientRects()[0];
        if (!box || box.width < 2) continue;
        const inside = (at, size) => Math.max(1, Math.min(at, size - 1));
        const seen = document.elementFromPoint(inside(box.left + box.width / 2, innerWidth),
            inside(box.top + box.height / 2, innerHeight));
        if (!seen || !(one.contains(seen) || seen.contains(one) || one.labels?.[0]?.contains(seen)))
            faults.push('hidden when focused: ' + name(one) + ' by ' + (seen ? name(seen) : 'the edge'));
    }
    document.activeElement?.blur();
    window.scrollTo(0, 0);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; '
        + 'word-spacing: .16em !important; } p { margin-bottom: 2em !important; }');
    document.adoptedStyleSheets = [sheet];
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) faults.push('with wide spacing the page needs ' + wide + ' of ' + innerWidth);
    for (const one of document.querySelectorAll('body *')) {
        if (!one.checkVisibility() || one.closest('.unseen, .cards thead, svg, .skip, .scroll, dialog')) continue;
        const style = getComputedStyle(one);
        if (style.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1 && style.webkitLineClamp === 'none'
            && !one.matches('input, select, textarea')) faults.push('cut off with wide spacing: ' + name(one));
    }
    document.adoptedStyleSheets = [];
    return faults;";

/// Checks a page with axe; with `only`, for these rules alone.
pub async fn check(
    browser: &Chromium,
    source: &str,
    only: Option<&[&str]>,
    faults: &mut Vec<String>,
    what: &str,
) {
    browser.run(&format!("if (!window.axe) {{ {source} }}"), vec![]).await;
    note(&browser.run_async(RUN, vec![json!(only)]).await, faults, what);
}

/// Checks a page for what axe cannot see.
pub async fn own(browser: &Chromium, faults: &mut Vec<String>, what: &str) {
    note(&browser.run(OWN, vec![]).await, faults, what);
}

fn note(found: &Value, faults: &mut Vec<String>, what: &str) {
    let found = found.as_array().unwrap_or_else(|| panic!("{what}: {found}")).clone();
    faults.extend(found.iter().map(|fault| format!("{what}: {}", fault.as_str().unwrap())));
}
