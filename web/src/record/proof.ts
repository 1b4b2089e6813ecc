/**
 * Checks in the browser that an entry stands in a log: RFC 6962 hashing, RFC 9162 section 2.1.3.2.
 *
 * It trusts nothing of the node but the root of the checkpoint; whether that root is signed and cosigned is
 * shown beside it and can be checked offline with the receipt. It does not verify signatures.
 */

export type ProofResult = 'holds' | 'broken' | 'unavailable';

/** Bytes of a hexadecimal text; null when it is not one. */
export function bytesOf(hex: string): Uint8Array<ArrayBuffer> | null {
  if (hex.length % 2 !== 0 || /[^0-9a-f]/i.test(hex)) return null;
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

async function hashOf(prefix: number, ...parts: Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(1 + parts.reduce((n, p) => n + p.length, 0));
  bytes[0] = prefix;
  let at = 1;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** Leaf hash: SHA-256(0x00 || entry). */
export const leafHash = (entry: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => hashOf(0, entry);
const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => hashOf(1, left, right);

/** The root that follows from a leaf and its path, or null when the path has the wrong length. */
export async function rootFrom(
  leaf: Uint8Array<ArrayBuffer>, index: number, size: number, path: readonly Uint8Array<ArrayBuffer>[],
): Promise<Uint8Array | null> {
  if (index < 0 || index >= size) return null;
  let [fn, sn, hash] = [BigInt(index), BigInt(size - 1), leaf];
  for (const step of path) {
    if (sn === 0n) return null;
    if ((fn & 1n) === 1n || fn === sn) {
      hash = await nodeHash(step, hash);
      while ((fn & 1n) === 0n && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      hash = await nodeHash(hash, step);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n ? hash : null;
}

/** RFC 8785 text of a body: integers, strings, booleans, lists and objects with ASCII keys, keys sorted. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** Whether a body with its salt hashes to the entry of its leaf. */
export async function checkBody(body: unknown, entry: string): Promise<ProofResult> {
  if (typeof crypto === 'undefined' || !crypto.subtle) return 'unavailable';
  const bytes = new TextEncoder().encode(`commonground/entry/v1\n${canonical(body)}`);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return hexOf(hash) === entry.toLowerCase() ? 'holds' : 'broken';
}

export interface Shown {
  entry: string;
  leaf_hash: string;
  proof: string[];
  root: string;
  leaf: { index: number; size: number };
  /** Size of the tree that the proof speaks of, when it is not that of the leaf. */
  proof_size?: number;
}

/** Whether the shown entry hashes to the shown leaf hash and both lead to the shown root. */
export async function checkInclusion(shown: Shown): Promise<ProofResult> {
  if (typeof crypto === 'undefined' || !crypto.subtle) return 'unavailable';
  const entry = bytesOf(shown.entry);
  const path = shown.proof.map(bytesOf);
  if (entry === null || path.some((step) => step === null || step.length !== 32)) return 'broken';
  const leaf = await leafHash(entry);
  if (hexOf(leaf) !== shown.leaf_hash.toLowerCase()) return 'broken';
  const root = await rootFrom(leaf, shown.leaf.index, shown.proof_size ?? shown.leaf.size, path as Uint8Array<ArrayBuffer>[]);
  return root !== null && hexOf(root) === shown.root.toLowerCase() ? 'holds' : 'broken';
}
