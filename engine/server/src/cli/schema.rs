//! `reglament schema`: the JSON Schema of process maps.

use clap::Args;
use reglament_core::language;

use super::CommandResult;
use super::output::print;

/// Print the JSON Schema of process maps, for editors
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament schema > process-map.schema.json

In VS Code with the YAML extension, in .vscode/settings.json:
  \"yaml.schemas\": { \"process-map.schema.json\": \"processes/*/*/process.yaml\" }")]
pub(super) struct PrintSchema {}

impl PrintSchema {
    #[expect(clippy::unused_self, reason = "every command runs from its arguments")]
    pub(super) fn run(self) -> CommandResult {
        print(&format!("{}\n", serde_json::to_string_pretty(&language::schema()?)?))
    }
}
