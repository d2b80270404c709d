//! The how-to half of the Markdown pass: steps with anchors.

use super::blocks::ListKind;
use super::body::Step;
use super::markdown::Writer;

/// The steps of a how-to while it is being written.
#[derive(Default)]
pub(super) struct Steps {
    pub(super) done: Vec<Step>,
    /// The step that is open: the section it began in, and where in that section's text.
    open: Option<(usize, usize)>,
}

impl Writer<'_> {
    pub(super) fn start_step(&mut self) {
        let number = self.steps.done.len() + 1;
        let id = self.unique_id(&format!("step-{number}"));
        self.open("li", &format!(" class=\"step\" id=\"{id}\" data-step=\"{number}\""));
        let text = self.sections.last().map_or(0, |section| section.text.len());
        self.steps.open = Some((self.sections.len() - 1, text));
        self.steps.done.push(Step { id, text: String::new() });
    }

    /// Ends a step, if the item that ends is one.
    pub(super) fn end_step(&mut self) {
        if self.lists.last() != Some(&ListKind::Procedure) {
            return;
        }
        let Some((section, at)) = self.steps.open.take() else { return };
        let mut text = self.sections[section].text.get(at..).unwrap_or_default().to_owned();
        for section in &self.sections[section + 1..] {
            text.push_str(&format!("{}\n{}", section.title, section.text));
        }
        if let Some(step) = self.steps.done.last_mut() {
            text.trim().clone_into(&mut step.text);
        }
    }
}
