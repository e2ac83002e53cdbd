//! What the host answers to a call that it cannot carry out.

use std::fmt;

/// A reason for which the host did not do what was asked; the number is the one on the wire.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Errno(pub u16);

macro_rules! errnos {
    ($($name:ident = $number:literal: $text:literal),* $(,)?) => {
        #[allow(dead_code)]
        impl Errno {
            $(
                #[doc = $text]
                pub(crate) const $name: Errno = Errno($number);
            )*

            /// What happened, if this is a number that we know.
            fn text(self) -> Option<&'static str> {
                match self.0 {
                    $($number => Some($text),)*
                    _ => None,
                }
            }
        }
    };
}

errnos! {
    HOST_CALL_FAILURE = 1: "the host could not carry out the call",
    NOT_IN_TRANSACTION = 2: "not in a transaction",
    BSATN_DECODE_ERROR = 3: "the host could not read a value",
    NO_SUCH_TABLE = 4: "no such table",
    NO_SUCH_INDEX = 5: "no such index",
    NO_SUCH_ITER = 6: "no such iterator",
    NO_SUCH_CONSOLE_TIMER = 7: "no such timer",
    NO_SUCH_BYTES = 8: "no such source or sink of bytes",
    NO_SPACE = 9: "no space left in the sink",
    WRONG_INDEX_ALGO = 10: "this kind of index has no ranges",
    BUFFER_TOO_SMALL = 11: "buffer too small",
    UNIQUE_ALREADY_EXISTS = 12: "a row with the same unique value is there already",
    SCHEDULE_AT_DELAY_TOO_LONG = 13: "a scheduled row is due too far ahead",
    INDEX_NOT_UNIQUE = 14: "the index is not unique",
    NO_SUCH_ROW = 15: "there is no row with this key",
    AUTO_INC_OVERFLOW = 16: "the numbers of an auto_inc column are used up",
    WOULD_BLOCK_TRANSACTION = 17: "not while a transaction is open",
    TRANSACTION_NOT_ANONYMOUS = 18: "no transaction of this procedure is open",
    TRANSACTION_IS_READ_ONLY = 19: "the transaction only reads",
    TRANSACTION_IS_MUT = 20: "the transaction writes",
    HTTP_ERROR = 21: "the HTTP request failed",
}

impl Errno {
    /// `Ok` for 0.
    #[cfg(target_arch = "wasm32")]
    #[inline]
    pub(crate) fn check(code: u16) -> Result<(), Errno> {
        if code == 0 {
            Ok(())
        } else {
            Err(Errno(code))
        }
    }
}

impl fmt::Display for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text() {
            Some(text) => f.write_str(text),
            None => write!(f, "error {} of the host", self.0),
        }
    }
}

impl fmt::Debug for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Errno({}: {self})", self.0)
    }
}

impl std::error::Error for Errno {}
