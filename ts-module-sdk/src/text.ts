// UTF-8, from the text coders that the host provides. Declared here because an editor's libraries may lack them.
interface Encoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
interface Decoder {
  decode(bytes: Uint8Array): string;
}
interface Coders {
  TextEncoder: new () => Encoder;
  TextDecoder: new (label: string, options?: { ignoreBOM: boolean }) => Decoder;
}

const { TextEncoder, TextDecoder } = globalThis as unknown as Coders;

export const encoder: Encoder = new TextEncoder();
export const decoder: Decoder = new TextDecoder('utf-8');
/** Keeps a byte order mark: a string column is exactly its bytes. */
export const exactDecoder: Decoder = new TextDecoder('utf-8', { ignoreBOM: true });
