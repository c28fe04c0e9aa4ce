import 'reflect-metadata';
import { join } from 'node:path';
import { Controller, Get, Injectable, Module, Req, Res, Render, UseGuards, Redirect, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AuthGuard, PassportModule, PassportSerializer, PassportStrategy } from '@nestjs/passport';
import OpenIDConnectStrategy from 'passport-openidconnect';
import passport from 'passport';
import session from 'express-session';
import hbs from 'hbs';

const { ISSUER, BASE_URL, CLIENT_ID, CLIENT_SECRET } = process.env as Record<string, string>;

@Injectable()
class OidcStrategy extends PassportStrategy(OpenIDConnectStrategy as any, 'oidc') {
  constructor() {
    super({
      issuer: ISSUER, authorizationURL: `${ISSUER}/authorize`, tokenURL: `${ISSUER}/token`, userInfoURL: `${ISSUER}/userinfo`,
      clientID: CLIENT_ID, clientSecret: CLIENT_SECRET, callbackURL: `${BASE_URL}/callback`, scope: 'profile email', nonce: true,
      skipUserProfile: true,
    } as any);
  }
  validate(_issuer: string, profile: any) { return profile; }
}

@Injectable()
class SessionSerializer extends PassportSerializer {
  serializeUser(user: any, done: Function) { done(null, user); }
  deserializeUser(payload: any, done: Function) { done(null, payload); }
}

@Injectable()
class LoginGuard extends AuthGuard('oidc') {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const ok = (await super.canActivate(context)) as boolean;
    await super.logIn(context.switchToHttp().getRequest());
    return ok;
  }
}

@Injectable()
class AuthenticatedGuard implements CanActivate {
  canActivate(context: ExecutionContext) { return context.switchToHttp().getRequest().isAuthenticated(); }
}

@Controller()
class AppController {
  @Get() @Render('home')
  home(@Req() req: any) { return { name: req.user?.displayName }; }

  @UseGuards(AuthenticatedGuard) @Get('profile') @Render('profile')
  profile(@Req() req: any) {
    return { claims: Object.entries(req.user).map(([key, v]) => ({ key, value: typeof v === 'object' ? JSON.stringify(v) : v })) };
  }

  @UseGuards(LoginGuard) @Get('login')
  login() {}

  @UseGuards(LoginGuard) @Get('callback') @Redirect('/profile')
  callback() {}

  @Get('logout')
  logout(@Req() req: any, @Res() res: any) { req.logout(() => res.redirect('/')); }
}

@Module({ imports: [PassportModule.register({ session: true })], controllers: [AppController], providers: [OidcStrategy, SessionSerializer] })
class AppModule {}

const app = await NestFactory.create<NestExpressApplication>(AppModule, { logger: ['error', 'warn'] });
app.use(session({ secret: process.env.SESSION_SECRET!, resave: false, saveUninitialized: false }));
app.use(passport.initialize());
app.use(passport.session());
app.setBaseViewsDir(join(import.meta.dirname, '../../peers/nest/views'));
app.setViewEngine('hbs');
hbs.registerPartials(join(import.meta.dirname, '../../peers/nest/views/partials'));
await app.listen(Number(process.env.PORT), '127.0.0.1');
