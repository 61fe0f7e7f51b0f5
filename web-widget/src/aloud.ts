/**
 * Reads a bubble aloud, by a Danish voice that is in the device itself. Other voices send the text to whoever makes them, so where there
 * is none of its own there is no reading aloud.
 */
const DANISH = /^da([-_]|$)/i;

export class Aloud {
  /** The bubble that is being read; empty while none is. */
  reading = "";
  #voice: SpeechSynthesisVoice | null = null;
  #listening = false;

  constructor(
    private readonly changed: () => void,
    private readonly speech: SpeechSynthesis | null = globalThis.speechSynthesis ?? null,
  ) {}

  get possible(): boolean {
    return this.#voice !== null;
  }

  /** Looks for a voice; browsers find them late, and tell when they have. */
  begin(): void {
    if (!this.speech || this.#listening) return;
    this.#listening = true;
    this.speech.addEventListener?.("voiceschanged", () => this.#look());
    this.#look();
  }

  /** Reads `text`, or stops where it is being read. */
  toggle(id: string, text: string): void {
    const again = this.reading === id;
    this.stop();
    if (again || !this.speech || !this.#voice) return;
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = this.#voice;
    utterance.lang = this.#voice.lang;
    utterance.onend = utterance.onerror = () => this.#ended(id);
    this.reading = id;
    this.speech.speak(utterance);
    this.changed();
  }

  /** Silent at once. */
  stop(): void {
    if (!this.reading) return;
    this.reading = "";
    this.speech?.cancel();
    this.changed();
  }

  #ended(id: string): void {
    if (this.reading !== id) return;
    this.reading = "";
    this.changed();
  }

  #look(): void {
    this.#voice = this.speech?.getVoices().find((voice) => voice.localService && DANISH.test(voice.lang)) ?? null;
    this.changed();
  }
}
