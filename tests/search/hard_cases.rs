//! What search engines stumble over: Pagefind's list of hard cases and our own.

use faqtory::search::index;

use super::{article, find, settings, urls};

/// Builds an index of one article per title and says which titles a query finds, best first.
fn titles(language: &str, titles: &[&str], query: &str) -> Vec<String> {
    let documents: Vec<_> =
        (0..).zip(titles).map(|(at, title)| article(&format!("/{at}/"), title, "Text.")).collect();
    let built = index(&documents, &settings(language));
    find(&built, query).results.into_iter().map(|result| result.title).collect()
}

#[test]
fn diacritics_may_be_left_out_and_are_preferred_when_given() {
    assert_eq!(titles("fr", &["Résumé", "Autre"], "resume"), ["Résumé"]);
    assert_eq!(titles("de", &["Übergröße", "Anderes"], "ubergrosse"), ["Übergröße"]);
    assert_eq!(
        titles("en", &["Resume a download", "Résumé a download"], "résumé ")[0],
        "Résumé a download"
    );
    assert_eq!(titles("fr", &["Cafe\u{301} au lait"], "café"), ["Cafe\u{301} au lait"]);
}

#[test]
fn hyphens_and_joined_words_meet() {
    for query in ["wi-fi", "wifi", "WiFi", "wi‑fi"] {
        assert_eq!(
            titles("en", &["Connect to Wi-Fi", "Other things"], query),
            ["Connect to Wi-Fi"],
            "{query}"
        );
    }
}

#[test]
fn symbols_and_codes_are_words() {
    let all = [
        "Use C++ here",
        "Use C here",
        "Use C# here",
        "The .NET runtime",
        "Error E-1042",
        "Error E-1043",
        "Release v2.3",
    ];
    assert_eq!(titles("en", &all, "c++ ")[0], "Use C++ here");
    assert_eq!(titles("en", &all, "c# ")[0], "Use C# here");
    assert_eq!(titles("en", &all, ".net ")[0], "The .NET runtime");
    assert_eq!(titles("en", &all, "E-1042 ")[0], "Error E-1042");
    assert_eq!(titles("en", &all, "e1043 ")[0], "Error E-1043");
    assert_eq!(titles("en", &all, "v2.3 ")[0], "Release v2.3");
}

#[test]
fn non_breaking_spaces_separate_words() {
    assert_eq!(titles("en", &["Bank\u{A0}transfer", "Other"], "transfer"), ["Bank\u{A0}transfer"]);
    assert_eq!(titles("en", &["Bank transfer", "Other"], "bank\u{A0}transfer"), ["Bank transfer"]);
}

#[test]
fn nothing_is_found_for_emoji_and_signs_alone() {
    for query in ["", "   ", "🙂", "!!!", "—", "\u{301}", "\u{200B}"] {
        assert_eq!(titles("en", &["Refund 🙂", "Other"], query), Vec::<String>::new(), "{query:?}");
    }
    assert_eq!(titles("en", &["Refund 🙂", "Other"], "🙂 refund"), ["Refund 🙂"]);
}

#[test]
fn very_long_queries_are_answered() {
    let query = "refund ".to_owned() + &"lorem ipsum dolor ".repeat(5_000);
    assert_eq!(titles("en", &["Refund", "Other"], &query), ["Refund"]);
    let word = "x".repeat(100_000);
    assert_eq!(titles("en", &["Refund"], &word), Vec::<String>::new());
}

#[test]
fn one_letter_completes_to_words() {
    assert_eq!(titles("en", &["Refund", "Other"], "r"), ["Refund"]);
    assert_eq!(titles("en", &["Refund", "Other"], "r "), Vec::<String>::new());
}

#[test]
fn typos_are_corrected_and_reported() {
    let documents =
        [article("/r/", "Refund a payment", "Text."), article("/c/", "Close an account", "Text.")];
    let built = index(&documents, &settings("en"));
    let found = find(&built, "how to get a refnud ");
    assert_eq!(urls(&found)[0], "/r/");
    assert_eq!(found.corrected.as_deref(), Some("how to get a refund "));
    assert_eq!(find(&built, "refund ").corrected, None);
}

#[test]
fn stems_meet_without_a_stemmer_in_the_reader() {
    assert_eq!(
        titles(
            "en",
            &["Cancelling subscriptions", "Cancelled subscription", "Other"],
            "subscription "
        )
        .len(),
        2
    );
    assert_eq!(titles("de", &["Zahlungen", "Die Zahlung", "Anderes"], "zahlung ").len(), 2);
}

#[test]
fn right_to_left_and_mixed_scripts() {
    assert_eq!(titles("he", &["איפוס סיסמה", "אחר"], "סיסמה"), ["איפוס סיסמה"]);
    assert_eq!(
        titles("ar", &["إعادة تعيين كلمة المرور", "آخر"], "كلمة")[0],
        "إعادة تعيين كلمة المرور"
    );
    assert_eq!(titles("ja", &["Office365の設定", "その他"], "設定"), ["Office365の設定"]);
    assert_eq!(titles("ja", &["Office365の設定", "その他"], "office365"), ["Office365の設定"]);
    assert_eq!(titles("ru", &["Возврат денег", "Другое"], "ВОЗВРАТ"), ["Возврат денег"]);
}

#[test]
fn scripts_without_spaces_are_found_by_parts_of_words() {
    assert_eq!(
        titles("ja", &["検索エンジンの設定", "支払い方法"], "エンジン"),
        ["検索エンジンの設定"]
    );
    assert_eq!(titles("zh", &["如何申请退款", "账户设置"], "退款"), ["如何申请退款"]);
    assert_eq!(titles("th", &["วิธีขอคืนเงิน", "บัญชี"], "คืนเงิน")[0], "วิธีขอคืนเงิน");
    assert_eq!(titles("ko", &["환불을 요청하는 방법", "계정"], "환불"), ["환불을 요청하는 방법"]);
}

#[test]
fn compounds_are_found_by_their_parts() {
    let cases = [
        ("de", "Kontoauszug herunterladen", "Auszug"),
        ("de", "Zahlungsmethode wählen", "Zahlung"),
        ("de", "Passwortänderung", "Passwort"),
        ("de", "Passwortänderung", "Änderung"),
        ("nl", "Betalingsgegevens wijzigen", "betaling"),
        ("sv", "Betalningsmetoder", "betalning"),
        ("da", "Adgangskodeskift", "adgangskode"),
        ("nb", "Passordbytte", "passord"),
        ("fi", "Salasananvaihto", "salasana"),
        ("hu", "Jelszómódosítás", "módosítás"),
    ];
    let parts = [
        "Auszug vom Konto",
        "Methode der Zahlung",
        "Passwort und Änderung",
        "betaling gegevens",
        "betalning metod",
        "adgangskode skift",
        "passord bytte",
        "salasana vaihto",
        "jelszó módosítás",
    ];
    for (language, title, query) in cases {
        let all: Vec<&str> = parts.iter().copied().chain([title]).collect();
        let found = titles(language, &all, &format!("{query} "));
        assert!(found.iter().any(|found| found == title), "{query}: {found:?}");
        assert_ne!(found[0], title, "the word itself is better than a part: {query}");
    }
    let all = ["Auszug", "Konto", "Kontoauszug", "Anderes"];
    assert_eq!(titles("de", &all, "Konto Auszug ").len(), 3);
    assert_eq!(titles("en", &["Passwordchange", "Password", "Change"], "change "), ["Change"]);
}
