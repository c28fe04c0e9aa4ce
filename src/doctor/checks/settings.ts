import type { Settings } from '../../config/settings.js';
import type { Check } from '../check.js';

const oldDeveloperOrg = /^https:\/\/dev-\d+\.okta\.com$/i;

/** Settings that cannot be used do not come this far: main.ts prints their problems. */
export const settingsCheck: Check = {
  id: 'settings',
  title: 'Settings',
  run: ({ settings, facts }) => {
    const remarks = [...settings.warnings.map(({ setting, message }) => `${setting} ${message}`), ...remarksOn(settings)];
    const finding = `${settings.provider.server.label}, client ${facts.clientId}, people come to ${settings.publicUrl.href}.`;
    return Promise.resolve(remarks.length === 0 ? { status: 'ok', finding } : { status: 'warning', finding, details: remarks });
  },
};

function remarksOn({ provider, embeddedProvider, publicUrl, environment }: Settings): string[] {
  const { recognised, server } = provider;
  return [
    embeddedProvider === undefined
      ? ''
      : 'No provider is set: the embedded one, which starts with `npm start` and `npm run okta`, is examined.',
    oldDeveloperOrg.test(server.orgUrl ?? '') ? 'Old developer organisations (dev-…okta.com) were deactivated from July 2025 on.' : '',
    recognised === undefined ? '' : `This looks like ${recognised.name}. ${recognised.notes.join(' ')}`,
    provider.pkce ? '' : 'OIDC_PKCE=off: codes are not bound to the browser that asked for them.',
    environment === 'production' && !publicUrl.secure ? 'PUBLIC_URL is http: cookies and codes travel in the open.' : '',
  ].filter((remark) => remark !== '');
}
