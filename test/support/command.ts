import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { noteLogged } from './log-channel.js';

/** A command that runs as a person's shell runs it: in a process group of its own, so that Ctrl-C reaches all of it. */
export class Command {
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  /** What it has printed so far, errors included. */
  output = '';

  /** @param env the whole environment, besides PATH and HOME */
  constructor([program = '', ...rest]: readonly string[], directory: string, env: Readonly<Record<string, string>> = {}) {
    const { PATH, HOME } = process.env;
    this.child = spawn(program, rest, { cwd: directory, env: { PATH, HOME, ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (text: Buffer): void => {
      this.output += text.toString();
      noteLogged(text.toString());
    };
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
    this.ended = once(this.child, 'close');
  }

  /** Waits until it has printed `text`. Throws with all that it printed when it ends before, or after 40 seconds. */
  async prints(text: string): Promise<void> {
    for (let tries = 0; !this.output.includes(text); tries += 1) {
      if (tries === 800 || this.child.exitCode !== null) throw new Error(`"${text}" did not come, but:\n${this.output}`);
      await sleep(50);
    }
  }

  /** Waits for its end. @returns the exit code; null: a signal ended it */
  async exit(): Promise<number | null> {
    await this.ended;
    return this.child.exitCode;
  }

  /** Sends a signal to the command alone, as `kill` does. */
  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Sends SIGINT to the whole group, as a terminal does. */
  pressControlC(): void {
    this.signalGroup('SIGINT');
  }

  /** Waits until no process of its group runs any more: what npm started may end after npm. Throws when one does after 20 seconds. */
  async leavesNothing(): Promise<void> {
    for (let tries = 0; this.signalGroup(0); tries += 1) {
      if (tries === 400) throw new Error(`A process still runs after:\n${this.output}`);
      await sleep(50);
    }
  }

  /** Ends whatever is left of it. */
  async remove(): Promise<void> {
    if (this.signalGroup('SIGKILL')) await this.ended;
  }

  private signalGroup(signal: NodeJS.Signals | 0): boolean {
    try {
      return process.kill(-(this.child.pid ?? NaN), signal);
    } catch {
      return false;
    }
  }
}
