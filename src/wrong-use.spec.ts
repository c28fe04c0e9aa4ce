import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Get, Post } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StatedPerson } from '@fanlight/signin/testing';
import { Form } from './http/form.decorator.js';
import type { Pages } from './rendering/pages.js';
import {
  type AccessTokens,
  Claims,
  CurrentSession,
  CurrentUser,
  Groups,
  oidc,
  okta,
  Public,
  RateLimited,
  Roles,
  Scopes,
  type Session,
  type Settings,
  SignedIn,
  SignInModule,
  StepUp,
} from '@fanlight/signin';

/** Compiles as it stands: each line below `@ts-expect-error` is refused by the compiler, the others are not. Nothing calls it. */
export const uses = (): unknown => {
  @Groups('Admins')
  class RightUse {
    @Public() @RateLimited() @Post() whole(@CurrentUser() _user: CurrentUser, @CurrentSession() _session: Session): void {}
    @SignedIn() @Get() perhaps(@CurrentUser({ optional: true }) _user: CurrentUser | undefined): void {}
    @Groups('Admins', 'Owners') @Scopes('a', 'b') @Get() both(@Form() _form: URLSearchParams): void {}
    @Roles('admin', 'editor') @Get() desk(): void {}
    @StepUp({ acr: 'phr' }) @StepUp({ acr: ['phr', 'phrh'], maxAge: 300 }) @StepUp({ maxAge: 0 }) @Get() strong(): void {}
    @Claims({ department: 'Sales', level: 3, active: true, email: (value) => value !== undefined }) @Get() claims(): void {}
    @Get() wider(
      @CurrentUser() _user: CurrentUser | undefined,
      @CurrentSession() _session: Pick<Session, 'key'>,
      @Form() _form: unknown,
    ): void {}
    @Get() parts(@CurrentSession() { userId, key }: Session, ..._rest: unknown[]): string {
      return userId + key;
    }
  }

  class WrongUse {
    // @ts-expect-error: no group is none to be in
    @Groups() @Get() noGroup(): void {}
    // @ts-expect-error: a group has a name
    @Groups(7) @Get() numberedGroup(): void {}
    // @ts-expect-error: the names one by one
    @Groups(['Admins']) @Get() groupList(): void {}
    // @ts-expect-error: no role is none to have
    @Roles() @Get() noRole(): void {}
    // @ts-expect-error: no scope is none to have
    @Scopes() @Get() noScope(): void {}
    // @ts-expect-error: a scope is a text
    @Scopes(/orders/) @Get() pattern(): void {}
    // @ts-expect-error: an acr is a text
    @StepUp({ acr: 1 }) @Get() numberedAcr(): void {}
    // @ts-expect-error: no acr would do
    @StepUp({ acr: [] }) @Get() noAcr(): void {}
    // @ts-expect-error: neither strong nor recent
    @StepUp({}) @Get() nothing(): void {}
    // @ts-expect-error: seconds
    @StepUp({ maxAge: '5m' }) @Get() duration(): void {}
    // @ts-expect-error: a misspelt member would ask for nothing
    @StepUp({ acr: 'phr', maxage: 300 }) @Get() misspelt(): void {}
    // @ts-expect-error: a claim has a name
    @Claims('department') @Get() bareClaim(): void {}
    // @ts-expect-error: a value or a function
    @Claims({ department: ['Sales', 'Stores'] }) @Get() listedClaim(): void {}
    // @ts-expect-error: a function that decides
    @Claims({ department: () => 'Sales' }) @Get() undecided(): void {}
    // @ts-expect-error: public is public
    @Public('sometimes') @Get() sometimes(): void {}
    // @ts-expect-error: nobody may be signed in
    @Get() nobody(@CurrentUser({ optional: true }) _user: CurrentUser): void {}
    // @ts-expect-error: a user is no text
    @Get() name(@CurrentUser() _name: string): void {}
    // @ts-expect-error: the second parameter, though the first would do
    @Get() second(_user: CurrentUser, @CurrentUser() _id: number): void {}
    // @ts-expect-error: a program has no session
    @Get() program(@CurrentUser() _session: Session): void {}
    // @ts-expect-error: a session is no id
    @Get() id(@CurrentSession() _userId: string): void {}
    // @ts-expect-error: a form is no record
    @Post() fields(@Form() _form: Record<string, string>): void {}
    // @ts-expect-error: guards stand before handlers, not in them
    @Get() parameter(@Groups('Admins') _user: CurrentUser): void {}
    // @ts-expect-error: nor before a member that is no handler
    @Groups('Admins') member = '';
  }

  return [RightUse, WrongUse];
};

export const calls = (request: FastifyRequest, reply: FastifyReply, tokens: AccessTokens, pages: Pages): unknown[] => [
  tokens.for(request, { scopes: ['orders:read'] }),
  pages.show(reply, 'signed-out', 'Signed out', { stillSignedInAt: undefined }),
  pages.goTo(reply, '/profile'),
  // @ts-expect-error: tokens are somebody's
  tokens.for(),
  // @ts-expect-error: a list
  tokens.for(request, { scopes: 'orders:read' }),
  // @ts-expect-error: there is no such page
  pages.show(reply, 'signed-up', 'Signed up', {}),
  // @ts-expect-error: the page shows more than that
  pages.show(reply, 'home', 'Home', {}),
  // @ts-expect-error: a page of another site
  pages.goTo(reply, 'https://example.com'),
];

