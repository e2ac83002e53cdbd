//! How the attributes of a module's source files come together in one definition.
//!
//! Each attribute makes a small function that runs before anything else (an export that the host
//! calls first, a constructor in a native test) and hands in its item. The order in which they run
//! does not matter: items are sorted by name, so that equal sources give equal definitions.

use crate::definition::ModuleDef;
use std::sync::{Mutex, OnceLock, PoisonError};

/// One declared thing.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// Items of a smaller rank come first.
    pub rank: u8,
    /// Its name in the source.
    pub name: &'static str,
    /// Adds it to the definition.
    pub declare: fn(&mut ModuleDef),
}

/// Rank of tables and functions.
pub const DECLARATION: u8 = 20;
/// Rank of rules that name tables.
pub const RULE: u8 = 30;

static ITEMS: Mutex<Vec<Item>> = Mutex::new(Vec::new());
static MODULE: OnceLock<ModuleDef> = OnceLock::new();

/// Hands in an item; called by what the attributes generate.
pub fn register(item: Item) {
    ITEMS
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(item);
}

/// The definition of this module: everything that is declared in the program.
pub(crate) fn module() -> &'static ModuleDef {
    MODULE.get_or_init(|| {
        let mut items = ITEMS
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        items.sort_by_key(|item| (item.rank, item.name));
        let mut module = ModuleDef::default();
        for item in items {
            (item.declare)(&mut module);
        }
        module
    })
}

/// Registers an item before the module's first call. Used by what the attributes generate.
#[doc(hidden)]
#[macro_export]
macro_rules! __register {
    ($export:literal, $item:expr) => {
        const _: () = {
            #[cfg_attr(target_arch = "wasm32", unsafe(export_name = $export))]
            extern "C" fn register() {
                $crate::__private::register($item);
            }

            // A native program, which is a test, runs the functions in this section first.
            #[cfg(not(target_arch = "wasm32"))]
            #[used]
            #[cfg_attr(
                not(any(target_vendor = "apple", windows)),
                unsafe(link_section = ".init_array")
            )]
            #[cfg_attr(
                target_vendor = "apple",
                unsafe(link_section = "__DATA,__mod_init_func")
            )]
            #[cfg_attr(windows, unsafe(link_section = ".CRT$XCU"))]
            static REGISTER: extern "C" fn() = register;
        };
    };
}
