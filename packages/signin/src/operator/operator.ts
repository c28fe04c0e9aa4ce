import type { RelyingParty, Tokens } from '@fanlight/oidc';
import { parseArgs } from 'node:util';
import { printable } from '../database/printable.js';
import type { User, UserStore } from '../users/user-store.js';
import type { EndedSession, ListedSession, Session } from '../session/session.js';
import type { Sessions } from '../session/sessions.js';

export const usage = `npm run sessions -- list                 the sessions used last, of everybody
npm run sessions -- list --user WHO      the sessions of a person
npm run sessions -- end --user WHO       sign a person out, everywhere
npm run sessions -- end --all            sign everybody out

WHO is an e-mail address, the provider's subject, or our own id of the person.`;

/** The command line is not one of the four above. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Sessions that `list` shows of everybody. */
const maxListed = 200;

/** Revokes the refresh token of a session at its provider (RFC 7009). False: the provider has no revocation. Rejects where it did not do it. */
export type Revoke = (session: Session, tokens: Parameters<RelyingParty['revoke']>[0]) => Promise<boolean>;

/** Does what the operator asks for; returns what to print. Throws UsageError, or StoreUnavailableError. */
export async function operate(
  commandLine: readonly string[],
  users: Pick<UserStore, 'search'>,
  sessions: Sessions,
  revoke: Revoke,
): Promise<string> {
  const { verb, who } = parse(commandLine);
  const revoked = new Revocations(revoke);
  if (who === undefined)
    return verb === 'list' ? listAll(sessions) : `Ended ${count(await sessions.endAll((ended) => revoked.add(ended)))}.${revoked.told}`;
  const people = await users.search(who);
  const [person] = people;
  if (!person) return `Nobody with the e-mail address, subject or id ${printable(who)} has signed in.`;
  if (verb === 'list') return (await Promise.all(people.map((each) => listPerson(each, sessions)))).join('\n\n');
  // An address may belong to several people; the operator says which one.
  const all = people.map(describePerson);
  if (all.length > 1) return [`${all.length} people match ${printable(who)}. Nothing was ended; name one by id:`, ...all].join('\n');
  const ended = await sessions.endByUser(person);
  await revoked.add(ended);
  return `Ended ${count(ended.length)} of ${describePerson(person)}.${revoked.told}`;
}

/** The refresh tokens of ended sessions, which would live on at the provider. */
export class Revocations {
  private done = 0;
  private failed = 0;
  private notOffered = 0;

  constructor(private readonly revoke: Revoke) {}

  async add(ended: readonly EndedSession[]): Promise<void> {
    await Promise.all(
      ended.map(async ({ session, tokens }) => {
        const { refreshToken, dpopKey } = (tokens ?? {}) as Partial<Tokens>;
        if (refreshToken === undefined) return;
        await this.revoke(session, { refreshToken, dpopKey }).then(
          (isOffered) => (isOffered ? (this.done += 1) : (this.notOffered += 1)),
          () => (this.failed += 1),
        );
      }),
    );
  }

  get told(): string {
    const done = this.done === 0 ? '' : ` Refresh tokens revoked at the provider: ${this.done}.`;
    const failed = this.failed === 0 ? '' : ` The provider did not revoke ${this.failed}: they live on there until they expire.`;
    const left =
      this.notOffered === 0 ? '' : ` The provider offers no revocation of ${this.notOffered}: they live on there until they expire.`;
    return done + failed + left;
  }
}

function parse(commandLine: readonly string[]): { verb: 'list' | 'end'; who: string | undefined } {
  try {
    const { positionals, values } = parseArgs({
      args: [...commandLine],
      allowPositionals: true,
      options: { user: { type: 'string' }, all: { type: 'boolean' } },
    });
    const [verb] = positionals;
    // Nobody is signed out by what was left out.
    const isEverybody = values.all === true || verb === 'list';
    const isComplete = positionals.length === 1 && (values.user === undefined ? isEverybody : values.all !== true);
    if (isComplete && (verb === 'list' || verb === 'end')) return { verb, who: values.user };
  } catch (cause) {
    throw new UsageError(usage, { cause });
  }
  throw new UsageError(usage);
}

async function listAll(sessions: Sessions): Promise<string> {
  const [shown, total] = [await sessions.listLatest(maxListed), await sessions.count()];
  const rest = total > shown.length ? [`… and ${total - shown.length} more.`] : [];
  return [
    `${count(total)}.`,
    ...shown.map((session) => `${describeSession(session)}  ${printable(`${session.issuer} ${session.subject}`)}`),
    ...rest,
  ].join('\n');
}

async function listPerson(person: User, sessions: Sessions): Promise<string> {
  return [describePerson(person), ...(await sessions.list(person.id)).map(describeSession)].join('\n');
}

function describePerson({ id, name, email, issuer, subject }: User): string {
  return printable(`${[name, email].filter(Boolean).join(', ') || 'no name'} (${subject} at ${issuer}, id ${id})`);
}

function describeSession({ key, createdAt, seenAt, address, userAgent }: ListedSession): string {
  const times = `since ${minute(createdAt)}  seen ${minute(seenAt)}`;
  return printable(`  ${key.slice(0, 8)}  ${times}  ${address ?? 'no address'}  ${userAgent ?? 'no browser'}`);
}

function minute(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16)}Z`;
}

function count(sessions: number): string {
  return sessions === 1 ? '1 session' : `${sessions} sessions`;
}
