//! The definition of a module, byte for byte as the reference has it of the same sources.

#[allow(dead_code, non_snake_case, unreachable_pub)]
#[path = "golden/alltypes.rs"]
mod module;

#[test]
fn alltypes() {
    let expected = include_bytes!(
        "../../../host/src/test/resources/dev/stele/host/schema/describe/alltypes.bin"
    );
    assert_eq!(stele::testing::definition(), expected);
}
