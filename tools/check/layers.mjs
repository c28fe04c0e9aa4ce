/** What each folder of src/ may import besides itself: the arrows of ARCHITECTURE.md. Tests stand above all of them. */
export const layers = {
  config: {
    may: ['oidc'],
    because: 'settings are the ground: everything may read them, and they are made of what the protocol client takes',
  },
  oidc: { may: [], because: 'the protocol client works without this application, and is tested without it' },
  diagnosis: { may: [], because: 'the catalogue serves the error page, the doctor and the docs alike' },
  rendering: { may: [], because: 'views are given what they show' },
  'embedded-okta': { may: [], because: 'it stands for a provider elsewhere: what it shared with the application would go untested' },
  database: { may: ['config'], because: 'it opens what the settings name, and knows no table by meaning' },
  users: { may: ['database', 'config'], because: 'a user is a row' },
  session: { may: ['users', 'database', 'config'], because: 'a session belongs to a user and knows no protocol' },
  http: { may: ['config'], because: 'the server is set up for whatever runs on it' },
  tracing: { may: ['database', 'config', 'http'], because: 'it follows requests, whatever they ask for' },
  limits: {
    may: ['session', 'database', 'config'],
    because: 'it counts requests, whatever they ask for, where the instances keep what they share',
  },
  auth: {
    may: ['users', 'session', 'database', 'config', 'limits', 'oidc', 'diagnosis', 'rendering', 'http', 'tracing'],
    because: 'sign-in joins the protocol, users and sessions',
  },
  audit: { may: ['auth', 'database', 'config'], because: 'it writes down what auth says happened' },
  pages: {
    may: ['audit', 'auth', 'users', 'session', 'database', 'config', 'oidc', 'diagnosis', 'rendering', 'http'],
    because: 'pages show what auth knows, and explain what any part says went wrong',
  },
  health: { may: ['auth', 'session', 'database', 'config', 'http', 'oidc'], because: 'it asks the parts whether they work' },
  metrics: { may: ['auth', 'session', 'config', 'http'], because: 'it counts what the parts say' },
  openapi: { may: ['auth', 'pages', 'config'], because: 'it describes what the controllers, the guards and the error filter do' },
  doctor: { may: ['config', 'oidc', 'diagnosis', 'database'], because: 'it checks settings and provider without starting the application' },
  setup: { may: ['doctor', 'config', 'oidc', 'diagnosis', 'database'], because: 'it has the doctor try what it is about to write' },
  operator: {
    may: ['session', 'users', 'database', 'config', 'oidc'],
    because: 'it ends sessions beside a running application, and their tokens at the provider',
  },
};
