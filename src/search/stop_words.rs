//! Stop words: words so common in a language that they are not worth postings in running text. They stay
//! searchable in titles and questions, where "why", "not" or "my" carry intent.

/// The list of a language, separated by spaces; empty for languages without one.
pub(super) fn of(language: &str) -> &'static str {
    match language.split(['-', '_']).next().unwrap_or_default() {
        "en" => EN,
        "de" => DE,
        "fr" => FR,
        "es" => ES,
        "it" => IT,
        "pt" => PT,
        "nl" => NL,
        "sv" => SV,
        "da" => DA,
        "nb" | "nn" | "no" => NO,
        "fi" => FI,
        "hu" => HU,
        "ro" => RO,
        "ca" => CA,
        "pl" => PL,
        "cs" => CS,
        "ru" => RU,
        "uk" => UK,
        "el" => EL,
        "tr" => TR,
        "ar" => AR,
        "he" => HE,
        "hi" => HI,
        "ta" => TA,
        "id" => ID,
        _ => "",
    }
}

const EN: &str = "a about after all also am an and any are as at be because been before being between both but by \
    can could did do does doing don't down during each for from further had has have having he her here hers him his how i \
    i'm i've if in into is it it's its just me more most my no nor not now of off on once only or other our out over own same \
    she should so some such than that the their them then there these they this those through to too under until up \
    us very was we were what when where which while who whom why will with would you your";

const DE: &str = "aber alle als also am an auch auf aus bei bin bis bist da damit das dass dein dem den der des die dies \
    diese diesem diesen dieser doch dort du durch ein eine einem einen einer eines er es euch euer für gegen hat \
    habe haben hatte hier ich ihr ihre im in ist ja kann kein keine können man mein meine mich mir mit muss nach nicht noch \
    nun nur ob oder ohne sehr sein seine sich sie sind so soll über um und uns unser unter vom von vor war was wegen weil \
    wenn wer werden wie wieder will wir wird wo zu zum zur";

const FR: &str = "à au aux avec ce ces cet cette comme dans de des du elle elles en est et été être eu il ils je la le les \
    leur leurs lui ma mais me mes moi mon ne nos notre nous on ont ou où par pas plus pour qu que quel quelle qui sa sans se \
    ses si son sont sur ta te tes toi ton tu un une vos votre vous y c d j l m n s t";

const ES: &str = "a al algo como con cual cuando de del desde donde el ella ellas ellos en entre era es esa ese eso esta \
    estas este esto estos está están fue ha han hay la las le les lo los me mi mis muy más ni no nos o os para pero por \
    porque que qué quien se ser si sin sobre son su sus sí también te tiene tu tus un una uno unos y ya yo";

const IT: &str = "a ad ai al alla alle anche che chi ci come con cosa da dal dalla dei del della delle di dove e ed è era gli \
    ha ho i il in io la le lei lo loro lui ma mi mia mio ne nei nel nella noi non nostro o per perché più quale quando \
    quella questo se sei si sono su sua suo sul sulla tra tu tua tuo un una uno vi voi c d l";

const PT: &str = "a ao aos as até com como da das de dela dele do dos e é ela ele em entre era essa esse esta este eu foi \
    há isso isto já lhe mais mas me meu minha muito na nas no nos não nós o os ou para pela pelo por porque qual quando que \
    quem se sem ser seu sua são só também te tem um uma você";

const NL: &str = "aan al als bij dan dat de der deze die dit doen door dus een en er ga geen had heb hebben heeft het hij \
    hoe hun ik in is ja je kan kunnen maar me meer met mij mijn naar niet nog nu of om omdat ons ook op over te tot u uit \
    uw van veel voor waar was wat we wel wie wij worden wordt zich zij zijn zo zou";

const SV: &str = "alla att av blev bli de dem den denna det detta dig din ditt du där efter eller en ett från för ha har \
    hur här i icke in inte jag kan kunde man med men mig min mitt mot mycket ni nu när och om oss på sig sin ska som så till \
    under upp ut vad var vem vi vid vilken är över";

const DA: &str = "af alle at blev bliver da de dem den denne der deres det dette dig din disse dit dog du efter eller en \
    end er et for fra få får før ham han har havde have hende hendes her hos hun hvad hvem hver hvilken hvis \
    hvor hvordan hvorfor hvornår i ikke ind ingen jeg jer jeres jo kan kunne lige man mange med meget men \
    mens mig min mine mit mod ned noget nogen nogle nu når og også om op os over på selv sig sin sine sit \
    skal skulle som sådan så til ud under var ved vi vil ville vor vores være været";

