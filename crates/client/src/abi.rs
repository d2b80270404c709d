//! What a WebAssembly module without a standard library needs: exported functions, an allocator, an end
//! for panics. The only module with unsafe code.

#![expect(
    unsafe_code,
    reason = "exports, allocator and module state of a single-threaded WebAssembly module"
)]

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32;
use core::cell::RefCell;
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use crate::Client;

const PAGE: usize = 65_536;

/// State of the module.
struct Single(RefCell<Client>);

// SAFETY: the module is built without threads, so nothing is ever shared between any.
unsafe impl Sync for Single {}

static CLIENT: Single = Single(RefCell::new(Client::NEW));

fn with<T>(act: impl FnOnce(&mut Client) -> T) -> T {
    // A trap has left the state borrowed: the module is of no more use.
    let Ok(mut client) = CLIENT.0.try_borrow_mut() else { wasm32::unreachable() };
    act(&mut client)
}

// SAFETY (all exports): no other symbol of the module has the same name.

/// Makes room for input and says where; the address is good until the next call.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn input(length: usize) -> usize {
    with(|client| {
        // Both buffers lie in memory that is about to be handed out again.
        client.forget();
        forget();
        client.input(length).as_mut_ptr() as usize
    })
}

/// Where the output is.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn output() -> usize {
    with(|client| client.output().as_ptr() as usize)
}

/// Its length in bytes.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn output_length() -> usize {
    with(|client| client.output().len())
}

/// Opens an index.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn open_index() -> u32 {
    let status = with(Client::open);
    keep();
    status
}

/// Adds a file.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn insert(number: u32) -> u32 {
    let status = with(|client| client.insert(number));
    keep();
    status
}

/// Searches.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn search(limit: usize) -> u32 {
    with(|client| client.search(limit))
}

/// Looks for excerpts.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn excerpts() -> u32 {
    with(Client::excerpts)
}

/// A panic is a trap: the page sees it as an error of the engine.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    wasm32::unreachable()
}

/// Memory is taken from one end and never given back one by one: what a question needed is dropped as a
/// whole when the next one comes ([`input`]). So nothing that frees memory is left in the module, which
/// makes it a quarter smaller; an index keeps what its files needed to be read, about twice their size.
struct Arena;

#[global_allocator]
static ALLOCATOR: Arena = Arena;
/// Where the next block begins, where memory ends, and up to where it is kept.
static NEXT: AtomicUsize = AtomicUsize::new(0);
static END: AtomicUsize = AtomicUsize::new(0);
static KEPT: AtomicUsize = AtomicUsize::new(0);

/// Keeps everything that is in use now.
fn keep() {
    KEPT.store(NEXT.load(Relaxed), Relaxed);
}

/// Drops everything that is not kept.
fn forget() {
    if KEPT.load(Relaxed) > 0 {
        NEXT.store(KEPT.load(Relaxed), Relaxed);
    }
}

// SAFETY: a block lies between NEXT and END, is aligned as asked, and NEXT moves behind it. It is handed
// out again only after `forget`, whose caller sees to it that nothing points there.
unsafe impl GlobalAlloc for Arena {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let align = layout.align();
        let mut start = (NEXT.load(Relaxed) + align - 1) & !(align - 1);
        if start == 0 || start + layout.size() > END.load(Relaxed) {
            let pages = layout.size() / PAGE + 1;
            let before = wasm32::memory_grow(0, pages);
            if before == usize::MAX {
                return core::ptr::null_mut();
            }
            if before * PAGE != END.load(Relaxed) {
                start = before * PAGE;
            }
            END.store((before + pages) * PAGE, Relaxed);
        }
        NEXT.store(start + layout.size(), Relaxed);
        start as *mut u8
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let end = block as usize + layout.size();
        if end == NEXT.load(Relaxed) && block as usize + size <= END.load(Relaxed) {
            NEXT.store(block as usize + size, Relaxed);
            return block;
        }
        // SAFETY: the caller keeps `GlobalAlloc`'s contract; both blocks are at least as long as what is
        // copied, and they do not overlap, because the old one is still in use.
        unsafe {
            let moved = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            if !moved.is_null() {
                core::ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
            }
            moved
        }
    }
}
