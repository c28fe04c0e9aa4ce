import { domainToASCII } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { ChooseContext } from '../../pages/pages.js';
import { ChosenConnection, enabled } from '../connections/chosen-connection.js';
import type { Connection } from '../connections/connection.js';
import { Connections } from '../connections/connections.js';
import { Cookies } from '../cookies.js';
import { relaxPolicy } from '../http/policy.js';
import type { RepliedRequest } from '../http/request.decorator.js';
import { PageViews } from '../page-views.js';
import type { LoginRequest } from './login-request.js';
import { keptByTab, LoginRedirects } from './login-redirects.js';

const refusals = {
  address: 'That is not an e-mail address. Write one like name@example.com.',
  domain: 'No organisation signs in here with the domain of that address. Check its spelling, or ask whoever sent you here.',
};

/** Days for which a browser remembers where it signed in last; none keeps a cookie for longer. */
const rememberedDays = 400;

interface Choice {
  /** Undefined: the person is asked. */
  readonly connection?: Connection;
  /** The link names it, or its issuer. */
  readonly isNamed: boolean;
  /** What the person is offered then. */
  readonly offered?: readonly Connection[];
  /** Why the e-mail address leads nowhere. */
  readonly refused?: string;
}

/** Which connection a login is for: the one that its link names, that the e-mail address or the issuer leads to, or the one that a person chooses. */
@Injectable()
export class ConnectionChoice {
  constructor(
    private readonly settings: Settings,
    private readonly connections: Connections,
    private readonly chosen: ChosenConnection,
    private readonly cookies: Cookies,
    private readonly redirects: LoginRedirects,
    private readonly views: PageViews,
  ) {}

  /** @throws SignInError connection_unknown, connection_disabled, login_issuer_unknown */
  async of(request: RepliedRequest, parameters: URLSearchParams): Promise<Choice> {
    const loginHint = parameters.get('login_hint')?.trim() || undefined;
    const domain = loginHint === undefined ? undefined : domainOf(loginHint);
    const named = await this.chosen.namedBy(parameters);
    if (named !== undefined) {
      const one = this.oneOf(named, request, domain);
      return one === undefined ? { isNamed: true, offered: named } : { isNamed: true, connection: enabled(one) };
    }
    const isNamed = false;
    const found = (domain === undefined ? undefined : await this.connections.byDomain(domain)) ?? (await this.connections.only());
    if (found !== undefined) return { isNamed, connection: enabled(found) };
    if (loginHint === undefined) return { isNamed, offered: await this.connections.shown() };
    return { isNamed, refused: domain === undefined ? refusals.address : refusals.domain };
  }

  /** Sends the page that asks. */
  async ask(request: RepliedRequest, login: LoginRequest, { offered = [], refused }: Choice): Promise<void> {
    const { reply } = request;
    const { loginHint = '', ...extras } = login.extras;
    const kept = login.isLost ? keptByTab : { returnTo: login.returnTo };
    const destination = login.link === undefined ? kept : { link: login.link };
    const address = this.redirects.address(destination, extras);
    const last = this.lastUsed(request);
    const shown = offered
      .filter(({ isEnabled, settings }) => isEnabled && !settings.hidden)
      .sort((a, b) => Number(b.id === last) - Number(a.id === last));
    const page: ChooseContext = {
      fields: [...new URLSearchParams(address.split('?')[1])].map(([name, value]) => ({ name, value })),
      email: loginHint,
      refused,
      connections: shown.map(({ id, offersSignUp, settings: { label } }) => ({
        label,
        href: `${address}&connection=${id}`,
        usedLast: id === last,
        signUp: offersSignUp ? this.redirects.address(destination, { ...extras, connection: id, prompt: 'create' }) : undefined,
      })),
      all: refused === undefined ? undefined : address,
    };
    // The form is led on to the provider, and browsers ask the policy about that as well: it may be any of thousands.
    relaxPolicy(reply, 'form-action', [this.settings.publicUrl.secure ? 'https:' : 'http:']);
    const title = refused === undefined ? 'Sign in' : 'Error: Sign in';
    const person = (await request.session().catch(() => undefined))?.data.name;
    const html = this.views.render('choose', page, { title, person, base: this.settings.publicUrl.path });
    reply
      .header('cache-control', 'no-store')
      .code(refused === undefined ? 200 : 422)
      .html(html);
  }

  /** The Set-Cookie lines after a sign-in: where there is nothing to choose from, none. */
  async remember({ id }: Connection): Promise<string[]> {
    if ((await this.connections.only()) !== undefined) return [];
    return [this.cookies.set(this.cookies.connection, id, rememberedDays * 24 * 60 * 60)];
  }

  /** Of several clients at one issuer: the e-mail address tells them apart, or what this browser did last. */
  private oneOf(named: readonly Connection[], request: RepliedRequest, domain: string | undefined): Connection | undefined {
    const usable = named.filter(({ isEnabled }) => isEnabled);
    const byDomain = domain === undefined ? undefined : usable.find(({ settings }) => settings.domains.includes(domain));
    if (usable.length <= 1) return usable[0] ?? named[0];
    const last = this.lastUsed(request);
    return byDomain ?? usable.find(({ id }) => id === last);
  }

  private lastUsed({ headers }: RepliedRequest): string | undefined {
    return this.cookies.valuesOf(this.cookies.connection, headers.cookie)[0];
  }
}

/** The domain of an e-mail address, in lower case and ASCII; undefined: it is none. */
function domainOf(address: string): string | undefined {
  const [, domain] = /^[^\s@][^@]*@([^\s@]+)$/.exec(address.trim()) ?? [];
  return domain === undefined ? undefined : domainToASCII(domain).toLowerCase() || undefined;
}