const NO: &str = "alle at av begge ble bli blir både da de deg dei deim den denne der dere deres det dette di din disse \
    ditt du eg ein ei eit eller en enn er et etter for fordi fra frå før ha hadde han har hans henne hennes \
    her hjå ho hun hva hvem hver hvilken hvis hvor hvordan hvorfor i ikke ikkje ingen inn jeg kan kva kven \
    kvifor korleis kor kunne man mange med meg meget mellom men mens mer mi min mitt mot mye må ned noe noen \
    nokon noko nå når og også om opp oss over på seg selv si sin sine sitt sjøl skal skulle slik som så til \
    um under ut uten var vart ved vere verte vi vil ville vår være vært å";

const FI: &str = "ei eikä eivät eli ellei emme en ennen entä että et ette he heidän heille heitä hän hänen häntä ilman \
    itse ja jo joiden joita joka jokin jolla jolle jonka jos joskus jossa josta jota jotka jotta kaikki \
    kanssa keiden ketkä ketä koska kuin kuinka kuka kun kuten kyllä kenen lisäksi me meidän meille meitä \
    mihin mikä mikäli miksi millä millainen minkä minne minua minulla minulle minun minut minä missä mistä \
    mitkä mitä miten mukaan mutta myös ne niiden niin niitä noin nuo nyt nämä näiden näitä ole olen olet oli \
    olivat olla olleet ollut on ovat pitää poikki se sekä sen siellä siihen siinä siitä silloin sillä sinua \
    sinulla sinulle sinun sinä sitten sitä tai te teidän teille teitä tuo tähän tällä tämä tämän tässä tästä \
    tätä vaan vai vaikka vain vielä voi voiko voin voit vuoksi";

const HU: &str = "a abban ahhoz ahogy akkor aki akik alatt által amely amelyek ami amikor amit annak arra az azok azon \
    azonban azt azzal azért be bár csak de e egy egyik el ellen ennek erre és ez ezek ezen ezt ezzel fel ha \
    hanem hogy hogyan hol honnan hova igen ill illetve ilyen is itt ki kell kellene két lehet lenne lesz le \
    lett magam majd már meg mely melyik mert mi miatt mikor mint mit miért mindig mivel most nagyon ne nekem \
    neki nem nincs ő ők ön önnek oda olyan ott őket össze pedig s sem során szerint tehát tud ugyan után \
    utána úgy vagy vagyok valami van vannak volna volt vele viszont vissza";

const RO: &str = "a abia acea aceasta această aceea acei aceia acel acela acele acelea acest acesta aceste acestea aceşti \
    aceştia acești aceștia aici al ale am ar are aş aș aşa așa asta astea asupra aţi ați au avea avem aveţi \
    aveți ca că căci când care cărei căror cărui cât câte câți ce cel cele cei cine cu cum cumva da dacă dar \
    dată de deci deja deși din dintre doar după ea ei el ele era este eşti ești eu fără fi fie fost iar îi \
    îl îmi în înainte între îţi îți îşi își la le li lor lui mă mai mea mele meu mi mult nici nişte niște \
    noi nostru nu o or ori orice pe pentru peste poate pot prea prin sa să sale sau se si și şi sub sunt \
    sunteţi sunteți ta tău te toate toţi toți tu un una unde unei unele unor unui va voi vă vom vor voastră \
    vostru";

const CA: &str = "a al als amb aquell aquella aquelles aquells aquest aquesta aquestes aquests això allò com d de del dels \
    des doncs el ella elles ells em en encara ens entre era és es esta està estan et fa fins ha han hem heu \
    hi ho i jo l la les li llavors lo m ma mateix me més meu meva meves meus mentre molt n ne ni no \
    nosaltres nostra nostre o on per perquè però pot puc qual quals quan què que qui quin quina s sa se \
    sense ser seu seva seves seus si sí sobre són sota t també tan tant te teu teva tot tots tu un una unes \
    uns us va vaig vosaltres vostè vostra vostre";

const PL: &str = "a aby albo ale ani aż bardzo bez bo by być był była było były będą będzie ci cię co coś czego czemu czy \
    czyli dla dlaczego dlatego do gdy gdyż gdzie go i ich ile im inne inny ja jak jaka jaki jakie jako je \
    jeden jednak jednej jego jej jest jestem jeszcze jeśli jeżeli już każda każdy kiedy kim kto która które \
    którego której który których którzy ku lub ma mają mam mi mnie moja moje może możesz można mój mu my na \
    nad nam nami nas nasz nasze nawet nią nic nich nie niej niego nim niż o od on ona one oni ono oraz po \
    pod ponieważ poza przed przez przy również sam się są skąd swoje swój ta tak taki takie tam te tego tej \
    ten też to tobie tu twoje twój ty tych tylko tym u w we wam was wasz więc wy wszystko z za ze że żeby";

