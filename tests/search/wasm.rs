//! The committed module in an interpreter: it answers what the native searcher answers, to the last byte, and
//! comes to an end whatever the bytes of an index are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use faqtory::search::{Index, SearchOptions, Searcher, index};
use faqtory_client::{DONE, FAILED, NEED};
use faqtory_search::found::Found;
use faqtory_search::layout::FileId;
use rayon::prelude::*;
use wasmi::{Config, Engine, Error, Linker, Memory, Module, Store};

use super::hostile::reseal;
use super::{WORDS, help_center, settings};

/// Rounds after which the page gives up.
const MAX_ROUNDS: usize = 8;

/// The module, compiled.
struct Compiled(Engine, Module);

impl Compiled {
    fn new(metered: bool) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("theme/engine/search.wasm");
        let engine = Engine::new(Config::default().consume_fuel(metered));
        let module = Module::new(&engine, fs::read(path).unwrap()).unwrap();
        Self(engine, module)
    }

    fn start(&self) -> Page {
        let mut store = Store::new(&self.0, ());
        // Does nothing where nothing is metered.
        let _ = store.set_fuel(u64::MAX);
        let instance = Linker::new(&self.0).instantiate_and_start(&mut store, &self.1).unwrap();
        let memory = instance.get_memory(&store, "memory").unwrap();
        Page { store, instance, memory, fuel: None, most_fuel: 0 }
    }
}

/// What the page has of the engine.
struct Page {
    store: Store<()>,
    instance: wasmi::Instance,
    memory: Memory,
    /// What a call may use, when it is metered.
    fuel: Option<u64>,
    most_fuel: u64,
}

/// What the engine says of an index and a query.
#[derive(Debug)]
enum Answer {
    Found(String),
    Refused(u32),
    /// It asks for a file that the index does not have, or for files without end.
    Wanting,
}

impl Page {
    /// Input, call, output: status and text.
    fn call(
        &mut self,
        name: &str,
        input: &[u8],
        argument: Option<usize>,
    ) -> Result<(u32, String), Error> {
        if let Some(fuel) = self.fuel {
            self.store.set_fuel(fuel)?;
        }
        let at = self.number("input", Some(input.len()))?;
        self.memory.write(&mut self.store, at as usize, input).unwrap();
        let status = self.number(name, argument)?;
        let mut text = vec![0; self.number("output_length", None)? as usize];
        let at = self.number("output", None)?;
        self.memory.read(&self.store, at as usize, &mut text).unwrap();
        if let Some(fuel) = self.fuel {
            self.most_fuel = self.most_fuel.max(fuel - self.store.get_fuel()?);
        }
        Ok((status, String::from_utf8(text).unwrap()))
    }

    fn number(&mut self, name: &str, argument: Option<usize>) -> Result<u32, Error> {
        let Some(value) = argument else {
            let function = self.instance.get_typed_func::<(), u32>(&self.store, name)?;
            return function.call(&mut self.store, ());
        };
        let function = self.instance.get_typed_func::<u32, u32>(&self.store, name)?;
        function.call(&mut self.store, value as u32)
    }

    fn open(&mut self, root: &[u8]) -> Result<Option<Answer>, Error> {
        let (status, _) = self.call("open_index", root, None)?;
        Ok((status != DONE).then_some(Answer::Refused(status)))
    }

    /// Searches, fetching what the engine asks for, and keeps the names of what was fetched.
    fn search(
        &mut self,
        request: &Request,
        files: &BTreeMap<String, Vec<u8>>,
        fetched: &mut BTreeSet<String>,
    ) -> Result<Answer, Error> {
        for _ in 0..MAX_ROUNDS {
            let (status, text) = self.call("search", &request.bytes(), Some(request.limit))?;
            match status {
                DONE => return Ok(Answer::Found(text)),
                NEED => {}
                status => return Ok(Answer::Refused(status)),
            }
            for name in text.lines() {
                let Some(file) = files.get(name) else { return Ok(Answer::Wanting) };
                let number = FileId::from_name(name).unwrap().number;
                let (status, _) = self.call("insert", file, Some(number as usize))?;
                if status != DONE {
                    return Ok(Answer::Refused(status));
                }
                fetched.insert(name.to_owned());
            }
        }
        Ok(Answer::Wanting)
    }
}

