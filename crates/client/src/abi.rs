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
/// Smallest block, as a power of two.
const SMALLEST: u32 = 4;

/// State of the module.
struct Single(RefCell<Option<Client>>);

// SAFETY: the module is built without threads, so nothing is ever shared between any.
unsafe impl Sync for Single {}

static CLIENT: Single = Single(RefCell::new(None));

fn with<T>(act: impl FnOnce(&mut Client) -> T) -> T {
    act(CLIENT.0.borrow_mut().get_or_insert_with(Client::default))
}

// SAFETY (all exports): no other symbol of the module has the same name.

/// Makes room for input and says where; the address is good until the next call.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn input(length: usize) -> usize {
    with(|client| client.input(length).as_mut_ptr() as usize)
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
    with(Client::open)
}

/// Adds a file.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn insert(name: usize) -> u32 {
    with(|client| client.insert(name))
}

/// Searches.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn search(limit: usize) -> u32 {
    with(|client| client.search(limit))
}

/// A panic is a trap: the page sees it as an error of the engine.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    wasm32::unreachable()
}

/// Blocks in powers of two; a freed one goes to the list of its size. A tenth of the code of the usual
/// allocator, and an index needs little more than its own size.
struct Blocks;

#[global_allocator]
static ALLOCATOR: Blocks = Blocks;
static FREE: [AtomicUsize; 32] = [const { AtomicUsize::new(0) }; 32];
static NEXT: AtomicUsize = AtomicUsize::new(0);
static END: AtomicUsize = AtomicUsize::new(0);

fn class(layout: Layout) -> u32 {
    let size = layout.size().max(layout.align()).max(1 << SMALLEST);
    usize::BITS - (size - 1).leading_zeros()
}

/// Fresh memory for a block, or 0.
fn fresh(size: usize) -> usize {
    let start = NEXT.load(Relaxed).next_multiple_of(size.min(PAGE));
    if start.checked_add(size).is_some_and(|end| end <= END.load(Relaxed)) {
        NEXT.store(start + size, Relaxed);
        return start;
    }
    let before = wasm32::memory_grow(0, size.div_ceil(PAGE));
    if before == usize::MAX {
        return 0;
    }
    let start = before * PAGE;
    NEXT.store(start + size, Relaxed);
    END.store(start + size.next_multiple_of(PAGE), Relaxed);
    start
}

// SAFETY: a block has the size and alignment of its class, both at least those of the layout, and is
// either on the list of its class or in use, never both.
unsafe impl GlobalAlloc for Blocks {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let class = class(layout);
        let Some(free) = FREE.get(class as usize) else { return core::ptr::null_mut() };
        let head = free.load(Relaxed);
        if head == 0 {
            return fresh(1 << class) as *mut u8;
        }
        // SAFETY: a block on the list is at least 16 bytes, unused, and starts with the next one's address.
        free.store(unsafe { *(head as *const usize) }, Relaxed);
        head as *mut u8
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if let Some(free) = FREE.get(class(layout) as usize) {
            // SAFETY: the block is no longer used, aligned to 16 and at least that long.
            unsafe { *(block as usize as *mut usize) = free.load(Relaxed) };
            free.store(block as usize, Relaxed);
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller keeps `GlobalAlloc`'s contract for size and alignment.
        let wider = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        if class(wider) == class(layout) {
            return block;
        }
        // SAFETY: both layouts are valid, and the old block is given back only after it was copied.
        unsafe {
            let moved = self.alloc(wider);
            if !moved.is_null() {
                core::ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
                self.dealloc(block, layout);
            }
            moved
        }
    }
}
