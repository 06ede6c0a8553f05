//! What a document that was made is called outside: in addresses and as a file.

use reglament_core::ids::{EffectId, InstanceId};
use reglament_store::DocumentRow;

/// The name of a document in addresses: `26031800000001.7.0`.
pub fn document_id(effect: &EffectId) -> String {
    effect.as_str().replace('/', ".")
}

/// The case and the effect of a name in an address, with or without `.pdf`.
pub fn effect_of(id: &str) -> Option<(InstanceId, EffectId)> {
    let id = id.strip_suffix(".pdf").unwrap_or(id);
    let mut parts = id.splitn(3, '.');
    let (instance, seq, n) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let known = is_number(seq) && is_number(n) && !instance.is_empty();
    known.then(|| (instance.into(), EffectId::new(format!("{instance}/{seq}/{n}"))))
}

/// The name of its file: `refusal-26-000042.pdf`; what is no letter or digit of ASCII becomes a dash.
pub fn file_name(row: &DocumentRow) -> String {
    let plain = |it: char| if it.is_ascii_alphanumeric() { it } else { '-' };
    let number: String = row.number.chars().map(plain).collect();
    format!("{}-{}.pdf", row.document, number.trim_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_effect() {
        let effect = EffectId::from("26031800000001/7/0");
        let id = document_id(&effect);
        assert_eq!(effect_of(&format!("{id}.pdf")), Some(("26031800000001".into(), effect)));
        for wrong in ["", "1", "1.2", "1.2.", "1.x.0", ".1.2", "1.2.3.4"] {
            assert_eq!(effect_of(wrong), None, "{wrong}");
        }
    }
}
