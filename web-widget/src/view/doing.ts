/** What can be done from the chat window; the element does it, the views only name it. */
import type { Button, Helped, Message } from "../chat/types.js";

export type Sheet = "menu" | "privacy" | "remove" | "feedback" | "lock" | "locked" | "";

export interface Doing {
  open(): void;
  close(): void;
  leave(): void;
  show(sheet: Sheet): void;
  back(): void;
  press(button: Button, event: Event): void;
  write(text: string): void;
  send(): void;
  remove(): void;
  begin(): void;
  feedback(helped: Helped | null, comment: string): void;
  save(message: Message): void;
  readAloud(id: string, message: Message): void;
  scrolled(): void;
  toNewest(): void;
}
