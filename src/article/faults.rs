//! What articles say of faults in `:::symptom`, `:::cause` and `:::fix`.

use super::body::{Fix, Section};
use super::containers::{FaultPart, Mark};

/// Follows the parts through an article.
#[derive(Default)]
pub(super) struct Faults {
    /// Open blocks of any name, the innermost last: of a part, where its text begins.
    open: Vec<Option<(FaultPart, usize, usize)>>,
    fixes: Vec<Fix>,
}

impl Faults {
    /// Takes note of a `:::` line; `sections` are those with the text up to it.
    pub(super) fn mark(&mut self, mark: &Mark, sections: &[Section]) {
        match mark {
            Mark::Fault(part, _) => {
                let text = sections.last().map_or(0, |section| section.text.len());
                self.open.push(Some((*part, sections.len().saturating_sub(1), text)));
            }
            Mark::Close(_) | Mark::TabEnd => {
                if let Some(Some((part, section, start))) = self.open.pop() {
                    self.add(part, (section, start), sections);
                }
            }
            Mark::Quote(_) => {}
            _ => self.open.push(None),
        }
    }

    fn add(&mut self, part: FaultPart, (section, start): (usize, usize), sections: &[Section]) {
        let Some(section) = sections.get(section) else { return };
        let text = section.text.get(start..).unwrap_or_default();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let field = |fix: &mut Fix| match part {
            FaultPart::Symptom => std::mem::replace(&mut fix.symptom, text.clone()),
            FaultPart::Cause => std::mem::replace(&mut fix.cause, text.clone()),
            FaultPart::Fix => std::mem::replace(&mut fix.fix, text.clone()),
        };
        // A part that is there already begins the next fault of the section.
        if let Some(last) = self.fixes.last_mut().filter(|last| last.section == section.id) {
            let before = last.clone();
            if field(last).is_empty() {
                return;
            }
            *last = before;
        }
        let mut next = Fix { section: section.id.clone(), ..Fix::default() };
        field(&mut next);
        self.fixes.push(next);
    }

    /// The faults, in order.
    pub(super) fn finish(self) -> Vec<Fix> {
        self.fixes
    }
}