const CS: &str = "a aby ačkoli ale ani ano asi až bez bude budou budu by byl byla byli bylo být co což další do ho i já \
    jak jaká jaké jaký je jeho jej její jejich jen ještě jestli jestliže jež ji jich jim jinak jsem jsi jsme \
    jsou jste k kam každý kde kdo když ke kolik která které kterého který kteří ku li ma má mají mám máte mě \
    mé mezi mi mít mnou mně může můžete můj my na nad nám námi nás náš ne nebo nebyl není než ní nic nich \
    ním o od on ona oni ono pak po pod podle pokud potom pouze právě pro proč proto protože před při s se si \
    sice svůj své ta tak také takže tam tato tebe ten tedy tento té této ti tím to toho tohle tom tomu tu \
    tvůj ty u už v vám vámi vás váš ve více však vše všechno vy z za zda zde ze že";

const RU: &str = "а без более бы был была были было быть в вам вас ваш ваша ваши весь во вот все всё всего всех вы где да \
    даже для до его ее её если есть еще ещё же за зачем и из из-за или им их к как какая какие какой когда \
    кому который которая которое которые кто куда ли либо лишь меня мне можно мой моя мое моё мои мы на над \
    нам нас наш не него нее неё нет ни них но ну о об однако он она они оно от откуда очень по под почему \
    при про с сам сама со так также такой там тем то того тоже той только том тот ту ты у уже хотя чего чей \
    чем что чтобы чтоб эта эти это этого этой этом этот эту я";

const UK: &str = "а але або без би був була були було бути в вам вас ваш ваша ваше ваші весь ви від він вона вони воно все \
    всі всього всіх де для до є ж же за з зі із і й її їй їм їх його йому коли кому котрий кого куди лише \
    майже мене мені ми мій моя моє мої можна на навіть над нам нас наш не нема немає неї ні ніж них ну о об \
    один однак при про під після по поки просто с сам себе собі та так таке такий також там твій те теж ти \
    тим то тобі того тоді той том тому ту тут у хоча хто це цей цього цьому ця цю ці чи чий через чого чому \
    що щоб ще як яка яке який якої яких які якщо";

const EL: &str = "ο η το οι τα του της των τον την τους τις ένας ένα μία μια ενός μιας και κι ή είτε ούτε αλλά όμως ενώ αν \
    εάν όταν όπως όπου ότι πως που πώς πού πότε τι ποιος ποια ποιο ποιοι ποιες ποιον γιατί διότι επειδή ώστε \
    να θα ας μη μην δε δεν ναι όχι με σε για από προς κατά μετά παρά αντί χωρίς μέχρι έως πριν ανά υπό στο \
    στον στη στην στα στους στις στου εγώ εσύ εμείς εσείς εμένα εσένα εμάς εσάς μου μας σου σας αυτός αυτή \
    αυτό αυτοί αυτές αυτά αυτόν αυτήν αυτού εκείνος εκείνη εκείνο είμαι είσαι είναι είμαστε είστε ήταν ήμουν \
    έχω έχεις έχει έχουμε έχετε έχουν είχα είχε μπορώ μπορεί πρέπει πολύ πιο τόσο όσο όσα κάθε κάτι κάποιος \
    κάποια κάποιο εδώ εκεί τώρα ήδη μόνο επίσης άλλο άλλη";

const TR: &str = "acaba ama ancak artık asla az bana bazı belki ben beni benim bile bir biraz biri birkaç biz bize bizi \
    bizim bu buna bunda bundan bunlar bunları bunu bunun burada çok çünkü da daha de değil diğer diye dolayı \
    en fakat gibi göre hangi hatta hem hep hepsi her hiç için ile ise içinde kadar kendi ki kim kime kimi mi \
    mı mu mü musunuz mıyım nasıl ne neden nerede nereye niçin niye o olan olarak oldu olduğu olduğunu olur \
    olsa on ona ondan onlar onları onların onu onun orada oysa pek rağmen sadece sana şey sen seni senin siz \
    size sizi sizin sonra şu şuna şunu tüm üzere var ve veya ya yani yine yok zaten";

const AR: &str = "في من إلى على عن مع حتى منذ خلال بين تحت فوق بعد قبل عند لدى دون بدون حول ضد نحو و أو أم ثم بل لكن لكنّ \
    لأن لأنه إذا إذ إن أن أنّ كي لكي لو لولا كما حيث بينما عندما هل ما ماذا لماذا متى أين كيف كم أي أية هو \
    هي هم هن هما أنا نحن أنت أنتم أنتِ أنتما هذا هذه هؤلاء ذلك تلك أولئك هنا هناك الذي التي الذين اللذان \
    اللتان اللاتي كان كانت كانوا يكون تكون أكون كنت ليس ليست لست قد لقد سوف لم لن لا نعم كل بعض غير سوى أيضا \
    أيضًا فقط جدا جدًا به بها بهم له لها لهم لي لك لكم لنا منه منها منهم فيه فيها عليه عليها عليهم إليه \
    إليها عنه عنها معه معها إما أما ألا إلا";

