// The recipe of Nest's documentation for Passport, with sessions; on Express. STORE: memory or redis.
import { Controller, Get, Header, Injectable, Module, Redirect, Req, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { AuthGuard, PassportModule, PassportSerializer, PassportStrategy } from '@nestjs/passport';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { RedisStore } from 'connect-redis';
import session from 'express-session';
import passport from 'passport';
import OpenIDConnectStrategy from 'passport-openidconnect';
import { createClient } from 'redis';
import { html, pages, type Person } from './pages.mjs';

const { ISSUER, BASE_URL, CLIENT_ID, CLIENT_SECRET, SESSION_SECRET, STORE, REDIS_URL } = process.env as Record<string, string>;

interface PassportRequest {
  readonly user?: Person;
  isAuthenticated(): boolean;
}

@Injectable()
class OidcStrategy extends PassportStrategy(OpenIDConnectStrategy, 'oidc') {
  constructor() {
    super({
      issuer: ISSUER,
      authorizationURL: `${ISSUER}/authorize`,
      tokenURL: `${ISSUER}/token`,
      userInfoURL: `${ISSUER}/userinfo`,
      clientID: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      callbackURL: `${BASE_URL}/callback`,
      scope: 'profile email',
      nonce: true,
    });
  }

  validate(_issuer: string, profile: object): object {
    return profile;
  }
}

@Injectable()
class SessionSerializer extends PassportSerializer {
  serializeUser(user: object, done: (error: null, user: object) => void): void {
    done(null, user);
  }

  deserializeUser(user: object, done: (error: null, user: object) => void): void {
    done(null, user);
  }
}

@Injectable()
class LoginGuard extends AuthGuard('oidc') {
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const isKnown = (await super.canActivate(context)) as boolean;
    await super.logIn(context.switchToHttp().getRequest());
    return isKnown;
  }
}

@Injectable()
class SignedInGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest<PassportRequest>().isAuthenticated();
  }
}

@Controller()
class PagesController {
  @Get()
  @Header('content-type', html)
  home(@Req() { user }: PassportRequest): string {
    return pages.home(user?.displayName);
  }

  @UseGuards(SignedInGuard)
  @Get('profile')
  @Header('content-type', html)
  profile(@Req() { user }: PassportRequest): string {
    return pages.profile(user!);
  }

  @UseGuards(LoginGuard)
  @Get('login')
  login(): void {}

  @UseGuards(LoginGuard)
  @Get('callback')
  @Redirect('/profile')
  callback(): void {}
}

@Module({ imports: [PassportModule.register({ session: true })], controllers: [PagesController], providers: [OidcStrategy, SessionSerializer] })
export class HostModule {}

export async function install(app: NestExpressApplication): Promise<void> {
  const client = STORE === 'redis' ? await createClient({ url: REDIS_URL }).connect() : undefined;
  const store = client && new RedisStore({ client });
  app.use(session({ secret: SESSION_SECRET, resave: false, saveUninitialized: false, store }));
  app.use(passport.initialize());
  app.use(passport.session());
}
