import { AsyncLocalStorage } from 'node:async_hooks';
import { parseJsonObject } from './json-object.js';
import { plainText } from './provider/provider-response.js';

export type Party = 'browser' | 'application' | 'provider';

/** A parameter as anybody may see it. */
export interface ShownParameter {
  readonly name: string;
  readonly value: string;
}

/** Something that was judged: what, whether it held, and the value in words. */
export interface JudgedCheck {
  readonly what: string;
  readonly passed: boolean;
  readonly detail: string;
}

/** One step of a sign-in. No code, token, secret or verifier is in it, and of state and nonce only the beginning. */
export interface SequenceStep {
  readonly from: Party;
  readonly to: Party;
  readonly what: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Milliseconds that it took; undefined: it is one moment. */
  ms?: number;
  sent?: readonly ShownParameter[];
  /** The status of the response, or why there is none. */
  result?: string;
  received?: readonly ShownParameter[];
  checks?: JudgedCheck[];
  failed?: true;
}

type NewStep = Omit<SequenceStep, 'at'>;

const maxSteps = 50;
const maxParameters = 30;
const maxChecks = 30;
const maxChars = 300;
/** What is shorter is in many texts by chance. */
const minSecretChars = 12;

/** What is the same in every sign-in, or says what went wrong: shown as it is. */
const harmless = new Set(
  `acr_values access_type audience claims_locales client_assertion_type client_id code_challenge_method display error error_description
  errorCode errorSummary expires_in grant_type issuer max_age prompt redirect_uri resource response_mode response_type scope token_type
  ui_locales iss`.split(/\s+/),
);
/** Two that one compares: their beginning is shown. */
const compared = new Set(['state', 'nonce']);
/** Endpoints whose answers are about the person or long: only the names of their members are shown. */
const namesOnly = new Set(['discovery', 'userinfo']);

const running = new AsyncLocalStorage<SignInSequence>();

/** The sign-in that this code runs for, where it is recorded. */
export function currentSequence(): SignInSequence | undefined {
  return running.getStore();
}

/** Records the steps of one sign-in, for people who want to see them. Bounded. */
export class SignInSequence {
  private readonly recorded: SequenceStep[] = [];
  private readonly secrets = new Set<string>();
  private isOver = false;

  constructor(private readonly now: () => number = () => Date.now()) {}

  get steps(): readonly SequenceStep[] {
    return this.recorded;
  }

  /** Records what happens during `work`, and its failure. */
  async record<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await running.run(this, work);
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  add(step: NewStep): SequenceStep {
    const added = { ...step, at: this.now() };
    if (!this.isOver && this.recorded.length < maxSteps) this.recorded.push(added);
    return added;
  }

  /** Puts what another request recorded of this sign-in in front. */
  follow(earlier: readonly SequenceStep[]): void {
    this.recorded.unshift(...earlier.slice(0, maxSteps - this.recorded.length));
  }

  /** Later steps are left out: they belong to nobody who is waiting. */
  end(): void {
    this.isOver = true;
  }

  /** Something that was judged and holds. `subject`: what it is a check of. */
  check(subject: string, what: string, detail: string): void {
    this.judge(subject, { what, passed: true, detail: this.text(detail) });
  }

  /** Marks where the sign-in stopped. */
  fail(error: unknown): void {
    if (this.recorded.at(-1)?.failed) return;
    const message = this.text(error instanceof Error ? error.message : 'unknown');
    const [, token, reason] = /^(ID token|signed [a-z ]+): (.*)$/s.exec(message) ?? [];
    const check = { what: 'Stopped here', passed: false, detail: reason ?? message };
    if (token !== undefined) this.judge(`the ${token}`, check);
    const last = this.recorded.at(-1);
    if (last === undefined) return;
    last.failed = true;
    if (token === undefined) last.checks = [...(last.checks ?? []), check];
  }

  /** A request to the provider. What it returns takes the response. */
  request({ step, method, url, headers = {}, body = '' }: SentRequest) {
    const { authorization } = headers;
    const sent = [...(URL.parse(url)?.searchParams ?? []), ...new URLSearchParams(body)];
    const added = this.add({
      from: 'application',
      to: 'provider',
      what: `${method} ${url.replace(/[?#].*$/s, '')}`,
      sent: [
        ...(authorization === undefined ? [] : [this.hidden('Authorization', authorization, authorization.split(' ', 1)[0])]),
        ...('dpop' in headers ? [this.hidden('DPoP', headers['dpop'] ?? '')] : []),
        ...this.parameters(sent),
      ],
    });
    const finish = (result: string, failed: boolean): void => {
      added.ms = this.now() - added.at;
      added.result = this.text(result);
      if (failed) added.failed = true;
    };
    return {
      answered: ({ status, text }: { readonly status: number; readonly text: string }): void => {
        finish(String(status), status >= 400);
        added.received = this.members(step, status, text);
      },
      failed: (error: unknown): void => finish(error instanceof Error ? error.message : 'failed', true),
    };
  }

  /** Parameters with all hidden but what is known to be harmless. */
  parameters(given: Iterable<readonly [name: string, value: string]>): ShownParameter[] {
    return [...given].slice(0, maxParameters).map(([name, value]) => this.parameter(name, value));
  }

  /** Text without what was hidden elsewhere in this sign-in, for one line. */
  text(value: string): string {
    let text = value;
    for (const secret of this.secrets) text = text.replaceAll(secret, '(hidden)');
    return plainText(text, maxChars) ?? '';
  }

  private hidden(name: string, value: string, kind?: string): ShownParameter {
    for (const part of value.split(' ')) if (part.length >= minSecretChars) this.secrets.add(part);
    const start = compared.has(name) ? `${value.slice(0, 4)}… ` : kind === undefined ? '' : `${kind} `;
    return { name: plainText(name, 60) ?? '', value: plainText(`${start}(hidden, ${value.length} characters)`, 100) ?? '' };
  }

  private parameter(name: string, value: string): ShownParameter {
    return harmless.has(name) ? { name, value: this.text(value) } : this.hidden(name, value);
  }

  private members(step: string, status: number, text: string): ShownParameter[] {
    const body = parseJsonObject(text);
    if (body === undefined) return text === '' ? [] : [{ name: 'body', value: `${text.length} characters that are no JSON` }];
    const members = Object.entries(body);
    if (status < 400 && step === 'keys')
      return [{ name: 'keys', value: Array.isArray(body['keys']) ? String(body['keys'].length) : 'none' }];
    if (status < 400 && namesOnly.has(step)) return [{ name: 'members', value: this.text(members.map(([name]) => name).join(', ')) }];
    return members
      .slice(0, maxParameters)
      .map(([name, value]) => this.parameter(name, typeof value === 'string' ? value : JSON.stringify(value)));
  }

  private judge(subject: string, check: JudgedCheck): void {
    const what = `Checks ${subject}`;
    const last = this.recorded.at(-1);
    const step = last?.what === what ? last : this.add({ from: 'application', to: 'application', what, checks: [] });
    if ((step.checks?.length ?? 0) < maxChecks) step.checks?.push(check);
    step.ms = this.now() - step.at;
  }
}

interface SentRequest {
  readonly step: string;
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
