import { chapters } from './catalogue/catalogue.js';
import type { ApiCall, Facts } from './diagnosis.js';
import type { Coverage, Entry, Signs, Step } from './entry.js';
import { fill } from './fill.js';
import { registeredAddresses } from './okta-addresses.js';

/** Stands for the reader's own installation. */
const example: Facts = {
  issuer: 'https://example.okta.com/oauth2/default',
  orgUrl: 'https://example.okta.com',
  authServerId: 'default',
  clientId: '0oa1example',
  redirectUri: 'https://app.example.com/authorization-code/callback',
  postLogoutRedirectUri: 'https://app.example.com/',
  scopes: ['openid', 'profile', 'email'],
  groupsClaim: 'groups',
};

const acts: Readonly<Record<Entry['who'], string>> = {
  you: 'the person who signs in',
  administrator: 'an administrator of the provider',
  developer: 'who runs this application',
};

/** docs/okta.md, made from the catalogue alone. */
export function oktaDocument(): string {
  const sections = Object.entries(chapters).map(([title, entries]) => [`## ${title}`, ...entries.map(section)].join('\n\n'));
  return `${[introduction, addresses, failureTable(Object.values(chapters).flat()), ...sections].join('\n\n')}\n`;
}

const introduction = `# What goes wrong with Okta, and how to mend it

This page is made from the catalogue in packages/doctor/src/diagnosis by \`npm run docs\`; edit it there. The error page and \`npm run doctor\` speak from
the same catalogue, so what stands here is what they say. Values such as https://example.okta.com stand for yours.

An error of the sign-in page comes back to the redirect URI, with one exception: when the redirect URI itself is wrong, Okta shows its own
page and nothing comes back.`;

const addresses = `## Where each address goes

Each is the address of this application (PUBLIC_URL) and what stands here. The first two are needed; the others are for what they say.

${list(registeredAddresses.map(({ name, path, inOkta }) => `${name}, \`${path}\`: ${inOkta ?? 'Okta’s documents name no such feature; other providers have it.'}`))}`;

/** The table of Okta's failures: each with how the error page and the doctor recognise it, or why they cannot. */
function failureTable(entries: readonly Entry[]): string {
  const rows = entries
    .flatMap((entry) => (entry.row ? [{ entry, row: entry.row }] : []))
    .sort((a, b) => a.row.number - b.row.number)
    .map(({ entry, row }) =>
      tableLine([String(row.number), `[${entry.title}](#${entry.id})`, entry.seen, coverage(row.page), coverage(row.doctor)]),
    );
  const head = [
    tableLine(['#', 'Failure', 'Where it shows itself', 'Error page', '`npm run doctor`']),
    tableLine(['---', '---', '---', '---', '---']),
  ];
  return ['## The failures, and who recognises them\n', ...head, ...rows].join('\n');
}

function coverage(how: Coverage): string {
  return 'by' in how ? `yes: ${how.by}` : `no: ${how.not}`;
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function section(entry: Entry): string {
  const lines = [
    `<a id="${entry.id}"></a>`,
    `### ${entry.title}`,
    entry.summary,
    list([
      `Id: \`${entry.id}\``,
      `Seen: ${entry.seen}`,
      ...(entry.texts ?? []).map((text) => `Text: “${text}”`),
      ...codesOf(entry),
      `Who acts: ${acts[entry.who]}`,
      `What the person can do: ${entry.advice}`,
    ]),
    entry.steps.length === 0 ? 'Nothing has to be changed.' : numbered(entry.steps.map(stepText)),
    ...(entry.elsewhere ? ['At another provider:', numbered(entry.elsewhere)] : []),
    ...(entry.paste ? [list(Object.entries(entry.paste).map(([label, value]) => `${label}: \`${value}\``))] : []),
    ...(entry.api ? [call(entry.api)] : []),
    ...(entry.source ? [`Source: <${entry.source}>`] : []),
  ];
  return fill(lines.join('\n\n'), example);
}

/** The codes of the provider and of this application, one line for each kind. */
function codesOf({ oktaCodes = [], errors = [], situations = [], ownCodes = [] }: Signs): string[] {
  const alone = situations.flatMap(({ error = [] }) => error);
  const own = [...ownCodes, ...situations.flatMap(({ ownCode = [] }) => ownCode)];
  return [named('OAuth error', [...errors, ...alone]), named('Okta’s code', oktaCodes), named('Code of this application', own)].flat();
}

function named(kind: string, codes: readonly string[]): string[] {
  const unique = [...new Set(codes)];
  return unique.length === 0 ? [] : [`${kind}: ${unique.map((code) => `\`${code}\``).join(', ')}`];
}

function stepText(step: Step): string {
  if (typeof step === 'string') return step;
  return `(${step.server === 'okta' ? 'Okta' : `${step.server} server`}) ${step.step}`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function numbered(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${item}`).join('\n');
}

function call({ method, path, body }: ApiCall): string {
  const request = `${method} ${path}`;
  return ['Management API:', '```http', body === undefined ? request : `${request}\n\n${JSON.stringify(body, null, 2)}`, '```'].join('\n');
}