/// A query with its options.
#[derive(Debug)]
struct Request {
    query: String,
    product: Option<&'static str>,
    limit: usize,
}

impl Request {
    fn bytes(&self) -> Vec<u8> {
        match self.product {
            Some(product) => format!("{}\0product\0{product}", self.query).into_bytes(),
            None => self.query.clone().into_bytes(),
        }
    }

    fn options(&self) -> SearchOptions {
        let filter = |product: &str| ("product".to_owned(), vec![product.to_owned()]);
        SearchOptions {
            limit: self.limit,
            filters: self.product.map(filter).into_iter().collect(),
            ..SearchOptions::default()
        }
    }
}

/// Numbers without a pattern, the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn one_of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.one_of(&WORDS)).collect::<Vec<_>>().join(" ")
    }

    /// A text with letters dropped, doubled or exchanged.
    fn mistyped(&mut self, text: &str) -> String {
        let mut letters: Vec<char> = text.chars().collect();
        let at = self.below(letters.len());
        match self.below(3) {
            0 => drop(letters.remove(at)),
            1 => letters.insert(at, letters[at]),
            _ => letters.swap(at, text.chars().count() - 1),
        }
        letters.into_iter().collect()
    }
}

const ODD: [&str; 12] = [
    "",
    " ",
    "\t\n",
    "c++ ",
    "C#",
    "…—–",
    "\u{301}\u{200B}",
    "🙂🙂",
    "\"quoted\" \\ back",
    "a-b_c.d/e@f",
    "\u{1}product=Pro",
    "Ａ１ ﬁ ß ſ İ",
];
const SCRIPTS: [&str; 10] = [
    "返金 カード",
    "支払い方法を変更する",
    "환불 카드",
    "退款",
    "การคืนเงิน",
    "возврат денег",
    "استرداد المال",
    "החזר כספי",
    "επιστροφή",
    "नमस्ते वापसी",
];

/// Single words, pairs, typing errors, beginnings, long texts, odd signs, other scripts, filters.
fn requests(count: usize) -> Vec<Request> {
    let mut random = Random(11);
    let mut out = Vec::new();
    for number in 0..count {
        let query = match number % 8 {
            0 => random.words(1),
            1 => random.words(2),
            2 => {
                let text = random.words(2);
                random.mistyped(&text)
            }
            3 => {
                let text = random.words(2);
                let end = 1 + random.below(text.chars().count());
                text.chars().take(end).collect()
            }
            4 => {
                let length = 5 + random.below(16);
                random.words(length)
            }
            5 => [random.one_of(&ODD), random.one_of(&ODD), random.one_of(&WORDS)].concat(),
            6 => {
                [random.one_of(&SCRIPTS), random.one_of(&WORDS), random.one_of(&SCRIPTS)].join(" ")
            }
            _ => random.words(3).to_uppercase(),
        };
        let product =
            random.one_of(&[None, None, None, None, Some("Pro"), Some("basic"), Some("none")]);
        out.push(Request { query, product, limit: random.one_of(&[10, 10, 10, 3, 100]) });
    }
    out
}

fn inflated(built: &Index) -> BTreeMap<String, Vec<u8>> {
    let inflate = |bytes: &Vec<u8>| miniz_oxide::inflate::decompress_to_vec(bytes).unwrap();
    built.files.iter().map(|(name, bytes)| (name.clone(), inflate(bytes))).collect()
}

/// Everything in one file, and in many.
const SIZES: [u32; 2] = [40, 320];

/// Requests of one visit: each visit starts with nothing fetched.
const VISIT: usize = 250;

