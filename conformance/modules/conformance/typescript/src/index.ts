// The conformance module in TypeScript; ../../README.md is the contract that every language keeps.
export { db as default } from './tables.ts';
export * from './values.ts';
export * from './keys.ts';
export * from './scans.ts';
export * from './calls.ts';
