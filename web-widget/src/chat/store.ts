/** What is kept in the tab: id, token and the last number read. Gone with the tab; nothing of what was written. */
import type { Credentials } from "./types.js";

export interface Kept extends Credentials {
  readonly seq: number;
}

const NAME = "vejviser-chat";

export class TabStore {
  constructor(private readonly storage: () => Storage | null = sessionStorageOrNone) {}

  read(): Kept | null {
    try {
      const { id, token, seq } = JSON.parse(this.storage()?.getItem(NAME) ?? "null") as Kept;
      return typeof id === "string" && typeof token === "string" && Number.isInteger(seq) ? { id, token, seq } : null;
    } catch {
      return null;
    }
  }

  write(kept: Kept): void {
    try {
      this.storage()?.setItem(NAME, JSON.stringify({ id: kept.id, token: kept.token, seq: kept.seq }));
    } catch {
      // A full or forbidden store: the conversation then lasts until the page is left.
    }
  }

  clear(): void {
    try {
      this.storage()?.removeItem(NAME);
    } catch {
      // Nothing can have been stored either.
    }
  }
}

/** Null where the browser forbids it (some sandboxes raise at the mere mention). */
function sessionStorageOrNone(): Storage | null {
  try {
    return globalThis.sessionStorage;
  } catch {
    return null;
  }
}
