const MINUTE = 60 * 1000;

/** So many tries in any one minute. */
export class RefetchBudget {
  private readonly taken: number[] = [];

  constructor(
    private readonly perMinute: number,
    private readonly now: () => number,
  ) {}

  /** False when this minute's tries are used up. */
  take(): boolean {
    const now = this.now();
    while (this.taken[0] !== undefined && now - this.taken[0] >= MINUTE) this.taken.shift();
    if (this.taken.length >= this.perMinute) return false;
    this.taken.push(now);
    return true;
  }
}
