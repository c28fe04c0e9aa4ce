import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { type SequenceStep, SignInSequence } from '@fanlight/oidc';
import { Settings } from '../../config/settings.js';
import { requestQuery } from '../access/incoming-request.js';
import type { SignInRequest } from '../http/sign-in-request.js';
import { SignInError } from '../sign-in-error.js';

/** Undefined: nobody keeps them. */
export type RecordedSteps = readonly SequenceStep[] | undefined;

/** Logins whose first half waits for its second; the oldest gives way. */
const maxBegun = 100;

/**
 * Records sign-ins step by step where somebody wants to see them: at LOG_LEVEL=debug in the log, with SIGN_IN_TRACE=last in the session
 * that came of it and, the last one of all, in a file for `npm run doctor -- --last`. Elsewhere nothing is recorded.
 */
@Injectable()
export class SignInTrace {
  private readonly logger = new Logger('SignIn');
  private readonly begun = new Map<string, readonly SequenceStep[]>();
  private written: Promise<void> = Promise.resolve();

  constructor(private readonly settings: Settings) {}

  /** Runs one half of a sign-in and records it on the request. */
  async record<T>(request: SignInRequest, half: () => Promise<T>): Promise<T> {
    if (!this.isKept && !this.isLogged) return half();
    const sequence = new SignInSequence();
    request.sequence = sequence;
    const [path = ''] = request.url.split('?', 1);
    const query = [...requestQuery(request.url), ...(request.form ?? [])];
    // Who sent it is not known yet: a link must not choose what an error page says.
    const sent = query.flatMap(([name]) => (names.has(name) ? { name, value: '(hidden)' } : [])).slice(0, names.size);
    sequence.add({ from: 'browser', to: 'application', what: `${request.method} ${path}`, sent });
    return sequence.record(half);
  }

  /** The browser leaves for the provider. */
  begin({ sequence }: SignInRequest, state: string, url: string): void {
    if (sequence === undefined) return;
    const { origin, pathname, searchParams } = new URL(url);
    sequence.add({ from: 'browser', to: 'provider', what: `GET ${origin}${pathname}`, sent: sequence.parameters(searchParams) });
    if (this.begun.size >= maxBegun) this.begun.delete([...this.begun.keys()][0] ?? '');
    this.begun.set(state, [...sequence.steps]);
  }

  /** The browser is back, and has proved that it left for this login. */
  resume({ sequence }: SignInRequest, response: URLSearchParams, startedAt: number): void {
    if (sequence === undefined) return;
    const state = response.get('state') ?? '';
    const before = this.begun.get(state);
    this.begun.delete(state);
    const [arrival] = sequence.steps;
    if (arrival !== undefined) arrival.sent = sequence.parameters(response);
    const left = before?.at(-1)?.at ?? startedAt;
    const unknown = before === undefined ? '; how it began is not known here: elsewhere, or before a restart' : '';
    const what = `The person signs in there, and is sent back${unknown}`;
    const away: SequenceStep = { from: 'provider', to: 'browser', what, at: left, ms: (arrival?.at ?? left) - left };
    sequence.follow([...(before ?? []), away]);
    sequence.check('the sign-in', 'begun here', 'by this browser, and not finished before');
  }

  /** Runs the last step. `start` is given what the session keeps of the others. */
  async enter<T>(request: SignInRequest, returnTo: string, start: (steps: RecordedSteps) => Promise<T>): Promise<T> {
    const { sequence } = request;
    const what = `Starts the session, and goes on to ${returnTo.replace(/[?#].*$/s, '')}`;
    const step = sequence?.add({ from: 'application', to: 'browser', what: sequence.text(what) });
    try {
      const started = await start(this.isKept ? sequence?.steps : undefined);
      if (step !== undefined) step.ms = Date.now() - step.at;
      await this.end(request);
      return started;
    } catch (error) {
      // The message of any other error may hold what nobody is to read.
      sequence?.fail(SignInError.of(error) instanceof SignInError ? error : new Error('the application made a mistake: see its log'));
      await this.end(request, error);
      throw error;
    }
  }

  /** `failure`: what it failed with; undefined: the person is signed in. */
  async end(request: SignInRequest, failure?: unknown): Promise<void> {
    const { sequence } = request;
    if (sequence === undefined) return;
    sequence.end();
    const outcome = failure === undefined ? 'signed in' : 'failed';
    const record = { reference: request.id, outcome, at: Date.now(), signIn: sequence.steps };
    if (this.isLogged) this.logger.debug('A sign-in, step by step', record);
    if (this.isKept) await (this.written = this.written.then(() => this.write(JSON.stringify(record))));
  }

  private get isKept(): boolean {
    return this.settings.signInTrace !== undefined;
  }

  private get isLogged(): boolean {
    return this.settings.logLevel === 'debug' || this.settings.logLevel === 'trace';
  }

  /** In one piece: the doctor may be reading. */
  private async write(line: string): Promise<void> {
    const { file } = this.settings.signInTrace ?? {};
    if (file === undefined) return;
    const draft = `${file}.${process.pid}`;
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(draft, `${line}\n`, { mode: 0o600 });
      await rename(draft, file);
    } catch (error) {
      this.logger.debug(error instanceof Error ? error.message : 'The last sign-in could not be written.');
    }
  }
}

/** What a request of a sign-in may have: other names are the sender's own words. */
const names = new Set(
  'returnTo target_link_uri link login_hint acr_values max_age iss code state session_state error error_description response'.split(' '),
);
