import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { SettingRefused } from '../configuration-error.js';
import type { EntryRules, RoleName, RoleRule } from '../settings.js';
import { readLoginParameters } from './login-parameters.js';
import { readBy, splitWords } from './setting-schema.js';

/** Who may enter, with which roles, and what a link to /login may say. `*` is written where everybody is meant. */
export const entryVariables = z.object({
  ALLOWED_EMAIL_DOMAINS: readBy(readDomains).optional(),
  ALLOWED_EMAILS: readBy(readAddresses).optional(),
  ALLOWED_GROUPS: readBy(readGroupNames).optional(),
  ROLES: readBy(readRoles).optional(),
  LOGIN_PARAMETERS: readBy(readLoginParameters).optional(),
});

export type EntryVariables = z.output<typeof entryVariables>;

export function entryRules(variables: EntryVariables): EntryRules {
  const { ALLOWED_EMAIL_DOMAINS: emailDomains, ALLOWED_EMAILS: emails, ALLOWED_GROUPS: groups, ROLES, LOGIN_PARAMETERS } = variables;
  const isStated = [emailDomains, emails, groups].some((rule) => rule !== undefined);
  const who = { emailDomains: emailDomains ?? [], emails: emails ?? [], groups: groups ?? [], isStated };
  return { ...who, roles: ROLES ?? [], loginParameters: LOGIN_PARAMETERS ?? [] };
}

/**
 * The same of a further connection: whoever may enter by all of them where it has no rule of its own, and what links may say. Roles are its
 * own alone: the groups of one organisation are named by that organisation.
 */
export function entryRulesOf(variables: EntryVariables, forAll: EntryRules): EntryRules {
  const own = entryRules(variables);
  const { LOGIN_PARAMETERS: loginParameters = forAll.loginParameters } = variables;
  return { ...(own.isStated ? own : forAll), roles: own.roles, loginParameters };
}

/** No quotes, lists or names of people: what is read of it must be what a mail server would read. RFC 5321, section 4.5.3.1. */
const addressShape = /^[^\s@"(),:;<>[\]\\]{1,64}@([^\s@"(),:;<>[\]\\]{1,255})$/;

/**
 * An e-mail address as rules compare it: its ASCII letters small, its domain as DNS has it. Undefined for what is no single address.
 * Other letters stay, since some become an ASCII letter when they are made small, and another person's address with it.
 */
export function comparableAddress(text: string): { readonly address: string; readonly domain: string } | undefined {
  const domain = domainToASCII(addressShape.exec(text)?.[1] ?? '');
  if (domain === '') return undefined;
  const local = text.slice(0, text.indexOf('@')).replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return { address: `${local}@${domain}`, domain };
}

/** Domains of e-mail addresses, in the form that comparableAddress has. */
export function readDomains(text: string): string[] {
  if (text === '*') return [];
  const domains = splitWords(text).map((word) => comparableAddress(`x@${word}`)?.domain);
  const isDomain = (domain: string | undefined): domain is string => domain?.includes('.') === true && !domain.includes('*');
  if (domains.length > 0 && domains.every(isDomain)) return domains;
  throw new SettingRefused(
    'does not list domains of e-mail addresses',
    'Write each domain in full, without @ and with commas between: acme.com,acme.de; or * alone for everybody.',
  );
}

function readAddresses(text: string): string[] {
  if (text === '*') return [];
  const addresses = splitWords(text).map((word) => comparableAddress(word)?.address);
  if (addresses.length > 0 && addresses.every((address) => address !== undefined)) return addresses;
  throw new SettingRefused(
    'does not list e-mail addresses',
    'Write addresses with commas between: ada@acme.com,bob@acme.com; or * alone for everybody.',
  );
}

const listOfNames = z.array(z.string().trim().min(1)).min(1);

function readGroupNames(text: string): string[] {
  if (text === '*') return [];
  const names = listOfNames.safeParse(text.startsWith('[') ? parseJson(text) : splitNames(text)).data;
  if (names !== undefined) return names;
  throw new SettingRefused(
    'does not list names of groups',
    'Write them with commas between, or as JSON where a name has a comma in it: ["CN=Sales,OU=Groups"]; or * alone for everybody.',
  );
}

const roleList = z.record(z.string(), listOfNames);

/** `admin=Admins,Ops;editor=Writers`, or the same as JSON. */
function readRoles(text: string): RoleRule[] {
  const entries = text.startsWith('{') ? Object.entries(roleList.safeParse(parseJson(text)).data ?? {}) : rolesIn(text);
  const roles = entries.flatMap(([name, groups]) => {
    const role = name.trim();
    return isRoleName(role) && groups.length > 0 ? { role, groups } : [];
  });
  if (roles.length === 0 || roles.length < entries.length)
    throw new SettingRefused(
      'does not say which groups have which role',
      'Write role=group,group;role=group, such as admin=Admins,Ops;editor=Writers, or JSON where a group has one of those signs in its name: {"admin":["CN=Admins,OU=Groups"]}.',
    );
  if (new Set(roles.map(({ role }) => role)).size < roles.length)
    throw new SettingRefused('names a role twice', 'Write each role once, with all of its groups.');
  return roles;
}

/** As it would stand in ROLES. */
export function rolesText(roles: readonly { readonly role: string; readonly groups: readonly string[] }[]): string {
  const isPlain = roles.every(({ role, groups }) => ![role, ...groups].some((name) => /[=;,]|^\{/.test(name)));
  if (!isPlain) return JSON.stringify(Object.fromEntries(roles.map(({ role, groups }) => [role, groups])));
  return roles.map(({ role, groups }) => `${role}=${groups.join(',')}`).join(';');
}

function isRoleName(text: string): text is RoleName {
  return text !== '' && !/\p{Cc}/u.test(text);
}

function rolesIn(text: string): [role: string, groups: string[]][] {
  const parts = text.split(';').filter((part) => part.trim() !== '');
  return parts.map((part) => {
    const [role = '', groups = '', ...more] = part.split('=');
    return [role, more.length > 0 ? [] : splitNames(groups)];
  });
}

function splitNames(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
