import type { Settings } from '@fanlight/signin/settings';
import type { Check } from '../check.js';

/** Settings that cannot be used do not come this far: doctor.ts prints their problems. */
export const settingsCheck: Check = {
  id: 'settings',
  title: 'Settings',
  needs: [],
  run: ({ settings, facts }) => {
    const details = [...settings.warnings.map(({ setting, message }) => `${setting} ${message}`), ...remarksOn(settings)];
    const finding = `${settings.provider.server.label}, client ${facts.clientId}, people come to ${settings.publicUrl.href}.`;
    return Promise.resolve(details.length === 0 ? { status: 'ok', finding } : { status: 'warning', finding, details });
  },
};

function remarksOn({ provider, embeddedProvider, publicUrl, environment }: Settings): string[] {
  const { recognised, server } = provider;
  return [
    embeddedProvider === undefined
      ? ''
      : 'No provider is set: the embedded one, which starts with `npm start` and `npm run okta`, is examined.',
    /^https:\/\/dev-\d+\.okta\.com$/i.test(server.orgUrl ?? '')
      ? 'Old developer organisations (dev-…okta.com) were deactivated from July 2025 on.'
      : '',
    recognised === undefined ? '' : `This looks like ${recognised.name}. ${recognised.notes.join(' ')}`,
    provider.pkce ? '' : 'OIDC_PKCE=off: codes are not bound to the browser that asked for them.',
    environment === 'production' && !publicUrl.secure ? 'PUBLIC_URL is http: cookies and codes travel in the open.' : '',
  ].filter((remark) => remark !== '');
}

/** What nobody can see from outside. New organisations lack a policy on `default`, which is the most common surprise. */
export const insideCheck: Check = {
  id: 'inside',
  title: 'Inside the organisation',
  needs: [],
  applies: ({ facts, management }) => facts.orgUrl !== undefined && management === undefined,
  run: ({ facts }) => {
    const unseen = 'the assignment of people, the sign-out redirect URI, the groups claim, rotation of refresh tokens';
    const finding = facts.authServerId === 'org' ? `T${unseen.slice(1)}` : `The access policy, ${unseen}`;
    const isIntegrator = /\/\/integrator-/.test(facts.orgUrl ?? '') && facts.authServerId === 'default';
    const details = [
      'Set OKTA_API_TOKEN, or OKTA_API_OAUTH_TOKEN with the scopes okta.clients.read, okta.apps.read and okta.authorizationServers.read, to have them checked; or sign in once.',
      ...(isIntegrator
        ? ['In organisations of the Integrator Free Plan the server `default` has no access policy until you add one.']
        : []),
    ];
    return Promise.resolve({ status: 'unknown', finding: `${finding} cannot be seen from outside.`, details });
  },
};