#[test]
fn the_committed_module_answers_what_the_native_searcher_answers() {
    let compiled = Compiled::new(false);
    let requests = requests(2000);
    let built = SIZES.map(|articles| index(&help_center(articles), &settings("en")));
    let visits =
        built.iter().flat_map(|built| requests.chunks(VISIT).map(move |visit| (built, visit)));
    visits.collect::<Vec<_>>().into_par_iter().for_each(|(built, visit)| {
        let files = inflated(built);
        let searcher = Searcher::open(&built.files, &built.root).unwrap();
        let mut page = compiled.start();
        assert!(page.open(&files[&built.root]).unwrap().is_none());
        let mut fetched = BTreeSet::new();
        for request in visit {
            let native = searcher.search(&request.query, &request.options()).unwrap();
            match page.search(request, &files, &mut fetched).unwrap() {
                Answer::Found(text) => {
                    assert_eq!(Found::read(&text), native, "{} files, {request:?}", files.len());
                }
                Answer::Refused(status) => panic!("{request:?}: {status}"),
                Answer::Wanting => panic!("{request:?} wants a file that is not there"),
            }
        }
        assert_eq!(fetched.is_empty(), files.len() < 10, "{fetched:?}");
    });
}

const FLIPS: usize = 10_000;
/// How much more than the dearest call on good files a call on damaged ones may use.
const PATIENCE: u64 = 20;

/// An index to be damaged, and what its good files cost.
struct Good {
    files: BTreeMap<String, Vec<u8>>,
    root: String,
    /// What the queries fetch, and the root.
    names: Vec<String>,
    fuel: u64,
}

impl Good {
    fn new(compiled: &Compiled, articles: u32, requests: &[Request]) -> Self {
        let built = index(&help_center(articles), &settings("en"));
        let files = inflated(&built);
        let (mut fetched, mut most) = (BTreeSet::from([built.root.clone()]), 0);
        for request in requests {
            let mut page = compiled.start();
            page.fuel = Some(u64::MAX / 2);
            assert!(page.open(&files[&built.root]).unwrap().is_none());
            let answer = page.search(request, &files, &mut fetched).unwrap();
            assert!(matches!(answer, Answer::Found(_)), "{request:?}: {answer:?}");
            most = most.max(page.most_fuel);
        }
        Self {
            files,
            root: built.root,
            names: fetched.into_iter().collect(),
            fuel: most * PATIENCE,
        }
    }

    /// The files with one byte changed, half the time behind a checksum that is right again.
    fn damaged(&self, random: &mut Random) -> (BTreeMap<String, Vec<u8>>, String) {
        let mut files = self.files.clone();
        let name = &self.names[random.below(self.names.len())];
        let bytes = files.get_mut(name).unwrap();
        let (at, bit) = (random.below(bytes.len()), 1 + random.below(255) as u8);
        bytes[at] ^= bit;
        let sealed = random.below(2) == 0;
        if sealed {
            reseal(bytes);
        }
        (files, format!("{name} byte {at} ^ {bit:#x}, checksum repaired: {sealed}"))
    }
}

#[test]
fn damaged_files_end_as_an_error_or_a_result_within_bounded_work() {
    let compiled = Compiled::new(true);
    let asked = requests(64);
    let good = [12, 310].map(|articles| Good::new(&compiled, articles, &asked));
    let refused = (0..FLIPS).into_par_iter().filter(|&number| {
        let mut random = Random(number as u64);
        let good = &good[number % good.len()];
        let (files, damage) = good.damaged(&mut random);
        let request = &asked[random.below(asked.len())];
        let mut page = compiled.start();
        page.fuel = Some(good.fuel);
        let answer = page.open(&files[&good.root]).and_then(|opened| match opened {
            Some(refused) => Ok(refused),
            None => page.search(request, &files, &mut BTreeSet::new()),
        });
        match answer.unwrap_or_else(|trap| panic!("{number}: {damage}, {request:?}: {trap}")) {
            Answer::Found(text) => {
                let found = Found::read(&text);
                assert!(found.results.len() <= request.limit, "{number}: {damage}, {request:?}");
                false
            }
            Answer::Refused(status) => {
                assert!(status >= FAILED, "{number}: {damage}, {request:?}");
                true
            }
            Answer::Wanting => true,
        }
    });
    assert!(refused.count() > FLIPS / 4, "most damage behind a wrong checksum is noticed");
}
