//! The functions that the host calls. They are the same in every module.

use crate::call::Call;
use crate::context::{AnonymousViewContext, ReducerContext, ViewContext};
use crate::procedure::ProcedureContext;
use crate::registry::module;
use crate::types::{ConnectionId, Identity, Timestamp};
use crate::{errno::Errno, host, logging};

/// What a function returns to the host.
const SUCCESS: u32 = 0;
const USER_ERROR: u32 = 1;
/// A view's result begins with a header.
const WITH_HEADER: u32 = 2;

/// Comes first among the functions that run before anything else.
#[no_mangle]
extern "C" fn __preinit__00_stele() {
    logging::start();
}

#[no_mangle]
extern "C" fn __describe_module__(sink: u32) {
    write(sink, &module().encode());
}

#[no_mangle]
extern "C" fn __call_reducer__(
    id: u32,
    sender_0: u64,
    sender_1: u64,
    sender_2: u64,
    sender_3: u64,
    connection_0: u64,
    connection_1: u64,
    micros: u64,
    arguments: u32,
    error: u32,
) -> u32 {
    let call = Call {
        sender: Identity::from_words([sender_0, sender_1, sender_2, sender_3]),
        connection_id: connection(connection_0, connection_1),
        timestamp: timestamp(micros),
    };
    let reducer = module().functions().reducer(id);
    match reducer(&ReducerContext::new(call), &read(arguments)) {
        Ok(()) => SUCCESS,
        Err(text) => {
            write(error, text.as_bytes());
            USER_ERROR
        }
    }
}

#[no_mangle]
extern "C" fn __call_procedure__(
    id: u32,
    sender_0: u64,
    sender_1: u64,
    sender_2: u64,
    sender_3: u64,
    connection_0: u64,
    connection_1: u64,
    micros: u64,
    arguments: u32,
    result: u32,
) -> u32 {
    let call = Call {
        sender: Identity::from_words([sender_0, sender_1, sender_2, sender_3]),
        connection_id: connection(connection_0, connection_1),
        timestamp: timestamp(micros),
    };
    let procedure = module().functions().procedure(id);
    let returned = procedure(&mut ProcedureContext::new(call), &read(arguments));
    write(result, &returned);
    SUCCESS
}

#[no_mangle]
extern "C" fn __call_view__(
    id: u32,
    sender_0: u64,
    sender_1: u64,
    sender_2: u64,
    sender_3: u64,
    arguments: u32,
    sink: u32,
) -> u32 {
    let sender = Identity::from_words([sender_0, sender_1, sender_2, sender_3]);
    let arguments = read(arguments);
    let mut rows = Vec::new();
    module().functions().sender_view(id)(&ViewContext::new(sender), &arguments, &mut rows);
    write(sink, &rows);
    WITH_HEADER
}

#[no_mangle]
extern "C" fn __call_view_anon__(id: u32, arguments: u32, sink: u32) -> u32 {
    let arguments = read(arguments);
    let mut rows = Vec::new();
    module().functions().anonymous_view(id)(&AnonymousViewContext::new(), &arguments, &mut rows);
    write(sink, &rows);
    WITH_HEADER
}

fn connection(low: u64, high: u64) -> Option<ConnectionId> {
    ConnectionId::from_u128(u128::from(high) << 64 | u128::from(low)).non_zero()
}

fn timestamp(micros: u64) -> Timestamp {
    Timestamp::from_micros_since_unix_epoch(micros as i64)
}

fn read(source: u32) -> Vec<u8> {
    host::read(source).unwrap_or_else(|errno: Errno| panic!("arguments cannot be read: {errno}"))
}

fn write(sink: u32, bytes: &[u8]) {
    host::write(sink, bytes).unwrap_or_else(|errno| panic!("a result cannot be told: {errno}"));
}
