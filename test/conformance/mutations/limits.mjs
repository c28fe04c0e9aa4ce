// What one address may ask, how much it may send, and what only a holder of a token may read, each broken in turn.
const rateLimited = ([folder, file, controller]) => ({
  breaks: `the rate limit of ${controller}`,
  file: `packages/signin/src/auth/${folder}/${file}.controller.ts`,
  search: `@UseGuards(OwnRouteGuard)\n@Controller()\nexport class ${controller} `,
  replace: `@Controller()\nexport class ${controller} `,
  tests: ['attacks/limits'],
});

export const limits = [
  ...[
    ['logout', 'backchannel-logout', 'BackchannelLogoutController'],
    ['logout', 'frontchannel-logout', 'FrontchannelLogoutController'],
    ['logout', 'universal-logout', 'UniversalLogoutController'],
    ['logout', 'logout', 'LogoutController'],
    ['login', 'login', 'LoginController'],
    ['login', 'login', 'CallbackController'],
  ].map(rateLimited),
  {
    breaks: 'addresses that only a trusted proxy may name (trustProxy: true)',
    file: 'src/http/server.ts',
    search: /trustProxy: [^\n]*/,
    replace: 'trustProxy: true,',
    tests: ['attacks/limits'],
  },
  {
    breaks: 'the size of a body',
    file: 'src/http/server.ts',
    search: 'maxBodyBytes = 64 * 1024;',
    replace: 'maxBodyBytes = 25 * 1024 * 1024;',
    tests: ['attacks/limits'],
  },
  {
    breaks: 'the number of fields of a form',
    file: 'src/http/body-parsers.ts',
    search: 'maxFields = 50;',
    replace: 'maxFields = 500_000;',
    tests: ['attacks/limits'],
  },
  {
    breaks: 'the size of headers',
    file: 'src/http/server.ts',
    search: 'maxHeaderBytes = 32 * 1024;',
    replace: 'maxHeaderBytes = 16 * 1024 * 1024;',
    tests: ['attacks/limits'],
  },
  {
    breaks: 'METRICS_TOKEN',
    file: 'src/metrics/metrics.controller.ts',
    search: 'if (metricsToken !== undefined &&',
    replace: 'if (false &&',
    tests: ['test/e2e/health'],
  },
];
