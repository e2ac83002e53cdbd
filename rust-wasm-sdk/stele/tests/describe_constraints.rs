//! The definition of a module, byte for byte as the reference has it of the same sources.

#[allow(dead_code, unreachable_pub)]
#[path = "golden/constraints.rs"]
mod module;

#[test]
fn constraints() {
    let expected = include_bytes!(
        "../../../host/src/test/resources/dev/stele/host/schema/describe/constraints.bin"
    );
    assert_eq!(stele::testing::definition(), expected);
}
