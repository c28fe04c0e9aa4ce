import Handlebars from 'handlebars';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PageContexts, PageName } from '../rendering/page-contexts.js';
import type { Shell } from '../rendering/shell.js';
import { buildViews } from '../rendering/view-compiler.js';
import { readSources } from '../rendering/view-files.js';
import { Views } from '../rendering/views.js';
import type { Session } from '../session/session.js';
import { errorPage } from './error-page.js';
import { homePage } from './home-page.js';
import { profilePage } from './profile-page.js';

const folder = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const views = new Views({ views: folder('views'), assets: folder('public'), reload: false });

/** Every text from outside carries markup: the address of a form is our own or the provider's, and checked before. */
const hostile = '"><script>alert(1)</script><b style="x">\'';
const now = Date.UTC(2026, 10, 25);
const provider = { label: hostile, issuer: hostile, host: hostile };
const session: Session = {
  key: hostile,
  userId: 'u',
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
  },
};
const activity = [{ what: hostile, at: now, address: hostile, userAgent: hostile }];
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

const contexts: { readonly [Page in PageName]: readonly PageContexts[Page][] } = {
  home: [undefined, session].map((of) => homePage({ provider, embedded: true, session: of, now })),
  profile: [profilePage({ session, sessions: [session, { ...session, key: 'other' }], provider, idleTimeout: 60, activity, now })],
  logout: [{ provider }],
  'logout-redirect': [form],
  'form-repost': [form],
  'signed-out': [{ stillSignedInAt: undefined }, { stillSignedInAt: provider }, { stillSignedInAt: provider, unreachable: true }],
  error: [
    errorPage({
      ...problem,
      paste: [hostile, hostile].map((text) => ({ label: text, value: text })),
      technical: [{ name: hostile, value: hostile }],
      retry: hostile,
      reference: hostile,
      development: true,
      now,
    }),
  ],
};

const shells: Record<string, Shell> = {
  'signed out': { title: hostile, person: undefined, base: '/app', csrf: undefined },
  'signed in': { title: hostile, person: hostile, base: '/app', csrf: 'token' },
};

const render = (by: Views): (readonly [name: string, html: string])[] =>
  Object.entries(shells).flatMap(([who, shell]) =>
    (Object.keys(contexts) as PageName[]).flatMap((page) =>
      contexts[page].map((context) => [`${page}, ${who}`, by.render(page, context, shell)] as const),
    ),
  );
const rendered = render(views);

describe('Every page', () => {
  it('is among those that are looked at here', () => {
    expect(readdirSync(folder('views/pages')).sort()).toEqual(
      Object.keys(contexts)
        .map((page) => `${page}.hbs`)
        .sort(),
    );
  });

  it('is what Handlebars itself makes of it', () => {
    const { partials, layout, pages } = readSources(folder('views'));
    const options = { preventIndent: true };
    const handlebars = Handlebars.create();
    for (const [name, source] of partials) handlebars.registerPartial(name, handlebars.compile(source, options));
    const assets = views.assets.address('/app');
    for (const [who, { title, ...shell }] of Object.entries(shells)) {
      const data = { ...shell, assets };
      for (const page of Object.keys(contexts) as PageName[]) {
        for (const context of contexts[page]) {
          const body = handlebars.compile(pages.get(page) ?? '', options)(context, { data });
          const whole = handlebars.compile(layout, options)({ title, body }, { data });
          expect([page, who, withoutGaps(views.render(page, context, { title, ...shell }))]).toEqual([page, who, withoutGaps(whole)]);
        }
      }
    }
  });

  it('is the same as the build compiles it', () => {
    const directory = mkdtempSync(join(tmpdir(), 'built-'));
    const file = join(directory, 'built-views.cjs');
    writeFileSync(file, buildViews(readSources(folder('views'))));
    expect(render(new Views({ views: folder('views'), assets: folder('public'), reload: false, built: file }))).toEqual(rendered);
    rmSync(directory, { recursive: true });
  });

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

    it('sends the token of the session with each form of ours', () => {
      for (const [form] of html.matchAll(/<form[^>]*action="\/app[\s\S]*?<\/form>/g)) expect(form).toContain('name="csrf"');
    });
  });
});

/** Handlebars takes away the line of a partial that stands alone on it; put in place by us it keeps its end. */
function withoutGaps(html: string): string {
  return html.replace(/\s*\n\s*/g, '');
}
