import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Session, Shell, SignInPages } from '@fanlight/signin';
import type { SequenceStep } from '@fanlight/oidc';
import { errorPage } from '../../packages/signin/src/errors/error-page.js';
import { profilePage } from '../profile/profile-page.js';
import { displayName } from './display-name.js';
import { ownMoment } from './moment.js';
import type { PageContexts } from './page-contexts.js';
import { drawnSequence } from './sequence.js';
import { Views } from './views.js';

const folder = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const views = new Views({ views: folder('views'), assets: folder('public'), reload: true });

/** Every text from outside carries markup: the address of a form is our own or the provider's, and checked before. */
const hostile = '"><script>alert(1)</script><b style="x">\'';
const now = Date.UTC(2026, 10, 25);
const provider = { label: hostile, issuer: hostile, host: hostile };
const hostileStep: SequenceStep = {
  ...({ from: 'application', to: 'provider', what: hostile, at: now, ms: 1, result: hostile, failed: true } as const),
  sent: [{ name: hostile, value: hostile }],
  received: [{ name: hostile, value: hostile }],
  checks: [true, false].map((passed) => ({ what: hostile, passed, detail: hostile })),
};
const identities = ['a', 'b'].map((handle) => ({
  ...{ connection: hostile, issuer: hostile, subject: hostile, name: hostile, username: hostile, email: hostile, emailVerified: true },
  ...{ lastSignInAt: now, label: hostile, account: hostile, handle },
}));
const session: Session = {
  key: hostile,
  userId: 'u',
  connection: 'default',
  issuer: hostile,
  subject: hostile,
  sid: undefined,
  createdAt: now,
  seenAt: now,
  expiresAt: now,
  address: hostile,
  userAgent: hostile,
  data: {
    idClaims: { [hostile]: hostile, groups: Array(51).fill(hostile), address: { [hostile]: hostile } },
    userinfo: { [hostile]: hostile, picture: hostile },
    name: hostile,
    groups: [hostile],
    scopes: [],
    signIn: [hostileStep],
  },
};
const activity = [{ kind: 'signed_out', reason: hostile, at: now, address: hostile, userAgent: hostile }] as const;
const problem = {
  status: 403,
  title: hostile,
  summary: hostile,
  who: 'developer',
  advice: hostile,
  steps: [hostile],
  providerWords: hostile,
} as const;
const form = { action: '/callback', fields: [{ name: hostile, value: hostile }], host: hostile };

/** What a team adds is the team's to look at. */
type OwnPage = 'home' | 'profile' | 'account' | keyof SignInPages;

const contexts: { readonly [Page in OwnPage]: readonly PageContexts[Page][] } = {
  home: [
    ...[undefined, { name: hostile, since: ownMoment(now, now), ends: ownMoment(now, now) }].map((person) => ({ provider, person })),
    { provider: undefined, person: undefined },
  ].map((who) => ({ ...who, embedded: true, signUp: `/login?x=${hostile}`, notice: { text: hostile, seeksAddress: true } })),
  profile: [
    profilePage({
      session,
      roles: [hostile],
      identities,
      addable: [{ id: hostile, label: hostile }],
      sessions: [session, { ...session, key: 'other' }],
      provider,
      idleTimeout: 60,
      activity,
      now,
    }),
  ],
  account: [true, false].flatMap((adds) =>
    ['/login', undefined].map((proof) => ({
      adds,
      label: hostile,
      account: hostile,
      person: hostile,
      proof,
      field: { name: hostile, value: hostile },
    })),
  ),
  choose: [undefined, hostile].map((refused) => ({
    ...{ fields: form.fields, email: hostile, refused, all: '/login' },
    connections: [true, false].map((usedLast) => ({
      label: hostile,
      href: '/login',
      usedLast,
      signUp: usedLast ? `/login?x=${hostile}` : undefined,
    })),
  })),
  logout: [{ provider }],
  'logout-redirect': [form],
  'form-repost': [form],
  continue: [true, false].map((keepsAddress) => ({ href: `/${hostile}`, keepsAddress })),
  'signed-out': [{ stillSignedInAt: undefined }, { stillSignedInAt: provider }, { stillSignedInAt: provider, unreachable: true }],
  error: [
    {
      ...errorPage({
        ...problem,
        paste: [hostile, hostile].map((text) => ({ label: text, value: text })),
        technical: [{ name: hostile, value: hostile }],
        sequence: undefined,
        retry: { href: '/login', label: hostile },
        reference: hostile,
        development: true,
        now,
      }),
      signIn: drawnSequence([hostileStep]),
      at: ownMoment(now, now),
    },
  ],
};

