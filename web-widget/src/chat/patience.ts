/** How long an answer has been waited for. Late means: the window itself shows where help is. */
const LATE_MS = 9_000;

export class Patience {
  /** An answer is expected. */
  waiting = false;
  /** An answer is expected and late, or nobody can be reached. */
  late = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly changed: () => void,
    private readonly lateMs: number = LATE_MS,
  ) {}

  expect(): void {
    this.waiting = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.late = true;
      this.changed();
    }, this.lateMs);
  }

  /** Answered, or nothing is expected any more. `away`: nobody can be reached all the same. */
  settle(away: boolean): void {
    this.waiting = false;
    this.late = away;
    clearTimeout(this.#timer);
  }
}
