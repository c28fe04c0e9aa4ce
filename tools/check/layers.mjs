/**
 * What each folder of src/ may import besides itself and the packages: the arrows of ARCHITECTURE.md. Tests stand above all of them, and
 * so does a folder that is not named here: a team's own.
 */
export const layers = {
  config: { may: [], because: 'settings are the ground: everything may read them, so they know nobody' },
  rendering: { may: [], because: 'views are given what they show' },
  http: { may: [], because: 'the server is set up for whatever runs on it' },
  tracing: { may: ['config', 'http'], because: 'it follows requests, whatever they ask for' },
  auth: { may: ['config', 'rendering', 'tracing'], because: 'it registers sign-in, and shows its pages by the views' },
  session: { may: ['http', 'rendering'], because: 'it shows people their sessions' },
  home: { may: ['rendering'], because: 'a page knows what all pages know' },
  profile: { may: ['rendering'], because: 'a page knows what all pages know' },
  health: { may: ['http'], because: 'it asks the parts whether they work' },
  metrics: { may: ['http'], because: 'it counts what the parts say' },
  openapi: { may: [], because: 'it describes what the controllers, the guards and the error filter do' },
};

/** What each package may import of the others, by its public entries; the application may import all of them. `folders`: as above. */
export const packages = {
  oidc: { may: [], because: 'the protocol client works without this application, and is tested without it' },
  'dev-okta': { may: [], because: 'it stands for a provider elsewhere: what it shared with the application would go untested' },
  doctor: {
    may: ['oidc/src/index', 'signin/src/settings'],
    because: 'it checks settings and provider without starting the application',
    folders: {
      diagnosis: { may: [], because: 'the catalogue serves the error page, the doctor and the docs alike' },
      doctor: { may: ['diagnosis'], because: 'it says what it finds in the words of the catalogue' },
      setup: { may: ['doctor', 'diagnosis'], because: 'it has the doctor try what it is about to write' },
    },
  },
  scim: {
    may: ['oidc/src/index', 'signin/src/index', 'signin/src/application'],
    because: 'sign-in works without provisioning: it offers a place to ask a directory, and knows none',
    folders: {
      database: { may: ['resources'], because: 'it knows tables, and nothing of what is in them' },
      resources: { may: [], because: 'SCIM on paper: filters, paths and attributes of any resource' },
      users: { may: ['database', 'resources'], because: 'a person is a resource that is a row' },
      groups: { may: ['database', 'resources'], because: 'a group is a resource that is a row' },
      'sign-in': { may: ['users', 'groups', 'database'], because: 'it joins who was provisioned and who signs in' },
      http: { may: ['sign-in', 'users', 'groups', 'resources'], because: 'it carries what directories ask' },
    },
  },
  signin: {
    may: ['oidc/src/index', 'doctor/src/catalogue', 'dev-okta/src/index'],
    because: 'sign-in joins the protocol, users and sessions',
    folders: {
      config: { may: [], because: 'settings are the ground: everything may read them, so they know nobody' },
      database: { may: ['config'], because: 'it opens what the settings name, and knows no table by meaning' },
      users: { may: ['database', 'config'], because: 'a user is a row' },
      connections: {
        may: ['session', 'database', 'config'],
        because: 'it keeps what settings say of one provider, sealed as tokens are',
      },
      session: { may: ['users', 'database', 'config'], because: 'a session belongs to a user and knows no protocol' },
      limits: {
        may: ['session', 'database', 'config'],
        because: 'it counts requests, whatever they ask for, where the instances keep what they share',
      },
      tracing: { may: [], because: 'it names what is done around a request to the provider' },
      pages: { may: [], because: 'pages are given what they show' },
      options: { may: ['config', 'pages', 'tracing'], because: 'what only code can say' },
      auth: {
        may: ['users', 'session', 'connections', 'database', 'config', 'limits', 'options', 'pages', 'tracing'],
        because: 'sign-in joins the protocol, users and sessions',
      },
      errors: { may: ['auth', 'database', 'config', 'pages'], because: 'it explains what any part says went wrong' },
      audit: { may: ['auth', 'database', 'config'], because: 'it writes down what auth says happened' },
      testing: { may: ['auth', 'session', 'config'], because: 'it signs in as the application does, without a provider' },
      operator: {
        may: ['auth', 'session', 'users', 'connections', 'database', 'config'],
        because: 'it ends sessions beside a running application, and their tokens at the provider',
      },
    },
  },
};
