import { SettingRefused } from '@fanlight/signin/settings';
import { readOktaAddress } from './okta-organisation.js';

describe('readOktaAddress', () => {
  it.each([
    ['x.okta.com', 'https://x.okta.com', undefined],
    ['https://x.okta.com/', 'https://x.okta.com', undefined],
    [' https://x.okta.com/oauth2/default ', 'https://x.okta.com', 'default'],
    ['https://x.okta.com/oauth2/aus1/.well-known/openid-configuration', 'https://x.okta.com', 'aus1'],
  ])('reads %j', (text, orgUrl, authServer) => {
    expect(readOktaAddress(text)).toEqual({ orgUrl, authServer });
  });

  it.each(['https://x-admin.okta.com', 'https://{yourOktaDomain}', 'http://x.okta.com', 'https://x.okta.com/oauth2/v1/authorize'])(
    'refuses %s',
    (text) => {
      expect(() => readOktaAddress(text)).toThrow(SettingRefused);
    },
  );
});
