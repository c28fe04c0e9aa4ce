const real = Date.now;
let ahead = 0;

// Replaced when this file is loaded, before an application starts: some parts keep the function that they find then.
Date.now = () => real() + ahead;

/**
 * Moves the clock of this process ahead; the application, the provider and the browser are all in it. Timers run on as before.
 * `resetClock` belongs into afterEach.
 */
export function moveClock(seconds: number): void {
  ahead += seconds * 1000;
}

export function resetClock(): void {
  ahead = 0;
}
