import { parseArgs } from 'node:util';
import { printable } from '../database/printable.js';
import type { User } from '../users/user.js';
import type { Users } from '../users/users.js';
import type { SessionSummary } from './session.js';
import type { Sessions } from './sessions.js';

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

/** Does what the operator asks for; returns what to print. Throws UsageError, or StoreUnavailableError. */
export async function operate(commandLine: readonly string[], users: Users, sessions: Sessions): Promise<string> {
  const { verb, who } = parse(commandLine);
  if (who === undefined) return verb === 'list' ? listAll(sessions) : `Ended ${count(await sessions.endAll())}.`;
  const people = await users.search(who);
  const [person] = people;
  if (!person) return `Nobody with the e-mail address, subject or id ${printable(who)} has signed in.`;
  if (verb === 'list') return (await Promise.all(people.map((each) => listPerson(each, sessions)))).join('\n\n');
  // An address may belong to several people; the operator says which one.
  if (people.length > 1)
    return [`${people.length} people match ${printable(who)}. Nothing was ended; name one by id:`, ...people.map(describePerson)].join(
      '\n',
    );
  return `Ended ${count((await sessions.endByUser(person)).length)} of ${describePerson(person)}.`;
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

function describeSession({ key, createdAt, seenAt, address, userAgent }: SessionSummary): string {
  const times = `since ${minute(createdAt)}  seen ${minute(seenAt)}`;
  return printable(`  ${key.slice(0, 8)}  ${times}  ${address ?? 'no address'}  ${userAgent ?? 'no browser'}`);
}

function minute(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16)}Z`;
}

function count(sessions: number): string {
  return sessions === 1 ? '1 session' : `${sessions} sessions`;
}
