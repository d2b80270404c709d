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
        "da" | "nb" | "nn" | "no" => DA,
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

const DA: &str = "af alle at blev bliver da de dem den denne der deres det dette dig din disse dit du efter eller en er et \
    for fra få ham han har hun hvad hvor hvordan i ikke ind jeg jo kan man med meget men mig min mit ned nogen nogle nu når \
    og også om op os på sig sin skal som så til ud under var ved vi vil være å";
