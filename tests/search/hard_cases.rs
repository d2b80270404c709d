//! What search engines stumble over: Pagefind's list of hard cases and our own.

use faqtory::search::index;

use super::{article, find, settings, urls};

/// Says that an article of this title is found by each query, as typed and with a space after it, and
/// another one is not.
fn finds(language: &str, title: &str, queries: &[&str]) {
    for query in queries {
        for query in [(*query).to_owned(), format!("{query} ")] {
            assert_eq!(titles(language, &[title, "Xyzzy"], &query), [title], "{query:?}");
        }
    }
}

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

#[test]
fn single_characters_find_words_that_they_start_anywhere_in_a_query() {
    for query in ["税 ", "税 計算", "計算 税 ", "税 xyz "] {
        assert_eq!(titles("ja", &["税金の計算", "その他"], query), ["税金の計算"], "{query:?}");
    }
    finds("ja", "iPhone用ケース", &["用"]);
}

#[test]
fn scripts_meet_without_a_space() {
    assert_eq!(titles("ja", &["税金の計算", "その他"], "税"), ["税金の計算"]);
    finds("ja", "iPhone用ケース", &["iPhone用", "iphone", "ケース"]);
    finds("ja", "Office365の設定", &["Office365の設定", "office365", "設定", "Ｏｆｆｉｃｅ３６５"]);
}

#[test]
fn widths_of_letters_and_kana_do_not_matter() {
    finds(
        "ja",
        "パスワードの再設定",
        &["パスワード", "ﾊﾟｽﾜｰﾄﾞ", "ぱすわーど", "ハ\u{309A}スワート\u{3099}"],
    );
    finds("ja", "ﾊﾟｽﾜｰﾄﾞの変更", &["パスワード"]);
    finds("en", "ＡＢＣ １２３", &["abc", "123", "ABC"]);
    finds("ja", "ＡＰＩキー", &["API", "api キー"]);
}

#[test]
fn right_to_left_scripts_are_found_with_and_without_points() {
    finds("he", "שָׁלוֹם עוֹלָם", &["שלום", "עולם", "שָׁלוֹם"]);
    finds("he", "דו״ח מע״מ", &["דו״ח", "דוח", "מע\"מ", "מעמ"]);
    finds("ar", "إعادة تعيين كلمة المرور", &["إعادة", "اعادة", "كَلِمَة", "كلمه", "الـــمرور"]);
    finds("fa", "بازیابی رمز عبور", &["بازیابی", "بازيابي", "می\u{200C}شود رمز"]);
    finds("ar", "رقم ٤٢", &["٤٢"]);
}

#[test]
fn turkish_greek_vietnamese_and_polish_letters() {
    finds(
        "tr",
        "Şifre sıfırlama İşlemi",
        &["sifirlama", "SIFIRLAMA", "sıfırlama", "İŞLEMİ", "islemi"],
    );
    finds("el", "Αλλαγή κωδικός", &["ΚΩΔΙΚΟΣ", "κωδικος", "κωδικός", "αλλαγη", "ΑΛΛΑΓΗ"]);
    finds("vi", "Đặt lại mật khẩu", &["mật khẩu", "mat khau", "dat lai", "ĐẶT LẠI", "mâ\u{323}t"]);
    finds("pl", "Płatność i hasło", &["płatność", "platnosc", "haslo", "HASŁO"]);
}

#[test]
fn hindi_tamil_and_thai() {
    finds("hi", "पासवर्ड रीसेट ज़रूरी", &["पासवर्ड", "रीसेट", "ज़रूरी", "जरूरी", "ज\u{93C}रूरी"]);
    finds("ta", "கடவுச்சொல் மாற்றம்", &["கடவுச்சொல்", "மாற்றம்"]);
    finds("th", "รีเซ็ตรหัสผ่าน", &["รหัสผ่าน", "รีเซ็ต"]);
}

#[test]
fn apostrophes_and_ligatures_of_any_kind() {
    for apostrophe in ['\'', '’', 'ʼ', '´', '`'] {
        finds("en", &format!("I can{apostrophe}t log in"), &["can't log", "can’t", "cant"]);
        finds(
            "fr",
            &format!("Aujourd{apostrophe}hui l{apostrophe}argent"),
            &["argent", "l'argent"],
        );
    }
    finds("en", "The user’s profile", &["user", "user's", "user’s"]);
    finds("uk", "Комп’ютер", &["комп'ютер", "компʼютер", "компютер"]);
    finds("en", "Upload a ﬁle", &["file"]);
    finds("nl", "Rijbewijs en Ĳssel", &["ijssel", "IJssel", "rĳbewĳs"]);
    finds("ca", "Col·lecció", &["col·lecció", "colleccio"]);
}

#[test]
fn numbers_versions_and_signs() {
    finds("en", "Limit of 1,000 files", &["1,000", "1000"]);
    finds("de", "Grenze 1.000.000", &["1000000", "1.000.000"]);
    finds("en", "Limit of 1000 files", &["1,000", "1000"]);
    finds("en", "Release 2.3.1", &["2.3.1"]);
    finds("en", "Support 24/7", &["24/7", "24"]);
    finds("en", "Using A&B tests", &["A&B", "a&b tests"]);
    finds("en", "A 50% discount for 5 €", &["50%", "50 %", "5€", "€5"]);
    finds("en", "Channel #5 and #general", &["#5", "#general", "general"]);
    finds("en", "Mention @name", &["@name", "name"]);
    finds("en", "Use x² and H₂O", &["x²", "H₂O"]);
}

#[test]
fn addresses_and_file_names() {
    finds("en", "Edit config.yaml", &["config.yaml", "config", "yaml"]);
    finds("en", "Write to john.doe@example.com", &["john.doe@example.com", "john", "example.com"]);
    finds(
        "en",
        "Open https://example.com/help",
        &["https://example.com/help", "example.com", "help"],
    );
    finds("en", "The my_setting_name option", &["my_setting_name", "setting", "mysettingname"]);
    finds("en", "Folder /etc/hosts", &["/etc/hosts", "hosts"]);
}

#[test]
fn empty_after_normalisation() {
    for query in ["\u{301}-\u{301}", "ʼ ʼ", "\u{FE0F}", "\u{AD}", "''", "۔", "؟", "。", "\u{E000}"]
    {
        assert_eq!(titles("en", &["Refund", "Other"], query), Vec::<String>::new(), "{query:?}");
    }
}

/// The list of codes that the site makes leads to the same places.
#[test]
fn every_code_of_the_example_is_found_first_however_it_is_typed() {
    let mut seen = 0;
    for (documents, settings) in super::knowledge_base("example-kb") {
        let built = index(&documents, &settings);
        for code in documents.iter().flat_map(|document| &document.codes) {
            let spellings = ["", " ", "-"].map(|between| code.replace(['-', '_'], between));
            for query in spellings.iter().flat_map(|it| [it.clone(), it.to_lowercase()]) {
                let found = find(&built, &query);
                let first = found.results.first().map(|result| result.url.as_str());
                let named = documents.iter().find(|document| Some(document.url.as_str()) == first);
                let is_of = named.is_some_and(|document| document.codes.contains(code));
                assert!(is_of, "{query} finds {first:?} first, which is not about {code}");
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen}");
}