const HE: &str = "של את על אל עם או גם כי אם לא אין יש זה זאת זו אלה אלו הוא היא הם הן אני אתה אנחנו אנו אתם אתן לי לך לו \
    לה לנו לכם להם להן שלי שלך שלו שלה שלנו שלכם שלהם אותי אותך אותו אותה אותנו אתכם אותם אותן בי בך בו בה \
    בנו בכם בהם מה מי איך איפה היכן מתי למה מדוע כמה איזה אילו האם כל כמו כך כן רק אך אבל אולם לכן כאשר כש \
    אז עד עוד מאוד מן בין לפני אחרי אחר תחת מעל ליד בלי ללא כדי בגלל היה היתה הייתה היו יהיה תהיה יהיו להיות \
    ניתן אפשר שם פה כאן כבר עכשיו אחת אחד";

const HI: &str = "का के की को से में पर ने तक और या एवं तथा लेकिन परंतु परन्तु मगर कि क्योंकि इसलिए अगर यदि तो जब तब जैसे \
    वैसे यह ये वह वे इस उस इन उन इसे उसे इन्हें उन्हें इसका इसके इसकी उसका उसके उसकी उनका उनके उनकी इनका \
    इनके मैं मुझे मेरा मेरे मेरी हम हमें हमारा हमारे हमारी तू तुम तुम्हें तुम्हारा आप आपको आपका आपके आपकी \
    अपना अपने अपनी कौन क्या क्यों कब कहाँ कहां कैसे कैसा कितना कितने किस किसी किसे कोई कुछ जो जिस जिसे जिसका \
    जिसके जिसकी जिन है हैं हूँ हूं हो था थे थी थीं होता होते होती होगा होगी होंगे हुआ हुए हुई कर करके करना \
    करने करें रहा रहे रही सकता सकते सकती चाहिए नहीं न मत ही भी यहाँ यहां वहाँ वहां बहुत सभी सब साथ लिए लिये \
    द्वारा बाद पहले बिना एक अब";

const TA: &str = "ஒரு ஒன்று என்று என்ற என்பது என்ன எப்படி எப்போது எங்கே எங்கு ஏன் எது எந்த எவ்வாறு யார் மற்றும் அல்லது \
    ஆனால் எனவே ஆகவே ஆகும் இல்லை உள்ளது உள்ள இருந்து இருந்தால் இருக்கிறது இருக்கும் இது இந்த இவை இவர் இவர்கள் \
    இங்கே இங்கு அது அந்த அவை அவன் அவள் அவர் அவர்கள் அங்கே அங்கு நான் நாம் நாங்கள் நீ நீங்கள் என் என்னை \
    எனக்கு எனது எங்கள் எங்களுக்கு உன் உங்கள் உங்களுக்கு உங்களை அவரது அதன் இதன் அதை இதை அதில் இதில் அதற்கு \
    இதற்கு மேலும் மிகவும் மிக கூட தான் மட்டும் போது போன்ற மூலம் வரை முன் பின் பிறகு பற்றி குறித்து உடன் \
    இடையே மேல் கீழ் வேண்டும் முடியும் முடியாது செய்ய செய்து கொண்டு விட்டு எல்லா எல்லாம் சில பல வேறு";

const ID: &str = "ada adalah agar akan aku anda antara apa apabila apakah atas atau bagaimana bagi bahwa banyak beberapa \
    belum berapa bila bisa bukan dalam dan dapat dari daripada demi dengan di dia hanya harus hingga ia \
    ialah ini itu jadi jika juga kalau kami kamu kapan karena ke kemudian kenapa kepada ketika kita lagi \
    lain lalu maka mana masih melalui mengapa mereka milik mungkin namun nya oleh pada para per pernah pun \
    saat saja sambil sampai sangat saya sebab sebagai sebelum sebuah secara sedang sehingga sejak selain \
    selalu selama seluruh semua seorang seperti serta sesuatu setelah setiap siapa sini situ suatu sudah \
    supaya tanpa tapi telah tentang terhadap tersebut tetapi tidak untuk yaitu yang";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn every_language_with_a_stemmer_has_a_list_without_repetitions() {
        let stemmed = "ar da de el en es fi fr hu it nb nl nn no pt ro ru sv ta tr";
        for language in stemmed.split(' ').chain(["ca", "cs", "he", "hi", "id", "pl", "uk"]) {
            let words: Vec<&str> = super::of(language).split(' ').collect();
            let different: BTreeSet<&str> = words.iter().copied().collect();
            assert!(different.len() >= 60, "{language}");
            assert_eq!(different.len(), words.len(), "{language}");
        }
        assert_ne!(super::of("da"), super::of("nb"));
    }
}