const shells: Record<string, Omit<Shell, 'addresses'>> = {
  'signed out': { title: hostile, person: undefined, base: '/app' },
  'signed in': { title: hostile, person: hostile, base: '/app' },
};

const rendered = Object.entries(shells).flatMap(([who, shell]) =>
  (Object.keys(contexts) as OwnPage[]).flatMap((page) =>
    contexts[page].map((context) => [`${page}, ${who}`, views.render(page, context, shell)] as const),
  ),
);

describe('Every page', () => {
  describe.each(rendered)('%s', (_name, html) => {
    it('shows words from outside as text only', () => {
      expect(html).not.toMatch(/<script>|<b style/);
      expect(html).toContain('&lt;script&gt;');
    });

    it('needs no inline script and no inline style, which the Content-Security-Policy forbids', () => {
      expect(html).not.toMatch(/<[^>]*\s(style|on\w+)=|<style|<script(?![^>]*\ssrc=)|javascript:/i);
    });

    it('has one main heading, and each id once', () => {
      const withoutTemplates = html.replace(/<template[\s\S]*?<\/template>/g, '');
      expect(withoutTemplates.match(/<h1[\s>]/g)).toHaveLength(1);
      const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
    });

    it('refers to static files that exist, and stays below the path prefix', () => {
      const addresses = [...html.matchAll(/\s(?:href|src|action)="([^"#]+)"/g)].map(([, address = '']) => address);
      const own = addresses.filter((address) => !['/callback', '/login'].includes(address));
      for (const address of own) expect(address).toMatch(/^\/app\//);
      const files = own.filter((address) => address.includes('/assets/')).map((address) => address.split('/').at(-1) ?? '');
      expect(files.filter((file) => !existsSync(`${folder('public')}/${file}`))).toEqual([]);
    });
  });
});

describe('A name that runs from right to left', () => {
  const name = 'Ann\u202egnihtyreve';
  const shell = { ...shells['signed in'], title: 'Page', person: name } as Shell;
  const data = {
    idClaims: { name, [name]: name, groups: [name], address: { name } },
    userinfo: { nickname: name },
    name,
    groups: [],
    scopes: [],
  };
  const named = { ...session, subject: name, userAgent: undefined, address: undefined, data };
  const at = { label: 'Provider', issuer: 'https://id.example', host: 'id.example' };

  it.each([
    [
      'home',
      () => {
        const person = { name: displayName(named), since: ownMoment(now, now), ends: ownMoment(now, now) };
        return views.render('home', { provider: at, embedded: false, signUp: undefined, person, notice: undefined }, shell);
      },
    ],
    [
      'profile',
      () =>
        views.render(
          'profile',
          profilePage({
            session: named,
            roles: [name],
            identities: [],
            addable: [],
            sessions: [named],
            provider: at,
            idleTimeout: 60,
            activity: [],
            now,
          }),
          shell,
        ),
    ],
  ])('turns nothing around it on the page %s', (_page, render) => {
    const html = render();
    expect(html).toContain(`<bdi>${name}</bdi>`);
    const texts = html.replaceAll(/<bdi>[^<]*<\/bdi>/g, '').replaceAll(/<[^>]*>/g, '');
    expect(texts).not.toContain('\u202e');
  });
});

describe('The error page', () => {
  it('shows what stands in backticks as code, and as text', () => {
    const [error] = contexts.error;
    if (error === undefined) throw new Error('There is no error page to look at.');
    const html = views.render('error', { ...error, steps: ['Run `npm run <doctor>` here.'] }, { title: 'x', person: undefined, base: '' });
    expect(html).toContain('<li>Run <code>npm run &lt;doctor&gt;</code> here.</li>');
  });
});
