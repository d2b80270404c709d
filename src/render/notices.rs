//! Notices: banners above pages, and the page of all of them.

use jiff::civil::Date;

use super::context::Site;
use super::views::{
    MomentView, NoticeMonthView, NoticeUpdateView, NoticeView, PageView, StatusView,
};
use crate::article::moment::Moment;
use crate::article::notice::{Severity, Status, Update};
use crate::kb::notices::{Announced, STATUS_FEED, STATUS_PAGE};
use crate::kb::{ArticleId, Place, ROOT};

/// Banners of a page: more of them would hide what the reader came for.
const MAX_BANNERS: usize = 2;

impl Site<'_> {
    fn announced(&self) -> &[Announced] {
        self.kb.notices.get(self.index).map_or(&[], Vec::as_slice)
    }

    /// Path of the page of all notices, if there are any.
    pub(super) fn status_path(&self) -> Option<String> {
        (!self.announced().is_empty()).then(|| format!("{}{STATUS_PAGE}", self.locale.prefix))
    }

    /// The banners of a page, and how many more notices there are for it.
    pub(super) fn notices(&self, place: Place) -> (Vec<NoticeView>, usize) {
        let is_wanted = |one: &&Announced| one.is_current() && one.is_shown(self.locale, place);
        let wanted: Vec<&Announced> = self.announced().iter().filter(is_wanted).collect();
        let shown = wanted.iter().take(MAX_BANNERS).map(|one| self.notice(one)).collect();
        (shown, wanted.len().saturating_sub(MAX_BANNERS))
    }

    /// What is said of an article that is a notice.
    pub(super) fn notice_of(&self, id: ArticleId) -> Option<NoticeView> {
        let own = self.announced().iter().find(|one| one.article == Some(id))?;
        Some(self.notice(own))
    }

    fn notice(&self, one: &Announced) -> NoticeView {
        let head = &one.notice.head;
        let severity = head.severity();
        let begun =
            if one.status == Some(Status::Scheduled) { Some(Status::Ongoing) } else { one.status };
        NoticeView {
            id: one.anchor.clone(),
            key: one.fingerprint(),
            title: one.title.clone(),
            text: one.text.clone(),
            lang: self.source_language(one.is_fallback),
            text_lang: self.source_language(one.text_is_fallback),
            url: one.link.clone(),
            place_url: format!(
                "{}#{}",
                self.href(&self.status_path().unwrap_or_default()),
                crate::url::encode(&one.anchor)
            ),
            severity: severity.name(),
            severity_text: self.text(&format!("notice_{}", severity.name())).to_owned(),
            status: one.status.map_or("", Status::name),
            status_text: self
                .status_text(one.status.filter(|_| one.is_current() || head.is_resolved())),
            from: head.from.map(|from| self.moment(from)),
            until: head.until.map(|until| self.moment(until)),
            shown_from: head.from.map(|from| from.instant().to_string()),
            shown_until: head.until.map(|until| until.instant().to_string()),
            is_dismissible: severity < Severity::Critical,
            is_current: one.is_current(),
            is_planned: one.is_planned(),
            starts: head.starts.map(|starts| self.moment(starts)),
            ends: head.ends.map(|ends| self.moment(ends)),
            begins: one.begins.map(|begins| begins.instant().to_string()),
            begun_text: self.status_text(begun),
            updates: head.updates.iter().map(|update| self.update(update, one)).collect(),
        }
    }

    fn update(&self, update: &Update, of: &Announced) -> NoticeUpdateView {
        let default = &self.config.language;
        let (text, is_own) = update.text.of(&self.locale.language.code, default);
        // The words of an article are in its language.
        let is_fallback = if of.article.is_some() { of.is_fallback } else { !is_own };
        NoticeUpdateView {
            at: self.moment(update.at),
            status_text: self.status_text(update.status),
            text: text.to_owned(),
            lang: self.source_language(is_fallback),
        }
    }

    fn status_text(&self, status: Option<Status>) -> String {
        let text = |status: Status| self.text(&format!("status_{}", status.name())).to_owned();
        status.map(text).unwrap_or_default()
    }

    fn moment(&self, moment: Moment) -> MomentView {
        let day = self.day(moment.day).text;
        let text = match moment.clock() {
            Some(clock) => {
                self.text("day_and_time").replace("{day}", &day).replace("{time}", &clock)
            }
            None => day,
        };
        MomentView { iso: moment.iso(), text }
    }
}

pub(super) fn status_page(site: &Site<'_>) -> PageView {
    let path = site.status_path().unwrap_or_default();
    let mut page = site.page("status", site.text("status_title"), &path);
    page.breadcrumbs = site.breadcrumbs(ROOT);
    site.text("status_intro").clone_into(&mut page.description);
    (page.notices, page.more_notices) = (Vec::new(), 0);
    let has_page = |locale: usize| site.kb.notices.get(locale).is_some_and(|all| !all.is_empty());
    site.with_same_page(page, STATUS_PAGE, has_page)
}

pub(super) fn status(site: &Site<'_>) -> StatusView {
    let (current, past): (Vec<&Announced>, Vec<&Announced>) =
        site.announced().iter().partition(|one| one.is_current());
    let (mut planned, current): (Vec<&Announced>, Vec<&Announced>) =
        current.into_iter().partition(|one| one.is_planned());
    // What nobody knows the time of comes after what has one.
    planned.sort_by_key(|one| {
        let begins = one.notice.head.begins().map(|begins| begins.instant());
        (begins.is_none(), begins)
    });
    let mut months: Vec<((i16, i8), NoticeMonthView)> = Vec::new();
    for one in past {
        let day = one.notice.head.from.or(one.notice.head.until).map(|moment| moment.day);
        let month = day.map_or((0, 0), |day: Date| (day.year(), day.month()));
        let view = site.notice(one);
        if let Some((_, group)) = months.iter_mut().find(|(of, _)| *of == month) {
            group.notices.push(view);
            continue;
        }
        let title = day.map_or_else(
            || site.text("status_earlier").to_owned(),
            |day| site.strings.rules().month(day),
        );
        let id = day.map_or_else(String::new, |day| day.strftime("%Y-%m").to_string());
        months.push((month, NoticeMonthView { id, title, notices: vec![view] }));
    }
    months.sort_by_key(|(month, _)| std::cmp::Reverse(*month));
    let has_feed = site.config.base_url.is_some()
        && site.kb.notices.first().is_some_and(|all| !all.is_empty());
    StatusView {
        current: current.into_iter().map(|one| site.notice(one)).collect(),
        planned: planned.into_iter().map(|one| site.notice(one)).collect(),
        months: months.into_iter().map(|(_, month)| month).collect(),
        feed_url: has_feed.then(|| site.href(STATUS_FEED)),
    }
}
