import { Controller, Get, Module } from '@nestjs/common';
import { Groups, Roles } from '../../packages/signin/src/auth/access/decorators.js';
import { closeAll, type SideBySide, startSideBySide } from '../conformance/side-by-side.js';
import { startApp } from '../support/start-app.js';

afterEach(closeAll);

describe('Of several connections, each', () => {
  const two = (env: Record<string, string>): Promise<SideBySide> =>
    startSideBySide({
      env: () => ({ OIDC_SCOPES: 'openid profile email groups', CONNECTION_HOSTILE_OIDC_SCOPES: 'openid profile email groups', ...env }),
    });

  it('has rules of its own in place of those for all, and roles of its own alone', async () => {
    const scenario = await two({
      ...{ ALLOWED_EMAIL_DOMAINS: 'acme.test', ROLES: 'admin=Admins' },
      ...{ CONNECTION_HOSTILE_ALLOWED_GROUPS: 'Staff,Admins', CONNECTION_HOSTILE_ROLES: 'guest=Staff' },
    });
    for (const provider of [scenario.honest, scenario.hostile])
      Object.assign(provider.person.claims, { email: 'eve@evil.test', email_verified: true, groups: ['Admins', 'Staff'] });
    expect(await scenario.whoIs(await scenario.signIn('default'))).toBeUndefined();
    // Whoever names the groups of one organisation makes nobody an admin of the application.
    expect(await scenario.whoIs(await scenario.signIn('hostile'))).toMatchObject({ roles: ['guest'] });
  });

  it('keeps to the rules for all where it has none', async () => {
    const scenario = await two({ ALLOWED_EMAIL_DOMAINS: 'acme.test' });
    Object.assign(scenario.hostile.person.claims, { email: 'eve@evil.test', email_verified: true });
    expect(await scenario.whoIs(await scenario.signIn('hostile'))).toBeUndefined();
    Object.assign(scenario.hostile.person.claims, { email: 'eve@acme.test' });
    expect(await scenario.whoIs(await scenario.signIn('hostile'))).toBeDefined();
  });

  it("vouches for addresses of its own domains, and for nobody else's", async () => {
    const scenario = await two({ ALLOWED_EMAIL_DOMAINS: 'acme.test,globex.test', CONNECTION_HOSTILE_DOMAINS: 'globex.test' });
    for (const provider of [scenario.honest, scenario.hostile])
      Object.assign(provider.person.claims, { email: 'ann@globex.test', email_verified: undefined });
    expect(await scenario.whoIs(await scenario.signIn('hostile'))).toBeDefined();
    expect(await scenario.whoIs(await scenario.signIn('default'))).toBeUndefined();
    Object.assign(scenario.hostile.person.claims, { email: 'ann@acme.test' });
    expect(await scenario.whoIs(await scenario.signIn('hostile'))).toBeUndefined();
  });
});

@Controller('desk')
class DeskController {
  @Groups('Admins')
  @Get('group')
  byGroup(): string {
    return 'by group';
  }

  @Roles('admin')
  @Get('role')
  byRole(): string {
    return 'by role';
  }
}

@Module({ controllers: [DeskController] })
class DeskModule {}

describe('A group of that name at another organisation', () => {
  const warnings = (log: readonly string[]): string[] => log.filter((line) => line.includes('@Groups'));

  it('passes @Groups, and not @Roles, which the start says in one line', async () => {
    const scenario = await startSideBySide({ env: () => ({ ROLES: 'admin=Admins' }), modules: [DeskModule] });
    const { app, hostile } = scenario;
    Object.assign(hostile.person.claims, { groups: ['Admins'] });
    const customer = await scenario.signIn('hostile');
    const statuses = ['group', 'role'].map(async (page) => (await customer.get(`${app.url}/desk/${page}`)).status);
    expect(await Promise.all(statuses)).toEqual([200, 403]);
    expect(warnings(app.log)).toEqual([expect.stringMatching(/DeskController\.byGroup\b.*: guard by @Roles/)]);
    expect(warnings(app.log)[0]).not.toContain('byRole');
  });

  it('is nothing to warn of where there is one connection', async () => {
    const client = { OIDC_ISSUER: 'http://localhost:1/', OIDC_CLIENT_ID: 'app', OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4' };
    const app = await startApp({ ...client, ROLES: 'admin=Admins' }, [DeskModule]);
    await app.close();
    expect(warnings(app.log)).toEqual([]);
  });
});