const provider = okta({ orgUrl: 'https://acme.okta.com', clientId: 'c', clientSecret: 's' });

export const modules: readonly unknown[] = [
  SignInModule.forRoot(),
  SignInModule.forRoot({ provider, publicUrl: 'https://shop.example.com', protect: 'marked', paths: { login: '/sign-in' } }),
  SignInModule.forRoot({ provider: oidc({ issuer: 'https://id.example.com', clientId: 'c' }), onSignIn: () => ({ deny: 'closed' }) }),
  SignInModule.forRootAsync({ inject: [], useFactory: () => ({ provider }) }),
  // @ts-expect-error: a provider is described by okta() or oidc()
  SignInModule.forRoot({ provider: { issuer: 'https://id.example.com' } }),
  // @ts-expect-error: nobody signs in without a client id
  okta({ orgUrl: 'https://acme.okta.com' }),
  // @ts-expect-error: Okta has no issuer beside its address
  okta({ orgUrl: 'https://acme.okta.com', issuer: 'https://acme.okta.com', clientId: 'c' }),
  // @ts-expect-error: a list
  oidc({ issuer: 'https://id.example.com', clientId: 'c', scopes: 'openid profile' }),
  // @ts-expect-error: there are two
  SignInModule.forRoot({ protect: 'nothing' }),
  // @ts-expect-error: a path begins with a slash
  SignInModule.forRoot({ paths: { login: 'sign-in' } }),
  // @ts-expect-error: no route of ours
  SignInModule.forRoot({ paths: { signIn: '/sign-in' } }),
  SignInModule.forRoot({
    allowedEmailDomains: ['acme.com'],
    allowedGroups: ['Staff'],
    roles: { admin: ['Ops'] },
    loginParameters: ['idp'],
  }),
  // @ts-expect-error: a list
  SignInModule.forRoot({ allowedGroups: 'Staff' }),
  // @ts-expect-error: a role has groups
  SignInModule.forRoot({ roles: { admin: true } }),
  // @ts-expect-error: a misspelt denial would let everybody in
  SignInModule.forRoot({ onSignIn: () => ({ denied: 'closed' }) }),
  // @ts-expect-error: loaded settings are complete, nothing comes beside them
  SignInModule.forRoot({ settings: {} as Settings, publicUrl: 'https://shop.example.com' }),
];

export const people: readonly StatedPerson[] = [
  { groups: ['Admins'], scopes: ['orders:read'], acr: 'phr', authTime: 0, claims: { department: 'Sales' } },
  // @ts-expect-error: a list
  { groups: 'Admins' },
  // @ts-expect-error: seconds, not a date
  { authTime: new Date() },
  // @ts-expect-error: a misspelt member would state nothing
  { group: ['Admins'] },
];

/** Apart, since what it declares would hold for the whole repository. */
const applicationWithRoles = `
import { Get } from '@nestjs/common';
import { type CurrentUser, Roles, SignInModule } from '@fanlight/signin';

declare module '@fanlight/signin' {
  interface RoleNames {
    admin: true;
    editor: true;
  }
}

export class Desk {
  @Roles('admin', 'editor') @Get() desk(): void {}
  // @ts-expect-error: nobody has declared it
  @Roles('admn') @Get() misspelt(): void {}
}

export const isEditor = ({ roles }: CurrentUser): boolean => roles?.includes('editor') ?? false;
// @ts-expect-error: nobody has declared it
export const isAuditor = ({ roles }: CurrentUser): boolean => roles?.includes('auditor') ?? false;

export const modules: readonly unknown[] = [
  SignInModule.forRoot({ roles: { admin: ['Ops'] }, onSignIn: () => ({ roles: ['editor'] }) }),
  // @ts-expect-error: nobody has declared it
  SignInModule.forRoot({ roles: { auditor: ['Ops'] } }),
  // @ts-expect-error: nobody has declared it
  SignInModule.forRoot({ onSignIn: () => ({ roles: ['auditor'] }) }),
];
`;

const root = join(import.meta.dirname, '..');

/** What the compiler says of these sources; nothing: they compile as they stand. */
function compile(path: string, text?: string): string {
  const folder = mkdtempSync(join(root, 'node_modules/.types-'));
  const file = text === undefined ? path : join(folder, path);
  if (text !== undefined) writeFileSync(file, text);
  const project = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { rootDir: root, typeRoots: [join(root, 'node_modules/@types')] },
    files: [file],
    include: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
  const { stdout, status } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  return status === 0 ? stdout : `${String(status)}: ${stdout}`;
}

describe('Wrong use', () => {
  it('of what pages are built with does not compile, and right use does', () => {
    expect(compile(import.meta.filename)).toBe('');
  }, 180_000);

  it('of roles that an application has declared does not compile, and right use does', () => {
    expect(compile('application.ts', applicationWithRoles)).toBe('');
  }, 180_000);
});
